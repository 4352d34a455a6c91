/** Text as the bytes PHP sees, one character per byte, so that text functions can count, cut and search bytes. */
import {type Charset, decodeText, encodeText} from './charset.ts'

/** The bytes of a text, one character (U+0000 to U+00FF) per byte. */
export function bytesOf(text: string, charset: Charset = 'utf-8'): string {
  return isAscii(text) ? text : decodeText(encodeText(text, charset), 'iso-8859-1')
}

/** The text of bytes given one character per byte. */
export function textOf(bytes: string, charset: Charset = 'utf-8'): string {
  return isAscii(bytes) ? bytes : decodeText(encodeText(bytes, 'iso-8859-1'), charset)
}

/** Whether a text has only characters that are one byte, the same in every charset. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** The order of two byte strings as `memcmp` has it: -1, 0 or 1. */
export function compareBytes(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

/** `A` to `Z` in lower case, nothing else: PHP 8.2 has no locale. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
