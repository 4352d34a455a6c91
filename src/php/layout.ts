/** Functions that repeat, pad and wrap text, counting bytes. */
import {bytesOf, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {boolParameter, intParameter, textParameter} from './parameter.ts'

export const STR_PAD_LEFT = 0
export const STR_PAD_RIGHT = 1
export const STR_PAD_BOTH = 2

/** `str_repeat($text, $times)`. Throws a RangeError for less than 0 times. */
export function str_repeat(text: PhpValue, times: PhpValue): string {
  const string = textParameter(text)
  const count = intParameter(times)
  if (count < 0) throw new RangeError('str_repeat(): the number of times must not be negative')
  // Pieces of a character may join to a whole one.
  return textOf(bytesOf(string).repeat(count))
}

/** `str_pad($text, $length, $padding, $type)`, to so many bytes. Throws a RangeError for no padding or type. */
export function str_pad(
  text: PhpValue,
  length: PhpValue,
  padding: PhpValue = ' ',
  type: PhpValue = STR_PAD_RIGHT,
  charset: Charset = 'utf-8',
): string {
  const bytes = bytesOf(textParameter(text), charset)
  const missing = intParameter(length) - bytes.length
  const pad = bytesOf(textParameter(padding), charset)
  const side = intParameter(type)
  if (missing <= 0) return textOf(bytes, charset)
  if (pad === '') throw new RangeError('str_pad(): the padding must not be empty')
  if (![STR_PAD_LEFT, STR_PAD_RIGHT, STR_PAD_BOTH].includes(side)) {
    throw new RangeError('str_pad(): the type must be STR_PAD_LEFT, STR_PAD_RIGHT or STR_PAD_BOTH')
  }
  const left = side === STR_PAD_LEFT ? missing : side === STR_PAD_BOTH ? Math.floor(missing / 2) : 0
  const fill = (size: number): string => pad.repeat(Math.ceil(size / pad.length)).slice(0, size)
  return textOf(fill(left) + bytes + fill(missing - left), charset)
}

/**
 * `wordwrap($text, $width, $break, $cut)`, counting bytes. Throws a RangeError for an empty break and for a width of 0
 * with `$cut`.
 */
export function wordwrap(
  text: PhpValue,
  width: PhpValue = 75,
  lineBreak: PhpValue = '\n',
  cut: PhpValue = false,
  charset: Charset = 'utf-8',
): string {
  const bytes = bytesOf(textParameter(text), charset)
  const size = intParameter(width)
  const separator = bytesOf(textParameter(lineBreak), charset)
  const cutsWords = boolParameter(cut)
  if (bytes === '') return ''
  if (separator === '') throw new RangeError('wordwrap(): the break cannot be empty')
  if (size === 0 && cutsWords) throw new RangeError('wordwrap(): a width of 0 cannot cut words')
  const wrapped = separator.length === 1 && !cutsWords ? wrapInPlace : wrap
  return textOf(wrapped(bytes, size, separator, cutsWords), charset)
}

/** With a break of one byte PHP replaces spaces where they stand. */
function wrapInPlace(bytes: string, width: number, separator: string): string {
  const wrapped = [...bytes]
  let lineStart = 0
  let lastSpace = 0
  for (let at = 0; at < bytes.length; at++) {
    const isLong = at - lineStart >= width
    if (bytes[at] === separator) {
      lineStart = lastSpace = at + 1
    } else if (bytes[at] === ' ') {
      if (isLong) {
        wrapped[at] = separator
        lineStart = at + 1
      }
      lastSpace = at
    } else if (isLong && lineStart !== lastSpace) {
      wrapped[lastSpace] = separator
      lineStart = lastSpace + 1
    }
  }
  return wrapped.join('')
}

function wrap(bytes: string, width: number, separator: string, cutsWords: boolean): string {
  let wrapped = ''
  let lineStart = 0
  let lastSpace = 0
  let at = 0
  for (; at < bytes.length; at++) {
    const isLong = at - lineStart >= width
    // A break that ends the text is not seen as one.
    if (bytes.startsWith(separator, at) && at + separator.length < bytes.length) {
      wrapped += bytes.slice(lineStart, at + separator.length)
      at += separator.length - 1
      lineStart = lastSpace = at + 1
    } else if (bytes[at] === ' ') {
      if (isLong) {
        wrapped += bytes.slice(lineStart, at) + separator
        lineStart = at + 1
      }
      lastSpace = at
    } else if (isLong && cutsWords && lineStart >= lastSpace) {
      wrapped += bytes.slice(lineStart, at) + separator
      lineStart = lastSpace = at
    } else if (isLong && lineStart < lastSpace) {
      wrapped += bytes.slice(lineStart, lastSpace) + separator
      lineStart = lastSpace = lastSpace + 1
    }
  }
  return wrapped + bytes.slice(lineStart, at)
}
