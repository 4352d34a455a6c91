/** Names and keywords, where it takes more than their letters to tell which. */
import {SPACE} from './characters.ts'
import type {Cursor} from './cursor.ts'
import {keywordKind, VISIBILITY} from './keywords.ts'
import {Kind} from './kinds.ts'
import {labelEnd, qualifiedNameEnd} from './lexemes.ts'

const AMPERSAND = 38
const OPEN = 40
const COMMA = 44
const COLON = 58
const SEMICOLON = 59
const EQUALS = 61
const GREATER = 62

/** Keywords that depend on what follows them. */
const LOOKS_AHEAD = new Set<number>([VISIBILITY, Kind.HaltCompiler, Kind.Match, Kind.Yield, Kind.Enum])
/** Tokens after which a keyword may be a name. */
const MAKES_NAMES = new Set<number>([
  ...[Kind.Arrow, Kind.DoubleColon, Kind.Function, Kind.Const, Kind.Case, Kind.As, Kind.Name],
  ...[AMPERSAND, OPEN, COMMA],
])

const depends = Uint8Array.from({length: 256}, (_, kind) => Number(LOOKS_AHEAD.has(kind)))
const dependsAfter = Uint8Array.from({length: 256}, (_, kind) => Number(MAKES_NAMES.has(kind)))

/** Whether it takes {@link word} to say what a keyword is after a token of kind `previous`. */
export function isContextual(kind: number, previous: number): boolean {
  return depends[kind] === 1 || dependsAfter[previous] === 1
}

/** A name, perhaps with namespaces, or a keyword. */
export function word(cursor: Cursor): void {
  const {bytes, at} = cursor
  const previous = cursor.previous()
  const label = labelEnd(bytes, at)
  const end = previous === Kind.Arrow ? label : qualifiedNameEnd(bytes, at)
  const kind = end > label ? Kind.Name : keywordKind(bytes, at, end)
  if (kind === Kind.Name || isName(cursor, kind, previous, end)) cursor.emit(Kind.Name, end)
  else keyword(cursor, kind, previous, end)
}

/**
 * Whether a keyword is only a name where it stands: `$x->list`, `X::list`, `function &list()`, `const LIST = 1`,
 * `f(list: 1)`, `case List;` in an enum, `use X { y as list; }`. PHP says so in its grammar (`semi_reserved`).
 */
function isName(cursor: Cursor, kind: number, previous: number, end: number): boolean {
  const {bytes, kinds, count} = cursor
  // PHP halts, and takes two words for one, whatever else stands before.
  const isFixed = kind === Kind.HaltCompiler || (kind === Kind.Yield && endOf(FROM, cursor.source, end) > end)
  if (isFixed) return previous === Kind.Arrow
  switch (previous) {
    case Kind.Arrow:
    case Kind.Const:
    case Kind.DoubleColon:
    case Kind.Function:
      return true
    case AMPERSAND:
      return kinds[count - 2] === Kind.Function
    case OPEN:
    case COMMA: {
      const next = spaceEnd(bytes, end)
      return (bytes[next] === COLON && bytes[next + 1] !== COLON) || isAssigned(bytes, next)
    }
    case Kind.Case:
    case Kind.As: {
      const next = spaceEnd(bytes, end)
      return bytes[next] === SEMICOLON || isAssigned(bytes, next)
    }
    case Kind.Name: {
      // `const int LIST = 1`, `use X { y as protected list; }`
      const next = spaceEnd(bytes, end)
      return isAssigned(bytes, next) || (bytes[next] === SEMICOLON && kinds[count - 2] === Kind.As)
    }
    default:
      return false
  }
}

function isAssigned(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === EQUALS && bytes[at + 1] !== EQUALS && bytes[at + 1] !== GREATER
}

const SET = /\(set\)/iy
const FROM = /[ \t\r\n]+from(?![a-zA-Z0-9_\x80-\xff])/iy
const NAME_FOLLOWS = /[ \t\r\n]+(?!(?:extends|implements)(?![a-zA-Z0-9_\x80-\xff]))[a-zA-Z_\x80-\xff]/iy

function keyword(cursor: Cursor, kind: number, previous: number, end: number): void {
  const {source, bytes} = cursor
  switch (kind) {
    case VISIBILITY:
      cursor.emit(Kind.Name, endOf(SET, source, end)) // private(set), PHP 8.4
      break
    case Kind.Yield:
      cursor.emit(kind, endOf(FROM, source, end))
      break
    case Kind.Enum:
      cursor.emit(endOf(NAME_FOLLOWS, source, end) > end ? kind : Kind.Name, end)
      break
    case Kind.Match: {
      const isCalled = bytes[spaceEnd(bytes, end)] === OPEN && previous !== Kind.New
      cursor.emit(isCalled ? kind : Kind.Name, end)
      break
    }
    case Kind.HaltCompiler:
      if (cursor.halted < 0) cursor.halted = cursor.count
      cursor.emit(kind, end)
      break
    default:
      cursor.emit(kind, end)
  }
}

/** After what `expression`, which is sticky, matches at `at`; `at` when it does not. */
function endOf(expression: RegExp, source: string, at: number): number {
  expression.lastIndex = at
  return expression.test(source) ? expression.lastIndex : at
}

function spaceEnd(bytes: Uint8Array, at: number): number {
  let end = at
  while (SPACE[bytes[end] as number]) end++
  return end
}
