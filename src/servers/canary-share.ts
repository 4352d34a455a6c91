/** A sticky share of visitors, told by the first digits of a hash. */

/** How many hexadecimal digits of the hash are looked at: a share is exact to 1/4096. */
const DIGITS = 3

/**
 * A regular expression for the beginning of a hexadecimal hash that matches so many of all hashes: the numbers below
 * the threshold, digit by digit.
 *
 * @param percent 1 to 100
 */
export function shareOfHashes(percent: number): string {
  const threshold = Math.round((percent / 100) * 16 ** DIGITS)
  if (threshold >= 16 ** DIGITS) return '^'
  const digits = threshold.toString(16).padStart(DIGITS, '0')
  const below = [...digits].flatMap((digit, at) => {
    const last = Number.parseInt(digit, 16) - 1
    return last < 0 ? [] : [`${digits.slice(0, at)}${digitsUpTo(last)}`]
  })
  return `^(?:${below.join('|')})`
}

function digitsUpTo(last: number): string {
  const hex = last.toString(16)
  return last === 0 ? '0' : last < 10 ? `[0-${hex}]` : last === 10 ? '[0-9a]' : `[0-9a-${hex}]`
}
