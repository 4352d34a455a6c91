/** Integers in other bases. */
import {type PhpValue, toInt} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'

/**
 * `intval($value, $base)`: text in base 2 to 36; base 0 reads `0x`, `0b` and `0`. Throws a RangeError for other bases and for
 * numbers beyond 2^53.
 */
export function intval(value: PhpValue, base: PhpValue = 10): number {
  const radix = intParameter(base)
  if (typeof value !== 'string' || radix === 10) return toInt(value)
  if (radix !== 0 && (radix < 2 || radix > 36)) throw new RangeError('intval() in this base is not supported')
  const [, sign = '', rest = ''] = /^[ \t\n\r\v\f]*([+-]?)([\s\S]*)$/.exec(value) ?? []
  if (/^[ \t\n\r\v\f]*[+-]?0b(?![01])|^[ \t\n\r\v\f]+[+-]?0b/i.test(value) && (radix === 0 || radix === 2)) {
    throw new RangeError('intval(): 0b without digits or after spaces is not supported')
  }
  const [digits, used] = withoutPrefix(rest, radix)
  return integer(digits, used) * (sign === '-' ? -1 : 1) + 0
}

/** `hexdec($text)`: what is no digit is skipped. Throws a RangeError beyond 2^53. */
export function hexdec(text: PhpValue): number {
  return integer(textParameter(text).replace(/[^0-9a-f]/gi, ''), 16)
}

/** `bindec($text)`. */
export function bindec(text: PhpValue): number {
  return integer(textParameter(text).replace(/[^01]/g, ''), 2)
}

/** `octdec($text)`. */
export function octdec(text: PhpValue): number {
  return integer(textParameter(text).replace(/[^0-7]/g, ''), 8)
}

/** `dechex($number)`: a negative number has 64 bits. */
export function dechex(number: PhpValue): string {
  return unsigned(number).toString(16)
}

/** `decbin($number)`. */
export function decbin(number: PhpValue): string {
  return unsigned(number).toString(2)
}

/** `decoct($number)`. */
export function decoct(number: PhpValue): string {
  return unsigned(number).toString(8)
}

function withoutPrefix(digits: string, radix: number): [string, number] {
  const prefix = /^0([xb])/i.exec(digits)?.[1]?.toLowerCase()
  const named = prefix === undefined ? 0 : {x: 16, b: 2}[prefix as 'x' | 'b']
  if (named !== 0 && (radix === 0 || radix === named)) return [digits.slice(2), named]
  return [digits, radix === 0 ? (digits.startsWith('0') ? 8 : 10) : radix]
}

function integer(text: string, radix: number): number {
  let value = 0
  for (const character of text) {
    const digit = /[0-9a-z]/i.test(character) ? Number.parseInt(character, 36) : radix
    if (digit >= radix) break
    value = value * radix + digit
    if (!Number.isSafeInteger(value)) throw new RangeError('An integer beyond 2^53 is not supported')
  }
  return value
}

function unsigned(number: PhpValue): bigint {
  return BigInt.asUintN(64, typeof number === 'bigint' ? number : BigInt(intParameter(number)))
}
