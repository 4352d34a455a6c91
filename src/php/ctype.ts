/** The `ctype_` functions in the C locale. An int stands for one byte, or, beyond a byte, for its digits. */
import type {PhpValue} from './convert.ts'

/** `ctype_digit($text)`. */
export function ctype_digit(text: PhpValue): boolean {
  return consistsOf(text, /^[0-9]+$/)
}

/** `ctype_alpha($text)`. */
export function ctype_alpha(text: PhpValue): boolean {
  return consistsOf(text, /^[A-Za-z]+$/)
}

/** `ctype_alnum($text)`. */
export function ctype_alnum(text: PhpValue): boolean {
  return consistsOf(text, /^[A-Za-z0-9]+$/)
}

/** `ctype_upper($text)`. */
export function ctype_upper(text: PhpValue): boolean {
  return consistsOf(text, /^[A-Z]+$/)
}

/** `ctype_lower($text)`. */
export function ctype_lower(text: PhpValue): boolean {
  return consistsOf(text, /^[a-z]+$/)
}

/** `ctype_xdigit($text)`. */
export function ctype_xdigit(text: PhpValue): boolean {
  return consistsOf(text, /^[0-9A-Fa-f]+$/)
}

/** `ctype_space($text)`. */
export function ctype_space(text: PhpValue): boolean {
  return consistsOf(text, /^[ \t\n\r\v\f]+$/)
}

/** `ctype_punct($text)`. */
export function ctype_punct(text: PhpValue): boolean {
  return consistsOf(text, /^[!-/:-@[-`{-~]+$/)
}

function consistsOf(text: PhpValue, pattern: RegExp): boolean {
  if (typeof text === 'string') return pattern.test(text)
  if ((typeof text !== 'number' && typeof text !== 'bigint') || !Number.isSafeInteger(Number(text))) return false
  const code = Number(text)
  if (code >= -128 && code <= 255) return pattern.test(String.fromCharCode(code < 0 ? code + 256 : code))
  return pattern.test(String(code))
}
