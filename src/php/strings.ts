/** String functions that count bytes or know only ASCII letters, as PHP's do. */
import {type Charset, decodeText, encodeText} from './charset.ts'

/** `strlen($text)`: bytes, not characters. */
export function strlen(text: string, charset: Charset = 'utf-8'): number {
  return isAscii(text) ? text.length : encodeText(text, charset).length
}

/**
 * `substr($text, $offset, $length)`, in bytes: half a character can remain, and is written out as PHP would. Out of
 * range gives `''`, as in PHP 8.
 */
export function substr(text: string, offset: number, length?: number | null, charset: Charset = 'utf-8'): string {
  if (isAscii(text)) return text.slice(...range(text.length, offset, length))
  const bytes = encodeText(text, charset)
  return decodeText(bytes.subarray(...range(bytes.length, offset, length)), charset)
}

/** `trim($text, $characters)`; the characters are ASCII and may contain ranges (`a..z`). */
export function trim(text: string, characters: string = WHITE_SPACE): string {
  return rtrim(ltrim(text, characters), characters)
}

/** `ltrim($text, $characters)`. */
export function ltrim(text: string, characters: string = WHITE_SPACE): string {
  const set = characterSet(characters)
  let start = 0
  while (start < text.length && set.has(text.charCodeAt(start))) start++
  return text.slice(start)
}

/** `rtrim($text, $characters)`. */
export function rtrim(text: string, characters: string = WHITE_SPACE): string {
  const set = characterSet(characters)
  let end = text.length
  while (end > 0 && set.has(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/** `nl2br($text)`: `<br />` before every line end, which stays. */
export function nl2br(text: string): string {
  return text.replace(/\r\n|\n\r|\n|\r/g, '<br />$&')
}

/** `strtolower($text)`: ASCII letters only, as of PHP 8.2. */
export function strtolower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** `strtoupper($text)`: ASCII letters only, as of PHP 8.2. */
export function strtoupper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

/** `ucfirst($text)`: an ASCII letter only. */
export function ucfirst(text: string): string {
  return strtoupper(text.slice(0, 1)) + text.slice(1)
}

const WHITE_SPACE = ' \n\r\t\v\0'

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** Start and end of `substr`, both within the length. */
function range(size: number, offset: number, length: number | null | undefined): [number, number] {
  const start = offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size)
  if (length === undefined || length === null) return [start, size]
  const end = length < 0 ? Math.max(start, size + length) : Math.min(size, start + length)
  return [start, end]
}

function characterSet(characters: string): Set<number> {
  if (!isAscii(characters)) throw new RangeError('Only ASCII characters can be trimmed')
  const set = new Set<number>()
  for (let at = 0; at < characters.length; at++) {
    const first = characters.charCodeAt(at)
    const last = characters.slice(at + 1, at + 3) === '..' ? characters.charCodeAt(at + 3) : Number.NaN
    if (last >= first) {
      for (let code = first; code <= last; code++) set.add(code)
      at += 3
    } else {
      set.add(first)
    }
  }
  return set
}
