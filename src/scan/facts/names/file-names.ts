/** Whether an expression can be part of a file name: most are not, and need no closer look. */
import {mayGiveName} from '../../syntax/name-references.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'
import type {NamePart} from '../../types.ts'

/** Tokens of a value that are looked at: longer ones are no names. */
const FARTHEST = 40
/** Of an array. */
const FARTHEST_IN_ARRAY = 3000

/**
 * What the expression that starts at token `first` is: a `name` of a file or a part of one, as far as it can be seen,
 * an `array` with names of PHP files, `empty` text, which may be the directory that one is in, other `text` or an
 * array that is neither, or something `other`.
 */
export function valueAt(file: PhpFile, first: number): 'name' | 'array' | 'empty' | 'text' | 'other' {
  const {kinds} = file
  const open = kinds[first] === Kind.Array ? first + 1 : first
  if (kinds[open] === 91 || (open > first && kinds[open] === 40)) return namesFile(file, open) ? 'array' : 'text'
  if (kinds[first] === Kind.Name && kinds[first + 1] === 40 && mayGiveName(file.word(first))) return 'name'
  let at = first
  for (; at < first + FARTHEST && !isEnd(kinds[at]); at++) {
    if (kinds[at] === 41 && file.partner(at) < first) break
    if (isPartOfName(file, at)) return 'name'
  }
  if (at !== first + 1 || kinds[first] !== Kind.String) return 'other'
  return (file.ends[first] ?? 0) - (file.starts[first] ?? 0) === 2 ? 'empty' : 'text'
}

/** Whether the expression or array that starts at token `first` has the name of a PHP file in it. */
export function namesFile(file: PhpFile, first: number): boolean {
  const {kinds} = file
  const close = file.partner(first)
  const last = close > first ? close : first + FARTHEST
  if (last - first > FARTHEST_IN_ARRAY) return false
  for (let at = first; at <= last; at++) {
    const kind = kinds[at]
    if ((kind === Kind.String || kind === Kind.TemplateText) && FILE_NAME.test(file.raw(at))) return true
    if (close <= first && isEnd(kind)) return false
  }
  return false
}

const FILE_NAME = /\.(php\d?|inc|phtml)["']?$/i

/** `;` and `?>`. */
function isEnd(kind: number | undefined): boolean {
  return kind === 59 || kind === Kind.CloseTag || kind === undefined
}

function isPartOfName(file: PhpFile, token: number): boolean {
  switch (file.kinds[token]) {
    case Kind.Name:
      return isOfName(file, token)
    case Kind.String:
    case Kind.TemplateText:
      return isPath(file, token)
    default:
      return false
  }
}

/** Functions that make names of files of what they are given. */
const FUNCTIONS = new Set(
  'dirname realpath getcwd str_replace strtr rtrim trim sprintf implode join substr constant get_include_path'.split(
    ' ',
  ),
)

/** Whether a name is a constant that can be part of a file name, or a function that makes such. */
function isOfName(file: PhpFile, token: number): boolean {
  if (file.kinds[token + 1] === 40) return FUNCTIONS.has(file.word(token))
  const length = (file.ends[token] ?? 0) - (file.starts[token] ?? 0)
  return length > 5 || !/^(true|false|null)$/.test(file.word(token))
}

/** A word that may be a directory or an ending: `php`, `inc`, `..`. */
const SHORT = /^(\.{1,2}|\.?[a-z][a-z0-9_-]{0,30}(\.[a-z0-9]{1,5})?)$/

function isPath(file: PhpFile, token: number): boolean {
  const raw = file.raw(token)
  return raw.includes('/') || SHORT.test(file.kind(token) === Kind.String ? raw.slice(1, -1) : raw)
}

/** Longer text is no directory. */
const LONGEST = 150

/** Whether something is known of a value, and nothing in it is no name of a file. */
export function isKnown(parts: readonly NamePart[]): boolean {
  let isName = false
  for (const part of parts) {
    if ('text' in part) {
      if (part.text.length > LONGEST || /[\s<>"|]|:\/\//.test(part.text)) return false
      isName ||= part.text === '' || part.text.includes('/') || SHORT.test(part.text)
    } else if ('either' in part) isName ||= part.either.some(isKnown)
    else
      isName ||= 'up' in part || 'root' in part || 'constant' in part || ('unknown' in part && part.call !== undefined)
  }
  return isName
}
