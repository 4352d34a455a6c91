/** What the whole site says about the part that one file plays. */
import type {PagePath} from '../../page.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import type {AccessRule, FileFacts, IncludeEdge} from '../types.ts'
import type {LinkTo} from './links.ts'

/** An include from the side of the file that is included. */
export interface IncludingEdge extends IncludeEdge {
  /** Including it is all that the other file does. */
  isForward: boolean
}

/** What roles are judged by. */
export interface Signals {
  path: PagePath
  facts: FileFacts
  /** Includes that mean this file, from the closest: those that name it before those that may mean many. */
  includedBy: readonly IncludingEdge[]
  /** Those that mean it as one of a set that the request chooses from. */
  routedBy: readonly IncludeEdge[]
  /** The setting that puts it before or after pages. */
  automatic: IncludeEdge | undefined
  linkedFrom: readonly LinkTo[]
  access: readonly AccessRule[]
  includes: readonly IncludeEdge[]
  /** A constant that it defines and that other files refuse to run without. */
  definesGuard: string | undefined
}

/** Collects signals for every file; `automatic` are the includes that PHP's settings make. */
export function signalsOf(
  facts: ReadonlyMap<PagePath, FileFacts>,
  graph: IncludeGraph,
  automatic: ReadonlyMap<PagePath, readonly IncludeEdge[]>,
  links: ReadonlyMap<PagePath, readonly LinkTo[]>,
  accessOf: (path: PagePath) => readonly AccessRule[],
): Signals[] {
  const guards = new Set([...facts.values()].flatMap(({guard}) => guard?.constant ?? []))
  const included = includedBy(graph)
  const routed = routedSets(facts)
  const automatically = new Map(
    [...automatic.values()].flat().flatMap((edge) => edge.targets.map((target) => [target, edge])),
  )
  return [...facts].map(([path, own]) => {
    const edges = included.get(path) ?? []
    return {
      path,
      facts: own,
      includedBy: edges
        .filter((edge) => !routed.has(keyOf(edge)))
        .map((edge) => ({...edge, isForward: forwards(facts.get(edge.from))})),
      routedBy: edges.filter((edge) => routed.has(keyOf(edge))),
      automatic: automatically.get(path),
      linkedFrom: links.get(path) ?? [],
      access: accessOf(path),
      includes: graph.get(path) ?? [],
      definesGuard: own.definitions.find(({kind, name}) => kind === 'constant' && guards.has(name))?.name,
    }
  })
}

/** `index.php` that only says `require 'main.php';`. */
function forwards(facts: FileFacts | undefined): boolean {
  if (!facts || facts.includes.length > 1 || facts.topLevelStatements > 2) return false
  return facts.definitions.every(({kind}) => kind === 'constant')
}

function includedBy(graph: IncludeGraph): Map<PagePath, IncludeEdge[]> {
  const found = new Map<PagePath, IncludeEdge[]>()
  for (const edge of [...graph.values()].flat()) {
    for (const target of edge.targets) {
      const edges = found.get(target)
      if (edges) edges.push(edge)
      else found.set(target, [edge])
    }
  }
  const certainty = (edge: IncludeEdge): number => (edge.how === 'set' ? 1 : 0)
  for (const edges of found.values()) edges.sort((a, b) => certainty(a) - certainty(b))
  return found
}

const keyOf = ({from, line, text}: {from: PagePath; line: number; text: string}): string => `${from}:${line}:${text}`

/** Includes whose name the request gives: `include "pages/$_GET[page].php"`. */
function routedSets(facts: ReadonlyMap<PagePath, FileFacts>): Set<string> {
  const found = new Set<string>()
  for (const [from, {includes}] of facts) {
    for (const {parts, line, text} of includes) {
      if (parts?.some((part) => 'unknown' in part && part.input !== undefined)) found.add(keyOf({from, line, text}))
    }
  }
  return found
}
