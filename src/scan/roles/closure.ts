import type {PagePath} from '../../page.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import type {SiteFacts} from '../types.ts'
import {isAtTop} from './top-level.ts'

/** A file and those that it can include; `undefined` when the top level of one includes what is not known. */
export function knownClosure(
  path: PagePath,
  facts: ReadonlyMap<PagePath, SiteFacts>,
  graph: IncludeGraph,
): ReadonlySet<PagePath> | undefined {
  const found = new Set([path])
  for (const file of found) {
    for (const edge of graph.get(file) ?? []) {
      const isUnknown = edge.how === 'absent' || edge.how === 'dynamic'
      const own = isUnknown ? facts.get(file) : undefined
      if (own && isAtTop(own, edge)) return undefined
      for (const target of edge.targets) found.add(target)
    }
  }
  return found
}
