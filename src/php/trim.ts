/** `trim` and its like, with PHP's lists of characters. */
import {bytesOf, isAscii, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

const WHITE_SPACE = ' \n\r\t\v\0'

/** `trim($text, $characters)`; the characters are bytes and may contain ranges (`a..z`). */
export function trim(text: PhpValue, characters: PhpValue = WHITE_SPACE, charset: Charset = 'utf-8'): string {
  return strip(text, characters, charset, true, true)
}

/** `ltrim($text, $characters)`. */
export function ltrim(text: PhpValue, characters: PhpValue = WHITE_SPACE, charset: Charset = 'utf-8'): string {
  return strip(text, characters, charset, true, false)
}

/** `rtrim($text, $characters)`. */
export function rtrim(text: PhpValue, characters: PhpValue = WHITE_SPACE, charset: Charset = 'utf-8'): string {
  return strip(text, characters, charset, false, true)
}

function strip(text: PhpValue, characters: PhpValue, charset: Charset, left: boolean, right: boolean): string {
  const string = textParameter(text)
  const list = textParameter(characters)
  const set = byteSet(bytesOf(list, charset))
  const asBytes = !isAscii(list)
  const bytes = asBytes ? bytesOf(string, charset) : string
  let start = 0
  let end = bytes.length
  while (left && start < end && set.has(bytes.charCodeAt(start))) start++
  while (right && end > start && set.has(bytes.charCodeAt(end - 1))) end--
  const rest = bytes.slice(start, end)
  return asBytes ? textOf(rest, charset) : rest
}

/** The bytes of one of PHP's lists of characters, with its ranges. */
export function byteSet(characters: string): Set<number> {
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
