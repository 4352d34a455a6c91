/** Files that pages begin with: what a site includes at the top of each page, and of each script. */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import {directoriesAbove} from '../site-files.ts'
import type {IncludeEdge, SiteFacts} from '../types.ts'
import type {Guards} from './guards.ts'
import {includedBy} from './included-by.ts'
import {endingNotRun, isBesideTheSite, isIndex} from './places.ts'
import {forwards, isAtTop} from './top-level.ts'

/** How a file begins. */
export interface Beginning {
  /** The include that makes it begin as others do. */
  edge: IncludeEdge
  /** The file that is included. */
  file: PagePath
  /** How many files begin with it that nobody includes. */
  count: number
}

export interface Entries {
  /** The file that pages begin with, and this one too. */
  asPages: (path: PagePath) => Beginning | undefined
  /** The file that scripts for the command line begin with, and this one too. */
  asScripts: (path: PagePath) => Beginning | undefined
  /** How many pages begin with this file; 0 when it is not what pages begin with. */
  pagesBeginningWith: (path: PagePath) => number
  /** Among how many pages that begin as others do a file stands: those of its application, when there are several. */
  pagesAround: (path: PagePath) => number
}

/** So many files make a custom. */
const FEWEST_PAGES = 4
const FEWEST_SCRIPTS = 2

interface Count {
  pages: number
  /** The directory that all the pages stand in. */
  directory: PagePath
  scripts: number
  /** Files that begin with it and are included themselves. */
  others: number
  /** One of the pages is one for certain. */
  isCertain: boolean
}

/**
 * Finds them by counting: nobody includes a page, so what several such files include first, and more of them than of
 * others, is what pages begin with, if one of them is a page for certain.
 */
export function entriesOf(
  facts: ReadonlyMap<PagePath, SiteFacts>,
  graph: IncludeGraph,
  guards: Guards,
  isCertainly: (path: PagePath) => boolean,
): Entries {
  const included = includedBy(graph)
  const counts = new Map<PagePath, Count>()
  for (const [path, own] of facts) {
    const edges = graph.get(path)
    if (!edges?.length || !mayBegin(path, own, guards)) continue
    const isScript = own.commandLine?.only === true
    const isCertain = !isScript && isCertainly(path)
    const file = begunWith(own, edges)
    if (file === undefined) continue
    const count = counts.get(file) ?? {pages: 0, directory: '', scripts: 0, others: 0, isCertain: false}
    counts.set(file, count)
    if (included.get(path)?.count && !(isCertain && !isIndex(path))) count.others++
    else if (isScript) count.scripts++
    else addPage(count, path)
    count.isCertain ||= isCertain
  }
  const ofPages = new Map<PagePath, number>()
  const ofScripts = new Map<PagePath, number>()
  const around = new Map<PagePath, number>()
  for (const [file, {pages, directory, scripts, others, isCertain}] of counts) {
    const own = facts.get(file)
    if (!own || !doesAnything(own)) continue
    if (pages >= FEWEST_PAGES && isCertain && pages >= others) {
      ofPages.set(file, pages)
      around.set(directory, (around.get(directory) ?? 0) + pages)
    } else if (scripts >= FEWEST_SCRIPTS && !isCertain) ofScripts.set(file, scripts)
  }
  const beginning =
    (known: ReadonlyMap<PagePath, number>) =>
    (path: PagePath): Beginning | undefined => {
      const own = facts.get(path)
      if (!own || known.size === 0) return undefined
      const edges = graph.get(path) ?? []
      const [target] = edges[0]?.targets ?? []
      const next = forwards(own) && edges.length === 1 && target !== undefined ? facts.get(target) : undefined
      return beginningOf(own, edges, known) ?? (next && beginningOf(next, graph.get(target ?? '') ?? [], known))
    }
  return {
    asPages: beginning(ofPages),
    asScripts: beginning(ofScripts),
    pagesBeginningWith: (path) => ofPages.get(path) ?? 0,
    pagesAround: (path) => directoriesAbove(path).reduce((sum, directory) => sum + (around.get(directory) ?? 0), 0),
  }
}

function addPage(count: Count, path: PagePath): void {
  // The first page begins the count, so its directory is the one to start from.
  if (count.pages++ === 0) count.directory = directoryOf(path)
  while (count.directory !== '' && !path.startsWith(`${count.directory}/`))
    count.directory = directoryOf(count.directory)
}

function mayBegin(path: PagePath, {topLevelStatements, includes}: SiteFacts, guards: Guards): boolean {
  const runs = topLevelStatements + includes.length > 0
  return !guards.has(path) && runs && endingNotRun(path) === undefined && !isBesideTheSite(path)
}

/** A library is no beginning. */
function doesAnything({topLevelStatements, includes}: SiteFacts): boolean {
  return topLevelStatements > 0 || includes.some(({inside}) => inside === undefined)
}

/** What the top level of a file includes first, by name. */
function begunWith(own: SiteFacts, edges: readonly IncludeEdge[]): PagePath | undefined {
  for (const edge of edges) {
    const [target] = edge.targets
    if (target !== undefined && edge.how !== 'set' && isAtTop(own, edge)) return target
  }
  return undefined
}

function beginningOf(
  own: SiteFacts,
  edges: readonly IncludeEdge[],
  known: ReadonlyMap<PagePath, number>,
): Beginning | undefined {
  let found: Beginning | undefined
  for (const edge of edges) {
    const [file] = edge.targets
    const count = file === undefined || edge.how === 'set' ? undefined : known.get(file)
    if (file !== undefined && count !== undefined && count > (found?.count ?? 0) && isAtTop(own, edge))
      found = {edge, file, count}
  }
  return found
}
