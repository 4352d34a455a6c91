import type {PagePath} from '../../page.ts'
import type {IncludeEdge} from '../types.ts'
import type {IncludeGraph} from './graph.ts'

/** Every file that `file` can include by `edges`, its own, directly or not, sorted. */
export function closureOf(file: PagePath, edges: readonly IncludeEdge[], graph: IncludeGraph): PagePath[] {
  const found = new Set<PagePath>()
  const waiting = [edges]
  for (let current = waiting.pop(); current; current = waiting.pop()) {
    for (const {targets} of current) {
      for (const target of targets) {
        if (found.has(target)) continue
        found.add(target)
        waiting.push(graph.get(target) ?? [])
      }
    }
  }
  found.delete(file)
  return [...found].sort()
}
