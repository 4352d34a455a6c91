/** Functions that put one text in the place of another. */
import {PhpArray} from './array.ts'
import {bytesOf, lowerAscii, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import {kindOf, type PhpValue, toText} from './convert.ts'
import {entriesParameter, intParameter, textParameter, valuesParameter} from './parameter.ts'
import {byteRange} from './strings.ts'

/** Where the number of replacements goes, PHP's fourth parameter `&$count`. */
export interface ReplacementCount {
  count: number
}

/**
 * `str_replace($search, $replace, $subject, $count)`: search and replacement are texts or arrays of texts, one after
 * the other. An array as subject gives an array with the same keys.
 */
export function str_replace(
  search: PhpValue,
  replace: PhpValue,
  subject: string | number,
  counted?: ReplacementCount,
): string
export function str_replace(
  search: PhpValue,
  replace: PhpValue,
  subject: PhpValue,
  counted?: ReplacementCount,
): string | PhpArray
export function str_replace(
  search: PhpValue,
  replace: PhpValue,
  subject: PhpValue,
  counted: ReplacementCount = {count: 0},
): string | PhpArray {
  return replaceAll(search, replace, subject, {counted, fold: (bytes) => bytes})
}

/** `str_ireplace(…)`: as {@link str_replace}, ASCII letters in either case. */
export function str_ireplace(
  search: PhpValue,
  replace: PhpValue,
  subject: string | number,
  counted?: ReplacementCount,
): string
export function str_ireplace(
  search: PhpValue,
  replace: PhpValue,
  subject: PhpValue,
  counted?: ReplacementCount,
): string | PhpArray
export function str_ireplace(
  search: PhpValue,
  replace: PhpValue,
  subject: PhpValue,
  counted: ReplacementCount = {count: 0},
): string | PhpArray {
  return replaceAll(search, replace, subject, {counted, fold: lowerAscii})
}

interface Replacing {
  counted: ReplacementCount
  /** What makes equal what counts as equal. */
  fold(bytes: string): string
}

function replaceAll(search: PhpValue, replace: PhpValue, subject: PhpValue, how: Replacing): string | PhpArray {
  const pairs = replacementPairs(search, replace)
  how.counted.count = 0
  if (kindOf(subject) !== 'array') return replaceIn(textParameter(subject), pairs, how)
  const result = PhpArray.from<PhpValue>([])
  for (const [key, value] of entriesParameter(subject)) {
    result.set(key, replaceIn(toText(value), pairs, how))
  }
  return result
}

function replacementPairs(search: PhpValue, replace: PhpValue): [string, string][] {
  if (kindOf(search) !== 'array') return [[bytesOf(textParameter(search)), bytesOf(textParameter(replace))]]
  const replacements = kindOf(replace) === 'array' ? valuesParameter(replace) : undefined
  const same = replacements === undefined ? bytesOf(textParameter(replace)) : ''
  return valuesParameter(search).map((text, index) => [
    bytesOf(toText(text)),
    replacements === undefined ? same : bytesOf(toText(replacements[index])),
  ])
}

function replaceIn(text: string, pairs: readonly [string, string][], {counted, fold}: Replacing): string {
  let bytes = bytesOf(text)
  for (const [search, replacement] of pairs) {
    if (search === '') continue
    const [haystack, needle] = [fold(bytes), fold(search)]
    const parts: string[] = []
    let end = 0
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, end)) {
      parts.push(bytes.slice(end, at), replacement)
      end = at + needle.length
      counted.count++
    }
    if (end > 0) bytes = parts.join('') + bytes.slice(end)
  }
  return textOf(bytes)
}

/**
 * `strtr($text, $pairs)` with an array: the longest key that fits wins, and what was replaced is not looked at again.
 * `strtr($text, $from, $to)` with texts: byte for byte.
 */
export function strtr(text: PhpValue, from: PhpValue, to?: PhpValue, charset: Charset = 'utf-8'): string {
  const bytes = bytesOf(textParameter(text), charset)
  if (to !== undefined && to !== null) return textOf(translateBytes(bytes, from, to, charset), charset)
  const pairs = new Map<string, string>()
  for (const [key, value] of entriesParameter(from)) {
    const search = bytesOf(String(key), charset)
    if (search !== '') pairs.set(search, bytesOf(toText(value), charset))
  }
  const lengths = [...new Set([...pairs.keys()].map((key) => key.length))].sort((left, right) => right - left)
  let result = ''
  for (let at = 0; at < bytes.length; ) {
    const length = lengths.find((candidate) => pairs.has(bytes.slice(at, at + candidate))) ?? 1
    const piece = bytes.slice(at, at + length)
    result += pairs.get(piece) ?? piece
    at += piece.length
  }
  return textOf(result, charset)
}

function translateBytes(bytes: string, from: PhpValue, to: PhpValue, charset: Charset): string {
  const [search, replacement] = [bytesOf(textParameter(from), charset), bytesOf(textParameter(to), charset)]
  const table = new Map<string, string>()
  for (let at = 0; at < Math.min(search.length, replacement.length); at++) {
    table.set(search.charAt(at), replacement.charAt(at))
  }
  return bytes.replace(/[\s\S]/g, (byte) => table.get(byte) ?? byte)
}

/** `substr_replace($text, $replace, $offset, $length)`, in bytes. Throws a RangeError for arrays. */
export function substr_replace(
  text: PhpValue,
  replace: PhpValue,
  offset: PhpValue,
  length: PhpValue = null,
  charset: Charset = 'utf-8',
): string {
  if ([text, replace, offset, length].some((value) => kindOf(value) === 'array')) {
    throw new RangeError('substr_replace() with arrays is not supported')
  }
  const bytes = bytesOf(textParameter(text), charset)
  const size = length === null ? undefined : intParameter(length)
  const [start, end] = byteRange(bytes.length, intParameter(offset), size)
  return textOf(bytes.slice(0, start) + bytesOf(textParameter(replace), charset) + bytes.slice(end), charset)
}
