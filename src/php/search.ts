/** Functions that look for one text in another: PHP counts bytes, and `false` means not found. */
import {bytesOf, lowerAscii, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {boolParameter, intParameter, textParameter} from './parameter.ts'

/** `strpos($haystack, $needle, $offset)`. Throws a RangeError for an offset outside the text, as PHP throws. */
export function strpos(
  haystack: PhpValue,
  needle: PhpValue,
  offset: PhpValue = 0,
  charset: Charset = 'utf-8',
): number | false {
  return first(bytesOf(textParameter(haystack), charset), bytesOf(textParameter(needle), charset), offset)
}

/** `stripos(…)`: as {@link strpos}, ASCII letters in either case. */
export function stripos(
  haystack: PhpValue,
  needle: PhpValue,
  offset: PhpValue = 0,
  charset: Charset = 'utf-8',
): number | false {
  return first(folded(haystack, charset), folded(needle, charset), offset)
}

/** `strrpos($haystack, $needle, $offset)`: the last place. A negative offset says how far from the end it may begin. */
export function strrpos(
  haystack: PhpValue,
  needle: PhpValue,
  offset: PhpValue = 0,
  charset: Charset = 'utf-8',
): number | false {
  return last(bytesOf(textParameter(haystack), charset), bytesOf(textParameter(needle), charset), offset)
}

/** `strripos(…)`: as {@link strrpos}, ASCII letters in either case. */
export function strripos(
  haystack: PhpValue,
  needle: PhpValue,
  offset: PhpValue = 0,
  charset: Charset = 'utf-8',
): number | false {
  const wanted = folded(needle, charset)
  const at = last(folded(haystack, charset), wanted, offset)
  // PHP compares a single byte as a signed one with an unsigned one.
  return wanted.length === 1 && wanted > '\x7f' ? false : at
}

/** `strstr($haystack, $needle, $beforeNeedle)`: the text from the needle on, or up to it. */
export function strstr(haystack: PhpValue, needle: PhpValue, beforeNeedle: PhpValue = false): string | false {
  const bytes = bytesOf(textParameter(haystack))
  return splitAt(bytes, bytes.indexOf(bytesOf(textParameter(needle))), beforeNeedle)
}

/** `stristr(…)`: as {@link strstr}, ASCII letters in either case. */
export function stristr(haystack: PhpValue, needle: PhpValue, beforeNeedle: PhpValue = false): string | false {
  const at = folded(haystack).indexOf(folded(needle))
  return splitAt(bytesOf(textParameter(haystack)), at, beforeNeedle)
}

/** `strrchr($haystack, $needle)`: the text from the last place of the needle's first byte on. */
export function strrchr(haystack: PhpValue, needle: PhpValue): string | false {
  const bytes = bytesOf(textParameter(haystack))
  return splitAt(bytes, bytes.lastIndexOf(bytesOf(textParameter(needle)).charAt(0) || '\0'), false)
}

/** `substr_count($haystack, $needle, $offset, $length)`. Throws a RangeError for an empty needle or what is outside. */
export function substr_count(
  haystack: PhpValue,
  needle: PhpValue,
  offset: PhpValue = 0,
  length: PhpValue = null,
  charset: Charset = 'utf-8',
): number {
  const bytes = bytesOf(textParameter(haystack), charset)
  const wanted = bytesOf(textParameter(needle), charset)
  const begin = intParameter(offset)
  const size = length === null ? undefined : intParameter(length)
  if (wanted === '') throw new RangeError('substr_count(): the needle cannot be empty')
  const start = offsetIn(bytes, begin)
  const rest = bytes.length - start
  const taken = size === undefined ? rest : size < 0 ? rest + size : size
  if (taken < 0 || taken > rest) throw new RangeError('substr_count(): the length must be contained in the text')
  return bytes.slice(start, start + taken).split(wanted).length - 1
}

/** `str_contains($haystack, $needle)`. */
export function str_contains(haystack: PhpValue, needle: PhpValue): boolean {
  return bytesOf(textParameter(haystack)).includes(bytesOf(textParameter(needle)))
}

/** `str_starts_with($haystack, $needle)`. */
export function str_starts_with(haystack: PhpValue, needle: PhpValue): boolean {
  return bytesOf(textParameter(haystack)).startsWith(bytesOf(textParameter(needle)))
}

/** `str_ends_with($haystack, $needle)`. */
export function str_ends_with(haystack: PhpValue, needle: PhpValue): boolean {
  return bytesOf(textParameter(haystack)).endsWith(bytesOf(textParameter(needle)))
}

function folded(text: PhpValue, charset: Charset = 'utf-8'): string {
  return lowerAscii(bytesOf(textParameter(text), charset))
}

function first(bytes: string, needle: string, offset: PhpValue): number | false {
  const at = bytes.indexOf(needle, offsetIn(bytes, intParameter(offset)))
  return at < 0 ? false : at
}

function last(bytes: string, needle: string, offset: PhpValue): number | false {
  const start = intParameter(offset)
  offsetIn(bytes, start)
  const at = bytes.lastIndexOf(needle, start < 0 ? bytes.length + start : bytes.length)
  return at < 0 || at < start ? false : at
}

function offsetIn(bytes: string, offset: number): number {
  const start = offset < 0 ? bytes.length + offset : offset
  if (start < 0 || start > bytes.length) throw new RangeError('The offset must be contained in the text')
  return start
}

function splitAt(bytes: string, at: number, before: PhpValue): string | false {
  const wantsBefore = boolParameter(before)
  if (at < 0) return false
  return textOf(wantsBefore ? bytes.slice(0, at) : bytes.slice(at))
}
