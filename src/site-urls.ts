/** The site as its web server sees it, for questions about URLs: what the ledger knows, and the files on disk. */
import {existsSync, realpathSync, statSync} from 'node:fs'
import {relative, resolve, sep} from 'node:path'
import {documentRootOf, type Ledger, listPages, settingsOf} from './ledger/index.ts'
import {bytesOfPagePath, type PagePath, pagePathOfBytes} from './page.ts'
import {configuredDocroot, type Project} from './project.ts'
import {type RoutedSite, routedSite} from './routes/urls/routed-site.ts'
import type {SiteToRoute, UrlAlias} from './routes/urls/types.ts'

/**
 * The site of a project, ready for `resolveUrl` and `urlForms`; `undefined` until this version of the tool has scanned it.
 * Files that are no PHP are looked for on disk, when they are asked for.
 */
export function urlsOfSite(project: Project, ledger: Ledger): RoutedSite | undefined {
  const settings = settingsOf(ledger)
  if (!settings) return undefined
  const docroot = documentRootOf(ledger) ?? configuredDocroot(project) ?? ''
  const pages = listPages(ledger).flatMap(({path, flags}) => (flags.includes('gone') ? [] : path))
  const extensions = project.config?.site.extensions?.filter((ending) => ending !== 'inc')
  return routedSite({
    pages,
    settings,
    kindOf: kindsOnDisk(docroot, pages),
    documentRoot: project.config?.server.docroot ?? configuredDocroot(project) ?? docroot,
    aliases: aliasesOf(project, docroot),
    ...(extensions ? {extensions} : {}),
  })
}

/** What there is at a path; a PHP file is there when the ledger has it. */
function kindsOnDisk(docroot: string, pages: readonly PagePath[]): SiteToRoute['kindOf'] {
  const known = new Set(pages)
  const root = Buffer.from(`${docroot}/`)
  return (path) => {
    if (known.has(path)) return 'file'
    try {
      const stat = statSync(Buffer.concat([root, bytesOfPagePath(path)]), {throwIfNoEntry: false})
      return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'directory' : undefined
    } catch {
      // A name that is too long, or a folder that nobody may read: nothing that a visitor gets.
      return undefined
    }
  }
}

/** `site.aliases`: directories in the document root name pages of this site, the others none. */
function aliasesOf(project: Project, docroot: string): UrlAlias[] {
  return Object.entries(project.config?.site.aliases ?? {}).map(([url, directory]) => {
    const absolute = resolve(project.directory, directory)
    const way = relative(docroot, existsSync(absolute) ? realpathSync(absolute) : absolute)
    const isInside = way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
    return {url, to: isInside ? pagePathOfBytes(Buffer.from(way)) : null}
  })
}
