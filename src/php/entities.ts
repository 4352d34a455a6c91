/** Functions on HTML's character references, for HTML 4.01 as PHP's defaults have it. */
import {bytesOf, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {ENTITY_CHARACTERS, ENTITY_NAMES} from './entity-names.ts'
import {ENT_COMPAT, ENT_HTML5, ENT_HTML401, ENT_QUOTES, ENT_SUBSTITUTE, htmlspecialchars} from './htmlspecialchars.ts'
import {intParameter, textParameter} from './parameter.ts'

const DEFAULT_FLAGS = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401

/** `htmlentities($text, $flags)`. Throws a RangeError for HTML 5, which has 2,000 more names. */
export function htmlentities(text: PhpValue, flags: PhpValue = DEFAULT_FLAGS, charset: Charset = 'utf-8'): string {
  const escaped = htmlspecialchars(textParameter(text), onlyHtml401(flags), charset)
  return escaped.replace(/[^\0-\x7f]/g, (character) => {
    const name = ENTITY_NAMES.get(character)
    return name === undefined ? character : `&${name};`
  })
}

/** `htmlspecialchars_decode($text, $flags)`: only what {@link htmlspecialchars} escapes. Throws for HTML 5. */
export function htmlspecialchars_decode(text: PhpValue, flags: PhpValue = DEFAULT_FLAGS): string {
  const quotes = onlyHtml401(flags)
  return decode(textParameter(text), (character) => '&<>"\''.includes(character) && decodesQuote(character, quotes))
}

/**
 * `html_entity_decode($text, $flags)`: names and numbers of all characters that the charset has. Throws a RangeError for
 * HTML 5.
 */
export function html_entity_decode(
  text: PhpValue,
  flags: PhpValue = DEFAULT_FLAGS,
  charset: Charset = 'utf-8',
): string {
  const quotes = onlyHtml401(flags)
  return decode(textParameter(text), (character) => {
    const code = character.codePointAt(0) ?? 0
    if (charset === 'iso-8859-1' && code > 0xff) return false
    return isAllowed(code) && decodesQuote(character, quotes)
  })
}

function onlyHtml401(flags: PhpValue): number {
  const value = intParameter(flags)
  if ((value & ENT_HTML5) !== 0) throw new RangeError('Another document type than HTML 4.01 is not supported')
  return value
}

function decode(text: string, decodes: (character: string) => boolean): string {
  const named: ReadonlyMap<string, string> = ENTITY_CHARACTERS
  const pattern = /&(?:#([xX])([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z0-9]+));/g
  const decoded = text.replace(pattern, (reference, isHex, hex, decimal, name) => {
    const character =
      name === undefined
        ? characterOf(isHex ? Number.parseInt(hex, 16) : Number(decimal))
        : (BASIC.get(name) ?? named.get(name))
    return character !== undefined && decodes(character) ? character : reference
  })
  return textOf(bytesOf(decoded))
}

const BASIC: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
])

function characterOf(code: number): string | undefined {
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code)
}

function decodesQuote(character: string, flags: number): boolean {
  if (character === '"') return (flags & ENT_COMPAT) !== 0
  return character !== "'" || (flags & ENT_QUOTES & ~ENT_COMPAT) !== 0
}

/** What HTML 4.01 allows as a character reference. */
function isAllowed(code: number): boolean {
  return (code >= 0x20 && code <= 0x7e) || code === 0x0a || code === 0x09 || code === 0x0d || code >= 0xa0
}
