/** `htmlspecialchars` with PHP 8.1's defaults. */
import type {Charset} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'

export const ENT_HTML401 = 0
export const ENT_COMPAT = 2
export const ENT_QUOTES = 3
export const ENT_NOQUOTES = 0
export const ENT_SUBSTITUTE = 8
export const ENT_HTML5 = 48
const KNOWN_FLAGS = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5
/** The bit that {@link ENT_QUOTES} has and {@link ENT_COMPAT} has not. */
const SINGLE_QUOTES = 1

/**
 * Escapes `&`, `<`, `>` and, by flags, quotes. As in PHP, invalid UTF-8 becomes U+FFFD with `ENT_SUBSTITUTE` and makes
 * the whole result `''` without it. Double encoding is on: `&amp;` becomes `&amp;amp;`.
 */
export function htmlspecialchars(
  text: PhpValue,
  flags: PhpValue = ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401,
  charset: Charset = 'utf-8',
): string {
  const string = textParameter(text)
  const wanted = intParameter(flags)
  const documentType = wanted & ENT_HTML5
  if ((wanted & ~KNOWN_FLAGS) !== 0 || (documentType !== 0 && documentType !== ENT_HTML5)) {
    throw new RangeError('This flag of htmlspecialchars() is not supported')
  }
  let valid = string
  if (charset === 'utf-8' && !string.isWellFormed()) {
    if ((wanted & ENT_SUBSTITUTE) === 0) return ''
    valid = substituteInvalid(string)
  }
  if (!/[&<>"']/.test(valid)) return valid
  return valid.replace(/[&<>"']/g, (character) => escapeCharacter(character, wanted))
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
      if ((flags & SINGLE_QUOTES) === 0) return character
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
