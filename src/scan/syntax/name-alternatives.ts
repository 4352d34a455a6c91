/** Parts of a name that has one of several values. */
import type {NamePart} from '../types.ts'

export const UNKNOWN: NamePart[] = [{unknown: true}]

/** Values that are kept apart, at most: of more, nothing is known. */
const MOST = 300

/** A name that is one of several. What the request gives may be any of them. */
export function either(alternatives: readonly NamePart[][]): NamePart[] {
  const all = alternatives.flatMap((parts) => {
    const [only] = parts
    return only && parts.length === 1 && 'either' in only ? only.either : [parts]
  })
  const [first] = all
  if (!first) return UNKNOWN
  if (all.length === 1) return first
  const given = all.find(([part, ...more]) => part && 'unknown' in part && part.input !== undefined && !more.length)
  if (given) return given
  const isKnown = all.length <= MOST && all.some((parts) => parts.some((part) => !('unknown' in part)))
  return isKnown ? [{either: all}] : UNKNOWN
}
