/** String functions that count bytes or know only ASCII letters, as PHP's do. */
import {bytesOf, isAscii, lowerAscii, textOf} from './byte-string.ts'
import {type Charset, decodeText, encodeText} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {boolParameter, intParameter, textParameter} from './parameter.ts'
import {byteSet} from './trim.ts'

/** `strlen($text)`: bytes, not characters. */
export function strlen(text: PhpValue, charset: Charset = 'utf-8'): number {
  const string = textParameter(text)
  return isAscii(string) ? string.length : encodeText(string, charset).length
}

/**
 * `substr($text, $offset, $length)`, in bytes: half a character can remain, and is written out as PHP would. Out of
 * range gives `''`, as in PHP 8.
 */
export function substr(text: PhpValue, offset: PhpValue, length?: PhpValue, charset: Charset = 'utf-8'): string {
  const string = textParameter(text)
  const size = length === undefined || length === null ? undefined : intParameter(length)
  if (isAscii(string)) return string.slice(...byteRange(string.length, intParameter(offset), size))
  const bytes = encodeText(string, charset)
  return decodeText(bytes.subarray(...byteRange(bytes.length, intParameter(offset), size)), charset)
}

/** Start and end of `substr`, both within the length. */
export function byteRange(size: number, offset: number, length: number | undefined): [number, number] {
  const start = offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size)
  if (length === undefined) return [start, size]
  const end = length < 0 ? Math.max(start, size + length) : Math.min(size, start + length)
  return [start, end]
}

/** `nl2br($text)`: `<br />` before every line end, which stays. */
export function nl2br(text: PhpValue, useXhtml: PhpValue = true): string {
  return textParameter(text).replace(/\r\n|\n\r|\n|\r/g, boolParameter(useXhtml) ? '<br />$&' : '<br>$&')
}

/** `strtolower($text)`: ASCII letters only, as of PHP 8.2. */
export function strtolower(text: PhpValue): string {
  return lowerAscii(textParameter(text))
}

/** `strtoupper($text)`: ASCII letters only, as of PHP 8.2. */
export function strtoupper(text: PhpValue): string {
  return textParameter(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

/** `ucfirst($text)`: an ASCII letter only. */
export function ucfirst(text: PhpValue): string {
  return textParameter(text).replace(/^[a-z]/, (letter) => letter.toUpperCase())
}

/** `lcfirst($text)`: an ASCII letter only. */
export function lcfirst(text: PhpValue): string {
  return textParameter(text).replace(/^[A-Z]/, (letter) => letter.toLowerCase())
}

/** `ucwords($text, $separators)`: the ASCII letters at the start and after a separator. */
export function ucwords(text: PhpValue, separators: PhpValue = ' \t\r\n\f\v'): string {
  const after = byteSet(bytesOf(textParameter(separators)))
  let words = ''
  let isStart = true
  for (const byte of bytesOf(textParameter(text))) {
    words += isStart && /[a-z]/.test(byte) ? byte.toUpperCase() : byte
    // PHP looks at the letter it has already raised.
    isStart = after.has(words.charCodeAt(words.length - 1))
  }
  return textOf(words)
}

/** `strrev($text)`: the bytes in the other order. */
export function strrev(text: PhpValue, charset: Charset = 'utf-8'): string {
  return textOf([...bytesOf(textParameter(text), charset)].reverse().join(''), charset)
}

/** `chr($code)`: one byte, the code modulo 256. */
export function chr(code: PhpValue, charset: Charset = 'utf-8'): string {
  return textOf(String.fromCharCode(Number(BigInt.asUintN(8, BigInt(intParameter(code))))), charset)
}

/** `ord($text)`: the first byte, 0 for an empty text. */
export function ord(text: PhpValue, charset: Charset = 'utf-8'): number {
  return bytesOf(textParameter(text), charset).charCodeAt(0) || 0
}

/** `str_split($text, $length)`: pieces of so many bytes. Throws a RangeError for a length below 1. */
export function str_split(text: PhpValue, length: PhpValue = 1, charset: Charset = 'utf-8'): string[] {
  const bytes = bytesOf(textParameter(text), charset)
  const size = intParameter(length)
  if (size < 1) throw new RangeError('str_split(): the length must be greater than 0')
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(textOf(bytes.slice(at, at + size), charset))
  // As of PHP 8.2 an empty text gives no piece.
  return pieces
}
