/** Whether what a page includes is a page itself, that requests are handed on to. */
import type {PagePath} from '../../page.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import type {IncludeEdge, SiteFacts} from '../types.ts'
import type {IncludedBy} from './included-by.ts'
import {forwards} from './top-level.ts'

/** Whether all that those who include a file by name do is to include files, and it is the last of them. */
export function isForwardedTo(
  by: IncludedBy | undefined,
  facts: ReadonlyMap<PagePath, SiteFacts>,
  graph: IncludeGraph,
): boolean {
  if (!by || by.count === 0) return false
  return by.named.every(
    ({from, targets: [target]}) => forwards(facts.get(from)) && graph.get(from)?.at(-1)?.targets[0] === target,
  )
}

/** Files between one and the beginning that it includes. */
const DEEPEST = 1

/**
 * Whether one page includes a file that begins as pages do, and that page, or who includes it, has included
 * `beginning` already: so the file begins for the sake of being requested itself. What several pages include may begin
 * to be on the safe side.
 */
export function isIncludedBefore(
  beginning: PagePath,
  path: PagePath,
  by: IncludedBy,
  facts: ReadonlyMap<PagePath, SiteFacts>,
  graph: IncludeGraph,
  included: ReadonlyMap<PagePath, IncludedBy>,
): boolean {
  const includes = (file: PagePath, level = 0): boolean =>
    file !== path &&
    (graph.get(file)?.some(({how, targets: [target]}) => {
      if (target === undefined || how === 'set') return false
      return target === beginning || (level < DEEPEST && includes(target, level + 1))
    }) ??
      false)
  const pages = by.named.filter(({from}) => facts.get(from)?.commandLine?.only !== true)
  if (by.count > by.named.length || pages.length > 1) return false
  return pages.every(({from}) => includes(from) || edgesTo(included.get(from)).some((above) => includes(above.from)))
}

function edgesTo(by: IncludedBy | undefined): IncludeEdge[] {
  return [...(by?.named ?? []), ...(by?.set ? [by.set] : [])]
}
