/** What the whole site says about the part that one file plays. */
import type {PagePath} from '../../page.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import type {CallGraph} from '../session/call-graph.ts'
import type {AccessRule, Evidence, IncludeEdge, IncludeUse, LinkTo, ServerSetting, SiteFacts} from '../types.ts'
import {knownClosure} from './closure.ts'
import {askedConstants, definedGuard, type NeededConstant, neededConstant} from './constants.ts'
import {MOVING, namedFromElsewhere} from './elsewhere.ts'
import {type Beginning, entriesOf} from './entries.ts'
import {guardsOf} from './guards.ts'
import {isForwardedTo, isIncludedBefore} from './handed-on.ts'
import {type IncludedBy, includedBy} from './included-by.ts'
import type {Links} from './links.ts'
import {Definitions, type Missing} from './missing.ts'
import {isIndex} from './places.ts'
import {textsRead} from './read-as-text.ts'
import {routedFiles} from './routed.ts'

/** What roles are judged by. */
export interface Signals {
  path: PagePath
  facts: SiteFacts
  /** Its own includes, in order. */
  includes: readonly IncludeEdge[]
  includedBy: IncludedBy | undefined
  /** All that those who include it by name do is to include files, and it is the last. */
  isForwardedTo: boolean
  /** The request names it to another page. */
  routed: Evidence | undefined
  /** The setting that puts it before or after pages. */
  automatic: IncludeEdge | undefined
  linkedFrom: readonly LinkTo[]
  /** By a link, form, redirect or rewrite, or as a URL with a query; not only by its name in some text. */
  isLedTo: boolean
  access: readonly AccessRule[]
  /** It refuses to be requested. */
  guard: SiteFacts['guard']
  /** It begins as other pages do. */
  begins: Beginning | undefined
  /** It begins as scripts for the command line do. */
  beginsAsScript: Beginning | undefined
  /** So many pages begin with it. */
  pagesBegin: number
  /** So many pages around it begin as others do. */
  pagesAround: number
  /** One page includes it, and has already included what it begins with. */
  beginsAgain: boolean
  /** A constant that it defines before it includes anything, and that other files refuse to run without. */
  definesGuard: string | undefined
  /** All that it includes is named by constants that others define; the first. */
  needsConstant: NeededConstant | undefined
  /** Its first include, when all that it includes is named from another directory than its own. */
  namedFromElsewhere: IncludeUse | undefined
  /** Another file reads its text. */
  readBy: Evidence | undefined
  /** What it calls and does not include. */
  missing: () => readonly Missing[]
}

/**
 * Collects signals, of one file after the other: all of them together would need much memory.
 *
 * @param graph made of these facts, which are in the order of their paths
 * @param automatic the includes that PHP's settings make
 * @param calls with all files; without it a file that can't run by itself may be taken for a page
 * @param settings for PHP, which may say where it looks for includes
 */
export function* signalsOf(
  facts: ReadonlyMap<PagePath, SiteFacts>,
  graph: IncludeGraph,
  automatic: ReadonlyMap<PagePath, readonly IncludeEdge[]>,
  links: Links,
  accessOf: (path: PagePath) => readonly AccessRule[],
  calls?: CallGraph,
  settings: readonly ServerSetting[] = [],
): Iterable<Signals> {
  const included = includedBy(graph)
  const constants = askedConstants(facts)
  const guards = guardsOf(facts)
  const defining = new Map<PagePath, string>()
  for (const [path, own] of facts) {
    const guard = definedGuard(own, included.get(path), facts, constants)
    if (guard !== undefined) defining.set(path, guard)
  }
  const isAskedFor = (path: PagePath): boolean => isLedTo(links.get(path) ?? NONE) || links.asked.has(path)
  const entries = entriesOf(facts, graph, guards, (path) => isIndex(path) || defining.has(path) || isAskedFor(path))
  const routed = routedFiles(facts, graph)
  const read = textsRead(facts)
  const definitions = calls && new Definitions(calls)
  const elsewhere = (path: PagePath): IncludeUse | undefined => {
    const own = facts.get(path)
    const use = own && namedFromElsewhere(own, graph.get(path) ?? NONE)
    return use && definitions?.isCalling(path, MOVING) === false ? use : undefined
  }
  // An index that does it as well shows that PHP is told where to look, by a setting that is not part of the site.
  const isIndexTold = (path: PagePath): boolean => isIndex(path) && !guards.has(path) && elsewhere(path) !== undefined
  const isTold = settings.some(({name}) => name === 'include_path') || [...facts.keys()].some(isIndexTold)
  const automatically = new Map<PagePath, IncludeEdge>()
  for (const edges of automatic.values())
    for (const edge of edges) for (const target of edge.targets) automatically.set(target, edge)
  for (const [path, own] of facts) {
    const by = included.get(path)
    const linkedFrom = links.get(path) ?? NONE
    const begins = entries.asPages(path)
    const isIncludedByAll = automatic.get(path) !== undefined
    yield {
      path,
      facts: own,
      includes: graph.get(path) ?? NONE,
      includedBy: by,
      isForwardedTo: isForwardedTo(by, facts, graph),
      routed: routed.get(path),
      automatic: automatically.get(path),
      linkedFrom,
      isLedTo: isAskedFor(path),
      access: accessOf(path),
      guard: guards.get(path),
      begins,
      beginsAsScript: entries.asScripts(path),
      pagesBegin: entries.pagesBeginningWith(path),
      pagesAround: entries.pagesAround(path),
      beginsAgain:
        begins !== undefined && by !== undefined && isIncludedBefore(begins.file, path, by, facts, graph, included),
      definesGuard: defining.get(path),
      needsConstant: isIncludedByAll ? undefined : neededConstant(own, constants),
      namedFromElsewhere: isIncludedByAll || isTold ? undefined : elsewhere(path),
      readBy: read.get(path),
      missing: () =>
        isIncludedByAll || !definitions ? NONE : definitions.missing(path, () => knownClosure(path, facts, graph)),
    }
  }
}

const NONE: readonly never[] = []

/** By a link, form, redirect or rewrite, not only by its name in some text. */
function isLedTo([strongest]: readonly LinkTo[]): boolean {
  return strongest !== undefined && strongest.kind !== 'literal'
}
