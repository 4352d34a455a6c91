import type {PagePath} from '../../page.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import type {IncludeEdge} from '../types.ts'
import {testDirectory} from './places.ts'

/** The includes that mean a file, from its side. */
export interface IncludedBy {
  /** Those that name it; the first few. */
  named: IncludeEdge[]
  /** How many name it. */
  count: number
  /** The first that means it as one of several. */
  set: IncludeEdge | undefined
}

/** Includes that are remembered of one file: enough to show, and to look at who includes it. */
const MOST = 8

/** A set of almost all of the site's files says nothing of any of them; in a small site so many may be meant. */
const MOST_OF_A_SET = 50
const ALMOST_ALL = 0.9

const known = new WeakMap<IncludeGraph, Map<PagePath, IncludedBy>>()

/** Who includes each file of a site, but for tests; made once for a graph. */
export function includedBy(graph: IncludeGraph): ReadonlyMap<PagePath, IncludedBy> {
  const before = known.get(graph)
  if (before) return before
  const found = new Map<PagePath, IncludedBy>()
  for (const [from, edges] of graph) {
    if (edges.length === 0 || testDirectory(from) !== undefined) continue
    for (const edge of edges) {
      if (edge.how === 'set' && edge.targets.length > Math.max(MOST_OF_A_SET, graph.size * ALMOST_ALL)) continue
      for (const target of edge.targets) {
        let of = found.get(target)
        if (!of) {
          of = {named: [], count: 0, set: undefined}
          found.set(target, of)
        }
        if (edge.how === 'set') of.set ??= edge
        else if (of.count++ < MOST) of.named.push(edge)
      }
    }
  }
  known.set(graph, found)
  return found
}
