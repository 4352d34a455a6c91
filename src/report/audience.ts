/** Which visitors a canary is for, in words. */
import type {Canary} from '../ledger/types.ts'

/** `cookie ts=1, 5 % of visitors`. */
export function audienceText({cookie, header, percent}: Canary): string {
  return [
    ...(cookie === undefined ? [] : [`cookie ${cookie}=1`]),
    ...(header === undefined ? [] : [`header ${header}: 1`]),
    ...(percent === undefined ? [] : [`${percent} % of visitors`]),
  ].join(', ')
}
