/** PHP's conversions between scalar types, exact for PHP 8. */
import {isPhpArray, type PhpArray} from './array.ts'
import {formatFloat, isPhpFloat, type PhpFloat} from './float.ts'
import {numericPrefix} from './numeric-string.ts'

/**
 * What a PHP value can be here: an input (`undefined` when missing, a string, a nested array), a session value, or a
 * plain JavaScript value. An integral number stands for PHP's int, any other for a float; `float(1)` for PHP's `1.0`.
 */
export type PhpValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | PhpFloat
  | PhpArray<unknown>
  | readonly unknown[]

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

/** PHP's name of a value's type. */
export type PhpKind = 'null' | 'bool' | 'int' | 'float' | 'string' | 'array'

/** The type PHP would have for a value. */
export function kindOf(value: PhpValue): PhpKind {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'float'
    case 'bigint':
      return 'int'
    case 'boolean':
      return 'bool'
    default:
      if (value === undefined || value === null) return 'null'
      return isPhpFloat(value) ? 'float' : 'array'
  }
}

/** Whether a value is a plain list, which stands for an array with the keys 0, 1, 2 …. */
export function isList(value: PhpValue): value is readonly unknown[] {
  return Array.isArray(value)
}

/**
 * `(int) $value`: `'12abc'` is 12, `'1e3'` 1000, `' 7'` 7, `'abc'` 0, `null` 0, a non-empty array 1. As in PHP a
 * string beyond 64 bits gives the largest integer, one beyond the floats (`'1e1000'`) 0. Beyond 2^53 a JavaScript number is the nearest it has.
 */
export function toInt(value: PhpValue): number {
  switch (typeof value) {
    case 'number':
      return intOfFloat(value)
    case 'string':
      return intOfString(value)
    case 'boolean':
      return value ? 1 : 0
    case 'bigint':
      return Number(value)
    default:
      return isPhpFloat(value) ? intOfFloat(value.value) : Number(toBool(value))
  }
}

/** `(float) $value`. */
export function toFloat(value: PhpValue): number {
  switch (typeof value) {
    case 'number':
      return value
    case 'string':
      return Number(numericPrefix(value)?.text ?? 0)
    case 'bigint':
      return Number(value)
    default:
      return isPhpFloat(value) ? value.value : Number(toBool(value))
  }
}

/** `(string) $value`: `null`, `false` and a missing input are `''`, `true` is `'1'`, an array is `'Array'`. */
export function toText(value: PhpValue): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      // An integral number stands for an int, and an int has no negative zero.
      return Number.isSafeInteger(value) ? String(value + 0) : formatFloat(value)
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? '1' : ''
    default:
      if (value === undefined || value === null) return ''
      return isPhpFloat(value) ? formatFloat(value.value) : 'Array'
  }
}

/** `(bool) $value`: `''`, `'0'`, 0, `0.0`, `null`, a missing input and the empty array are false. */
export function toBool(value: PhpValue): boolean {
  if (value === '0' || value === undefined || value === null) return false
  if (typeof value !== 'object') return Number.isNaN(value) || Boolean(value)
  if (isPhpFloat(value)) return value.value !== 0
  return isPhpArray(value) ? value.size > 0 : value.length > 0
}

/** `empty($value)`. */
export function isEmpty(value: PhpValue): boolean {
  return !toBool(value)
}

function intOfString(text: string): number {
  const number = Number(text)
  return Number.isSafeInteger(number) && /^[0-9]+$/.test(text) ? number : Number(int64OfText(text))
}

/** `(int) $text` with all its 64 bits. */
export function int64OfText(text: string): bigint {
  const prefix = numericPrefix(text)
  if (prefix === undefined) return 0n
  if (prefix.isInteger) return saturate(BigInt(prefix.text.replace('+', '')))
  const float = Number(prefix.text)
  return Number.isFinite(float) ? saturate(BigInt(Math.trunc(float))) : 0n
}

function saturate(integer: bigint): bigint {
  return integer > INT64_MAX ? INT64_MAX : integer < INT64_MIN ? INT64_MIN : integer
}

/** A float beyond 64 bits wraps around (zend_dval_to_lval); infinity and NaN are 0. */
function intOfFloat(float: number): number {
  if (!Number.isFinite(float)) return 0
  const integer = Math.trunc(float)
  return Number.isSafeInteger(integer) ? integer + 0 : Number(BigInt.asIntN(64, BigInt(integer)))
}
