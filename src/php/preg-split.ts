/** `preg_split` and `preg_quote`. */
import {bytesOf, textOf} from './byte-string.ts'
import type {PhpValue} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'
import {compilePattern, trimmedGroups} from './pattern.ts'

export const PREG_SPLIT_NO_EMPTY = 1
export const PREG_SPLIT_DELIM_CAPTURE = 2

/** `preg_split($pattern, $subject, $limit, $flags)`, with the flags exported here. */
export function preg_split(pattern: PhpValue, subject: PhpValue, limit: PhpValue = -1, flags: PhpValue = 0): string[] {
  const compiled = compilePattern(textParameter(pattern))
  const {text, toText: read} = compiled.subject(textParameter(subject))
  const wanted = intParameter(flags)
  if ((wanted & ~(PREG_SPLIT_NO_EMPTY | PREG_SPLIT_DELIM_CAPTURE)) !== 0) refuse('this flag')
  const skipsEmpty = (wanted & PREG_SPLIT_NO_EMPTY) !== 0
  let left = intParameter(limit) || -1
  const pieces: string[] = []
  const add = (piece: string): void => {
    if (!skipsEmpty || piece !== '') pieces.push(read(piece))
  }
  let end = 0
  for (const match of compiled.matches(text)) {
    if (left !== -1 && left <= 1) break
    if (!skipsEmpty || match.start !== end) {
      add(text.slice(end, match.start))
      if (left !== -1) left--
    }
    if ((wanted & PREG_SPLIT_DELIM_CAPTURE) !== 0)
      for (const group of trimmedGroups(match.groups).slice(1)) add(group ?? '')
    end = match.end
  }
  add(text.slice(end))
  return pieces
}

/** `preg_quote($text, $delimiter)`. */
export function preg_quote(text: PhpValue, delimiter: PhpValue = null): string {
  const string = bytesOf(textParameter(text))
  const also = bytesOf(textParameter(delimiter)).charAt(0)
  const quoted = string.replace(/[\s\S]/g, (byte) => {
    if (byte === '\0') return '\\000'
    return byte === also || '.\\+*?[^]$(){}=!<>|:-#'.includes(byte) ? `\\${byte}` : byte
  })
  return textOf(quoted)
}

function refuse(what: string): never {
  throw new RangeError(`preg functions: ${what} is not supported`)
}
