/** Which pages other files lead to: by links, forms, redirects, rewrites and names in their text. */
import type {PagePath} from '../../page.ts'
import {directoryOf, resolvePagePath} from '../disk-path.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import {directoriesAbove, type SiteFiles} from '../site-files.ts'
import type {LinkTo, ServerSetting, SiteFacts} from '../types.ts'
import {includedBy} from './included-by.ts'
import {testDirectory} from './places.ts'

/** Files that are kept of those that lead to one page; a menu leads from everywhere. */
const MOST = 50

/** From the strongest: what a visitor follows, what the server follows, what only names the file. */
const STRENGTH: Record<LinkTo['kind'], number> = {href: 5, action: 5, location: 4, rewrite: 3, src: 2, literal: 1}

/** What leads to every page. */
export class Links extends Map<PagePath, LinkTo[]> {
  /** Pages that are asked for with a query, which files on disk are not: `view.php?id=`. */
  readonly asked = new Set<PagePath>()
}

/**
 * For every page, what leads there from other files, tests left out: of each file its strongest link, at most
 * {@link MOST} files, the strongest first and then by path.
 *
 * A link is relative to the page that was requested, so the links of a file that is included are looked for beside
 * the pages that include it, then beside itself and above.
 */
export function linksTo(
  facts: ReadonlyMap<PagePath, Pick<SiteFacts, 'links' | 'outputs'>>,
  settings: readonly ServerSetting[],
  site: SiteFiles,
  graph: IncludeGraph = new Map(),
): Links {
  const found = new Links()
  const targets = new Targets(site, graph)
  for (const [from, {links, outputs}] of facts) {
    if (testDirectory(from) !== undefined) continue
    for (const {kind, target, line} of links) {
      const page = targets.pageOf(target, from)
      add(found, page, from, line, kind)
      if (page !== undefined && target.includes('?')) found.asked.add(page)
    }
    for (const {kind, value, line} of outputs)
      if (kind === 'redirect' && value !== null) add(found, targets.pageOf(value, from), from, line, 'location')
  }
  for (const {file, target, line} of settings) add(found, target, file, line, 'rewrite')
  for (const links of found.values())
    links.sort((a, b) => STRENGTH[b.kind] - STRENGTH[a.kind] || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  return found
}

function add(
  found: Map<PagePath, LinkTo[]>,
  target: PagePath | undefined,
  from: PagePath,
  line: number,
  kind: LinkTo['kind'],
): void {
  if (target === undefined || target === from) return
  const links = found.get(target)
  if (!links) {
    found.set(target, [{from, line, kind}])
    return
  }
  const last = links.at(-1)
  // Files come one after the other.
  if (last?.from === from) {
    if (STRENGTH[kind] > STRENGTH[last.kind]) links[links.length - 1] = {from, line, kind}
  } else if (links.length < MOST) links.push({from, line, kind})
  else if (STRENGTH[kind] > 1) replaceWeaker(links, {from, line, kind})
}

/** A full list makes room for a stronger link; it stays last, where the next link of its file is looked for. */
function replaceWeaker(links: LinkTo[], link: LinkTo): void {
  const weaker = links.findLastIndex(({kind}) => STRENGTH[kind] < STRENGTH[link.kind])
  if (weaker === -1) return
  links.splice(weaker, 1)
  links.push(link)
}

/** Pages that include a file and are looked at to find where its links lead. */
const MOST_PAGES = 4
const MOST_INCLUDERS = 30

/** Finds the PHP files that links lead to; each link of a directory once. */
class Targets {
  private readonly site: SiteFiles
  private readonly included: ReturnType<typeof includedBy>
  /** By the directories that links are relative to, then by the link. */
  private readonly known = new Map<string, Map<string, PagePath | undefined>>()
  private bases: {of: PagePath; directories: readonly PagePath[]; known: Map<string, PagePath | undefined>} | undefined

  constructor(site: SiteFiles, graph: IncludeGraph) {
    this.site = site
    this.included = includedBy(graph)
  }

  pageOf(target: string, from: PagePath): PagePath | undefined {
    if (this.bases?.of !== from) this.bases = this.basesOf(from)
    const {directories, known} = this.bases
    const before = known.get(target)
    if (before !== undefined || known.has(target)) return before
    const page = this.find(target, directories)
    known.set(target, page)
    return page
  }

  private find(target: string, directories: readonly PagePath[]): PagePath | undefined {
    const path = pathOf(target)
    if (path === undefined) return undefined
    for (const directory of path.startsWith('/') ? ROOT : directories) {
      const resolved = resolvePagePath(directory, path)
      if (resolved !== undefined && this.site.isPhp(resolved)) return resolved
    }
    return undefined
  }

  private basesOf(from: PagePath): NonNullable<Targets['bases']> {
    const pages = this.included.has(from) ? this.pagesAbove(from) : []
    const key = [directoryOf(from), ...pages].join('\0')
    const known = this.known.get(key) ?? new Map<string, PagePath | undefined>()
    this.known.set(key, known)
    return {of: from, directories: [...pages, ...directoriesAbove(from)], known}
  }

  /** The directories of the files that include this one, directly or not, and that nobody includes. */
  private pagesAbove(from: PagePath): PagePath[] {
    const seen = new Set([from])
    const directories = new Set<PagePath>()
    for (const file of seen) {
      const by = this.included.get(file)
      if (!by) directories.add(directoryOf(file))
      if (directories.size >= MOST_PAGES || seen.size > MOST_INCLUDERS) break
      for (const edge of by?.named ?? []) seen.add(edge.from)
      if (by?.set) seen.add(by.set.from)
    }
    return [...directories]
  }
}

const ROOT: readonly PagePath[] = ['']

/** The path in a link; of a directory, its `index.php`. `undefined` when it leads to another site or to no page. */
function pathOf(target: string): string | undefined {
  const end = target.search(/[?#&]/)
  const path = end === -1 ? target : target.slice(0, end)
  if (path === '' || path.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(path)) return undefined
  const isDirectory = path.endsWith('/') || path === '.' || path === '..' || path.endsWith('/..') || path.endsWith('/.')
  return isDirectory ? `${path}/index.php` : path
}
