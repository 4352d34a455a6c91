/** `htmlspecialchars` with PHP 8.1's defaults. */
import type {Charset} from './charset.ts'

export const ENT_HTML401 = 0
export const ENT_COMPAT = 2
export const ENT_QUOTES = 3
export const ENT_NOQUOTES = 0
export const ENT_SUBSTITUTE = 8
export const ENT_HTML5 = 48

/**
 * Escapes `&`, `<`, `>` and, by flags, quotes. As in PHP, invalid UTF-8 becomes U+FFFD with `ENT_SUBSTITUTE` and makes
 * the whole result `''` without it. Double encoding is on: `&amp;` becomes `&amp;amp;`.
 */
export function htmlspecialchars(
  text: string,
  flags: number = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401,
  charset: Charset = 'utf-8',
): string {
  let valid = text
  if (charset === 'utf-8' && !text.isWellFormed()) {
    if ((flags & ENT_SUBSTITUTE) === 0) return ''
    valid = substituteInvalid(text)
  }
  if (!/[&<>"']/.test(valid)) return valid
  return valid.replace(/[&<>"']/g, (character) => escapeCharacter(character, flags))
}

function escapeCharacter(character: string, flags: number): string {
  switch (character) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '"':
      return (flags & ENT_COMPAT) === ENT_COMPAT ? '&quot;' : character
    default:
      if ((flags & ENT_QUOTES) !== ENT_QUOTES) return character
      return (flags & ENT_HTML5) === 0 ? '&#039;' : '&apos;'
  }
}

/** Replaces runs of invalid bytes; a run can be fewer U+FFFD than bytes, as PHP skips what a lead byte promised. */
function substituteInvalid(text: string): string {
  return text.replace(/[\u{dc80}-\u{dcff}]+/gu, substituteRun).replace(/\p{Surrogate}/gu, '\ufffd')
}

function substituteRun(run: string): string {
  let substitutes = ''
  for (let at = 0; at < run.length; substitutes += '\ufffd') {
    const length = promisedLength(byteAt(run, at) ?? 0)
    let skipped = 1
    while (skipped < length && !isLead(byteAt(run, at + skipped))) skipped++
    at += skipped
  }
  return substitutes
}

/** How many bytes the sequence would have had. */
function promisedLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

/** After the run stands a valid character or the end: both stop a sequence as a lead byte does. */
function isLead(byte: number | undefined): boolean {
  return byte === undefined || (byte >= 0xc2 && byte <= 0xf4)
}

function byteAt(run: string, at: number): number | undefined {
  return at < run.length ? run.charCodeAt(at) - 0xdc00 : undefined
}
