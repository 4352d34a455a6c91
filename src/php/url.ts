/** URL encoding as PHP does it, byte by byte. */
import {bytesOf, textOf} from './byte-string.ts'
import {type Charset, encodeText} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

/** `urlencode($text)`: a space becomes `+`. */
export function urlencode(text: PhpValue, charset: Charset = 'utf-8'): string {
  return escapeBytes(textParameter(text), /[A-Za-z0-9_.-]/, charset).replaceAll('%20', '+')
}

/** `rawurlencode($text)` (RFC 3986): a space becomes `%20`. */
export function rawurlencode(text: PhpValue, charset: Charset = 'utf-8'): string {
  return escapeBytes(textParameter(text), /[A-Za-z0-9_.~-]/, charset)
}

/** `urldecode($text)`: `+` is a space; a `%` without two hexadecimal digits stays. */
export function urldecode(text: PhpValue, charset: Charset = 'utf-8'): string {
  return rawurldecode(textParameter(text).replaceAll('+', ' '), charset)
}

/** `rawurldecode($text)`: `+` stays. */
export function rawurldecode(text: PhpValue, charset: Charset = 'utf-8'): string {
  const string = textParameter(text)
  return string.includes('%') ? textOf(decodePercent(bytesOf(string, charset)), charset) : string
}

/**
 * Percent-decodes text that holds one byte per character, as a request comes in; so does the result.
 */
export function decodePercent(bytes: string): string {
  if (!bytes.includes('%')) return bytes
  return bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

function escapeBytes(text: string, kept: RegExp, charset: Charset): string {
  let escaped = ''
  for (const byte of encodeText(text, charset)) {
    const character = String.fromCharCode(byte)
    escaped += byte < 0x80 && kept.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return escaped
}
