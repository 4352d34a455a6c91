/** URL encoding as PHP does it, byte by byte. */
import {type Charset, decodeText, encodeText} from './charset.ts'

/** `urlencode($text)`: a space becomes `+`. */
export function urlencode(text: string, charset: Charset = 'utf-8'): string {
  return escapeBytes(text, /[A-Za-z0-9_.-]/, charset).replaceAll('%20', '+')
}

/** `rawurlencode($text)` (RFC 3986): a space becomes `%20`. */
export function rawurlencode(text: string, charset: Charset = 'utf-8'): string {
  return escapeBytes(text, /[A-Za-z0-9_.~-]/, charset)
}

/** `urldecode($text)`: `+` is a space; a `%` without two hexadecimal digits stays. */
export function urldecode(text: string, charset: Charset = 'utf-8'): string {
  return rawurldecode(text.replaceAll('+', ' '), charset)
}

/** `rawurldecode($text)`: `+` stays. */
export function rawurldecode(text: string, charset: Charset = 'utf-8'): string {
  if (!text.includes('%')) return text
  return decodeText(latin1Bytes(decodePercent(binary(text, charset))), charset)
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

function binary(text: string, charset: Charset): string {
  return decodeText(encodeText(text, charset), 'iso-8859-1')
}

function latin1Bytes(bytes: string): Uint8Array {
  return encodeText(bytes, 'iso-8859-1')
}
