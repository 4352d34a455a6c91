/** Base64 and hexadecimal (manual, "base64_encode", "bin2hex"). */
import {bytesOf, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {boolParameter, textParameter} from './parameter.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** `base64_encode($text)`. */
export function base64_encode(text: PhpValue, charset: Charset = 'utf-8'): string {
  return btoa(bytesOf(textParameter(text), charset))
}

/** `base64_decode($text, $strict)`: what is no digit is skipped, or with `$strict` makes the result `false`. */
export function base64_decode(text: PhpValue, strict: PhpValue = false, charset: Charset = 'utf-8'): string | false {
  const string = textParameter(text)
  const isStrict = boolParameter(strict)
  let bytes = ''
  let bits = 0
  let digits = 0
  let padding = 0
  for (const character of string) {
    if (character === '=') {
      padding++
      continue
    }
    const digit = DIGITS.indexOf(character)
    if (digit < 0) {
      if (isStrict && !' \n\t\r'.includes(character)) return false
      continue
    }
    if (isStrict && padding > 0) return false
    bits = ((bits << 6) | digit) & 0xffffff
    digits++
    if (digits % 4 !== 1) bytes += String.fromCharCode((bits >> (6 - 2 * ((digits - 1) % 4))) & 0xff)
  }
  if (isStrict && (digits % 4 === 1 || (padding > 0 && (padding > 2 || (digits + padding) % 4 !== 0)))) return false
  return textOf(bytes, charset)
}

/** `bin2hex($text)`. */
export function bin2hex(text: PhpValue, charset: Charset = 'utf-8'): string {
  return bytesOf(textParameter(text), charset).replace(/[\s\S]/g, (byte) =>
    byte.charCodeAt(0).toString(16).padStart(2, '0'),
  )
}
