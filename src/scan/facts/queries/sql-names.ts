/** Names in SQL with their schemas and quotes: `shop.users`, `` `a`.`b` ``, `{users}`, `…users`. */
import {HOLE, NAMED} from '../assembled-text.ts'

/** What stands for the computed parts of a name. */
export const COMPUTED = '…'

/** A name, or a piece of one, and where it ends in the text. */
export interface SqlName {
  /** As it is to be shown, quotes taken off. */
  name: string
  /** The name is the value of this variable and nothing else: `$table`. */
  variable?: string
  /** A part of it is known only at run time. */
  isComputed: boolean
  /** It cannot be a keyword. */
  isQuoted: boolean
  end: number
}

const DOT = 46
const STAR = 42
const CLOSING_BRACE = 125

/** The name at an offset of assembled text, if there is one. */
export function nameAt(text: string, at: number): SqlName | undefined {
  const first = pieceAt(text, at)
  if (!first || text.charCodeAt(first.end) !== DOT) return first
  let {name, isComputed, end} = first
  while (text.charCodeAt(end) === DOT) {
    const next = pieceAt(text, end + 1)
    if (next) name += `.${next.name}`
    isComputed ||= next?.isComputed ?? false
    end = next?.end ?? (text.charCodeAt(end + 1) === STAR ? end + 2 : end + 1)
  }
  return {name, isComputed, isQuoted: true, end}
}

function pieceAt(text: string, at: number): SqlName | undefined {
  const closing = closingOf(text.charCodeAt(at))
  if (closing === 0) return plainAt(text, at)
  QUOTED.lastIndex = at + 1
  const [content = ''] = QUOTED.exec(text) ?? []
  const end = at + 1 + content.length
  if (content === '' || text.charCodeAt(end) !== closing) return undefined
  // `{prefix}users` is not quoted: a template puts something in its place.
  const rest = closing === CLOSING_BRACE ? plainAt(text, end + 1) : undefined
  if (rest) return {...rest, name: COMPUTED + rest.name.replace(/^…/, ''), isComputed: true, isQuoted: false}
  return {...piece(content, end + 1), isQuoted: true}
}

function plainAt(text: string, at: number): SqlName | undefined {
  let end = at
  while (isWordCharacter(text.charCodeAt(end))) end++
  const next = text.charCodeAt(end)
  // Most names are plain words; others have holes and placeholders in them.
  if (next !== 1 && next !== 2 && next !== 35 && next !== 37)
    return end === at ? undefined : {name: text.slice(at, end), isComputed: false, isQuoted: false, end}
  PIECE.lastIndex = at
  const [found] = PIECE.exec(text) ?? []
  if (!found) return undefined
  // A keyword that a computed part runs into is not part of the name: "FROM $table" . "WHERE …".
  const kept = GLUED.exec(found)?.[1] ?? found
  return piece(kept, at + kept.length)
}

function piece(source: string, end: number): SqlName {
  if (source.startsWith(NAMED) && source.indexOf(NAMED, 1) === source.length - 1) {
    const name = source.slice(1, -1)
    if (!name.startsWith('$')) return {name, isComputed: false, isQuoted: true, end}
    if (name.includes('->')) return {name, isComputed: true, isQuoted: true, end}
    return {name: COMPUTED, variable: name, isComputed: true, isQuoted: true, end}
  }
  const name = source.replace(COMPUTED_PARTS, COMPUTED)
  return {name, isComputed: name.includes(COMPUTED), isQuoted: false, end}
}

/** What closes a quoted name; 0 when none is opened. */
function closingOf(code: number): number {
  switch (code) {
    case 96: // `
    case 34: // "
      return code
    case 91: // [
      return 93
    case 123: // {
      return CLOSING_BRACE
    default:
      return 0
  }
}

function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  )
}

const PIECE = /(?:[\w$\x80-\uffff]|#(?=[A-Za-z_\x01\x02])|\x01|\x02[^\x02]*\x02|%(?:\d+\$)?s)+/y
const QUOTED = /[^`"\]}\n,;='()]{1,100}/y
const COMPUTED_PARTS = new RegExp(`(?:${HOLE}|${NAMED}[^${NAMED}]*${NAMED}|%(?:\\d+\\$)?s)+`, 'g')
const GLUED =
  /^(.*[\x01\x02])(?:where|set|values?|left|right|inner|join|on|order|group|limit|using|as|select|union|and|having|from|for|go)$/i
