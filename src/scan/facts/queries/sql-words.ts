/** The words of an SQL statement: enough of the language to tell names from all else. */
import {KNOWN} from './sql-keywords.ts'
import {COMPUTED, nameAt, type SqlName} from './sql-names.ts'

/** A word, a sign or a literal of SQL. */
export interface SqlWord {
  /** Of a keyword its capitals, of another name without quotes the name, of a sign the character; empty for all else. */
  word: string
  /** A name as it is to be shown, quotes taken off; absent for signs and literals. */
  name?: string
  /** The name is the value of this variable and nothing else: `$table`. */
  variable?: string
  /** A part of it is known only at run time. */
  isComputed: boolean
}

const LITERAL: SqlWord = {word: '', isComputed: false}
const PLACEHOLDER: SqlWord = {word: '', name: COMPUTED, isComputed: true}
const SIGNS: readonly SqlWord[] = Array.from({length: 128}, (_, code) => ({
  word: String.fromCharCode(code),
  isComputed: false,
}))

/** More words than a statement has that is written by hand. */
const MOST = 5000

const APOSTROPHE = 39
const QUOTE = 34
const AT = 64
const STAR = 42

/** The words of assembled text; comments and white space are left out. */
export function wordsOf(text: string): SqlWord[] {
  const found: SqlWord[] = []
  for (let at = blankEnd(text, 0); at < text.length && found.length < MOST; at = blankEnd(text, at)) {
    const end = plainWordEnd(text, at)
    if (end > at) {
      found.push(plainWord(text.slice(at, end)))
      at = end
      continue
    }
    const afterLiteral = literalEnd(text, at)
    const name = afterLiteral > at ? undefined : nameAt(text, at)
    if (name) {
      found.push(wordOfName(name))
      at = name.end
    } else if (afterLiteral > at) {
      found.push(literal(text, at, afterLiteral))
      at = afterLiteral
    } else if (text.charCodeAt(at) === QUOTE) {
      found.push(LITERAL)
      at = quotedEnd(text, at, QUOTE)
    } else found.push(SIGNS[text.charCodeAt(at++)] ?? LITERAL)
  }
  return found
}

/** After a word of letters that is a whole name, as most are; `at` when none is there. */
function plainWordEnd(text: string, at: number): number {
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
    if (!isLetter && !(end > at && code >= 48 && code <= 57)) break
    end++
  }
  switch (text.charCodeAt(end)) {
    case 1: // a hole
    case 2: // a named value
    case 35: // #
    case 36: // $
    case 37: // %
    case 46: // .
      return at
    default:
      return text.charCodeAt(end) >= 128 ? at : end
  }
}

/** A word that means something in capitals; another name as it is. */
function plainWord(name: string): SqlWord {
  const known = KNOWN.get(name) ?? KNOWN.get(name.toUpperCase())
  return {word: known ?? name, name, isComputed: false}
}

function wordOfName({name, variable, isQuoted, isComputed}: SqlName): SqlWord {
  if (variable !== undefined) return {word: '', name, variable, isComputed}
  return isQuoted || isComputed ? {word: '', name, isComputed} : plainWord(name)
}

const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w$\x01\x02\x80-\uffff])/iy
const PARAMETER = /(?::|@@?)[A-Za-z_\x01\x02][\w\x01\x02.$>-]*:?/y

/** After a text, a number or a parameter; `at` when none is there. */
function literalEnd(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === APOSTROPHE) return quotedEnd(text, at, code)
  if (code === 63) return at + 1 // ?
  const pattern = code === 58 || code === AT ? PARAMETER : code >= 48 && code <= 57 ? NUMBER : undefined
  if (!pattern) return at
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/**
 * `:name` stands for a value, or for a table that the program names: no database takes a table as a parameter. `@name`
 * is a variable of the server.
 */
function literal(text: string, at: number, end: number): SqlWord {
  const sign = text.charAt(at)
  if (sign !== ':') return sign === '?' ? PLACEHOLDER : LITERAL
  const name = text.slice(at, end)
  return /[\x01\x02]/.test(name) ? PLACEHOLDER : {word: '', name, isComputed: true}
}

/** After white space and comments; `#` begins none when a name follows: `#__users` and `#users` stand for tables. */
function blankEnd(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 32 || (code >= 9 && code <= 13)) at++
    else if (code === 47 && text.charCodeAt(at + 1) === STAR) at = endOf(text, '*/', at + 2)
    else if (code === 45 && text.charCodeAt(at + 1) === 45) at = endOf(text, '\n', at)
    else if (code === 35 && !/[A-Za-z_\x01\x02]/.test(text.charAt(at + 1))) at = endOf(text, '\n', at)
    else break
  }
  return at
}

function endOf(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  return found < 0 ? text.length : found + end.length
}

/** After a quoted literal that starts at `at`; a quote that is written twice is one in it. */
function quotedEnd(text: string, at: number, quote: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === 92) end++
    else if (code === quote) {
      if (text.charCodeAt(end + 1) !== quote) return end + 1
      end++
    }
  }
  return text.length
}
