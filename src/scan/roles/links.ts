/** Which pages other files lead to: by links, forms, redirects, rewrites and names in their text. */
import type {PagePath} from '../../page.ts'
import {resolvePagePath} from '../disk-path.ts'
import {directoriesAbove, type SiteFiles} from '../site-files.ts'
import type {FileFacts, LinkUse, ServerSetting} from '../types.ts'

/** A place that leads to a page. */
export interface LinkTo {
  from: PagePath
  line: number
  /** `location` also for rewrites; `literal` is the weakest: text that names the file. */
  kind: LinkUse['kind'] | 'rewrite'
}

/** For every page, what leads there from other files. */
export function linksTo(
  facts: ReadonlyMap<PagePath, FileFacts>,
  settings: readonly ServerSetting[],
  site: SiteFiles,
): Map<PagePath, LinkTo[]> {
  const found = new Map<PagePath, LinkTo[]>()
  const add = (target: PagePath, link: LinkTo): void => {
    if (target === link.from) return
    const known = found.get(target)
    if (known) known.push(link)
    else found.set(target, [link])
  }
  for (const [from, {links, outputs}] of facts) {
    const redirects = outputs.flatMap(({kind, value, line}) =>
      kind === 'redirect' && value ? [{kind: 'location', target: value, line} as const] : [],
    )
    for (const {kind, target, line} of [...links, ...redirects]) {
      const page = pageOf(target, from, site)
      if (page !== undefined) add(page, {from, line, kind})
    }
  }
  for (const {file, target, line} of settings)
    if (target !== undefined) add(target, {from: file, line, kind: 'rewrite'})
  return found
}

/** The PHP file that a link written in `from` leads to; an included file's links are relative to a page above it. */
function pageOf(target: string, from: PagePath, site: SiteFiles): PagePath | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) return undefined
  const path = target.replace(/[?#&].*$/s, '')
  const isDirectory = path.endsWith('/') || path === '..' || path === '.'
  if (path === '' || !(isDirectory || /\.\w+$/.test(path))) return undefined
  const directories = path.startsWith('/') ? [''] : directoriesAbove(from)
  for (const directory of directories) {
    const resolved = resolvePagePath(directory, isDirectory ? `${path}/index.php` : path)
    if (resolved !== undefined && site.isPhp(resolved)) return resolved
  }
  return undefined
}
