/** A pattern as PHP writes it, `/…/i`, ready to be matched with a subject as PCRE would. */
import {bytesOf, isAscii, textOf} from './byte-string.ts'
import type {Modifiers} from './pattern-reader.ts'
import {type Translation, translatePattern} from './pattern-syntax.ts'

/** One match: the whole and the groups, `undefined` where a group has not matched. */
export interface PatternMatch {
  start: number
  end: number
  groups: (string | undefined)[]
}

/** What a subject has been turned into for matching, and how its pieces become text again. */
export interface Subject {
  text: string
  toText(piece: string): string
}

const CLOSING: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}', '<': '>'}

/** A compiled pattern. */
export class Pattern {
  readonly names: readonly (string | undefined)[]
  readonly #translation: Translation
  readonly #modifiers: Modifiers
  readonly #isAscii: boolean
  readonly #search: RegExp
  readonly #notEmpty: RegExp

  /** Throws a RangeError for a pattern that is not supported. */
  constructor(delimited: string) {
    const {pattern, modifiers} = splitPattern(delimited)
    this.#modifiers = modifiers
    this.#isAscii = isAscii(pattern)
    this.#translation = translatePattern(modifiers.unicode ? pattern : bytesOf(pattern), modifiers)
    const {source, names} = this.#translation
    this.names = names
    const flags = modifiers.unicode ? 'u' : ''
    this.#search = new RegExp(source, `g${flags}`)
    // What is left after the match must not be all that was there before it.
    this.#notEmpty = new RegExp(`(?=([^]*))(?:${shiftReferences(source)})(?!\\1(?![^]))`, `y${flags}`)
  }

  /** Prepares a subject. Throws a RangeError where Unicode would decide. */
  subject(text: string): Subject {
    if (!this.#modifiers.unicode) return {text: bytesOf(text), toText: (piece) => textOf(piece)}
    if (!text.isWellFormed()) refuse('text that is not UTF-8')
    // V8 finds empty matches between the halves of such a character.
    if (/[\ud800-\udfff]/.test(text)) refuse('a character beyond U+FFFF with the modifier u')
    if ((!isAscii(text) || !this.#isAscii) && (this.#translation.usesTypes || this.#modifiers.ignoreCase)) {
      refuse('\\w, \\d, \\s, \\b or the modifier i beyond ASCII')
    }
    return {text, toText: (piece) => piece}
  }

  /** The matches one after the other. As in PCRE an empty match is followed by a try for one that is not, at the same place. */
  *matches(text: string): Generator<PatternMatch> {
    for (let at = 0; at <= text.length; ) {
      this.#search.lastIndex = at
      const found = this.#search.exec(text)
      if (found === null) return
      let match: PatternMatch = {start: found.index, end: found.index + found[0].length, groups: [...found]}
      yield match
      while (match.start === match.end) {
        const next = this.#notEmptyAt(text, match.end)
        if (next === undefined) break
        match = next
        yield match
      }
      at = match.end > match.start ? match.end : match.end + 1
    }
  }

  #notEmptyAt(text: string, at: number): PatternMatch | undefined {
    this.#notEmpty.lastIndex = at
    const found = this.#notEmpty.exec(text)
    if (found === null) return undefined
    const [whole, , ...groups] = found
    return {start: at, end: at + whole.length, groups: [whole, ...groups]}
  }
}

const compiled = new Map<string, Pattern>()

/** The compiled pattern, kept for the next time. */
export function compilePattern(delimited: string): Pattern {
  const known = compiled.get(delimited)
  if (known !== undefined) return known
  const pattern = new Pattern(delimited)
  // Patterns that are made from input must not fill the memory.
  if (compiled.size >= 1000) compiled.clear()
  compiled.set(delimited, pattern)
  return pattern
}

/** The groups without those at the end that have not matched. */
export function trimmedGroups(groups: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return groups.slice(0, groups.findLastIndex((group) => group !== undefined) + 1)
}

/** The group in front makes every back reference count one more. */
function shiftReferences(source: string): string {
  return source.replace(/\(\?:\\([1-9])\)/g, (_, group: string) => `(?:\\${Number(group) + 1})`)
}

function splitPattern(delimited: string): {pattern: string; modifiers: Modifiers} {
  const text = delimited.replace(/^[ \t\n\r\v\f]+/, '')
  const opening = text.charAt(0)
  if (opening === '' || /[A-Za-z0-9\\\0]/.test(opening)) refuse('this delimiter')
  const closing = CLOSING[opening] ?? opening
  let depth = 1
  let end = 1
  for (; end < text.length; end++) {
    const character = text.charAt(end)
    if (character === '\\') end++
    else if (character === closing && --depth === 0) break
    else if (character === opening && closing !== opening) depth++
  }
  if (end >= text.length) refuse('a pattern without an end')
  return {pattern: text.slice(1, end), modifiers: modifiersOf(text.slice(end + 1))}
}

function modifiersOf(letters: string): Modifiers {
  const unknown = /[^imsxDuS \r\n]/.exec(letters)
  if (unknown !== null) refuse(`the modifier ${unknown[0]}`)
  return {
    ignoreCase: letters.includes('i'),
    multiline: letters.includes('m'),
    dotAll: letters.includes('s'),
    extended: letters.includes('x'),
    dollarEndOnly: letters.includes('D'),
    unicode: letters.includes('u'),
  }
}

function refuse(what: string): never {
  throw new RangeError(`preg functions: ${what} is not supported`)
}
