/** PHP's array keys: a string that is a decimal integer is an integer key. */

/**
 * A key as PHP normalised it. Integer keys are numbers; those beyond 2^53 stay decimal text, which no string key of
 * PHP can equal, so nothing is lost.
 */
export type PhpKey = number | string

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)
const DECIMAL = /^(?:0|-?[1-9][0-9]{0,18})$/

/** The key PHP uses for a string or number: `'12'` is `12`, `'012'`, `'-0'` and `'1.0'` stay text, `1.7` is `1`. */
export function normaliseKey(key: PhpKey): PhpKey {
  if (typeof key === 'number') {
    const integer = Math.trunc(key)
    return Number.isSafeInteger(integer) ? integer + 0 : BigInt.asIntN(64, BigInt(integer)).toString()
  }
  const first = key.charCodeAt(0)
  const maybeInteger = key.length <= 20 && ((first >= 48 && first <= 57) || first === 45)
  if (!maybeInteger || !DECIMAL.test(key)) return key
  const number = Number(key)
  return Number.isSafeInteger(number) ? number : key
}

/** The integer behind a normalised key, or `undefined` for a string key. */
export function integerOfKey(key: PhpKey): number | bigint | undefined {
  if (typeof key === 'number') return key
  if (key.length < 16 || !DECIMAL.test(key)) return undefined
  const integer = BigInt(key)
  return integer >= INT64_MIN && integer <= INT64_MAX ? integer : undefined
}

/** The key `$array[] = …` uses after the largest integer key `integer`; `undefined` when there is none left. */
export function keyAfter(integer: number | bigint): number | bigint | undefined {
  if (typeof integer === 'number' && integer < Number.MAX_SAFE_INTEGER) return integer + 1
  const next = BigInt(integer) + 1n
  return next > INT64_MAX ? undefined : next
}
