/** Files whose includes are named from another directory than their own: PHP finds them only for pages that lie there. */
import type {IncludeEdge, IncludeUse, SiteFacts} from '../types.ts'

/** Functions that change where PHP looks for includes. */
export const MOVING: ReadonlySet<string> = new Set(['chdir', 'set_include_path', 'ini_set', 'ini_alter'])

/**
 * The first include of a file that, unless it calls one of {@link MOVING}, can't find any of what it includes when it is requested: plain names, which PHP looks
 * for in the directory of the requested page and of the including file (PHP manual, "include"), and they lie elsewhere.
 *
 * @param edges of the file, resolved
 */
export function namedFromElsewhere(
  {includes}: Pick<SiteFacts, 'includes'>,
  edges: readonly IncludeEdge[],
): IncludeUse | undefined {
  let found: IncludeUse | undefined
  for (const use of includes) {
    if (use.inside !== undefined) continue
    if (use.target?.base !== 'include-path' || use.target.path.startsWith('.')) return undefined
    const edge = edges.find(({line, text}) => line === use.line && text === use.text)
    if (edge?.how === 'include-path') found ??= use
    else if (edge?.how !== 'absent') return undefined
  }
  return found
}
