/** Reads the characters, escapes and classes of a PCRE pattern. */
import {type CharacterRange, classSource, foldCase, posixSet, typeSet} from './pattern-class.ts'

/** Modifiers, as in `/…/im`. */
export interface Modifiers {
  ignoreCase: boolean
  multiline: boolean
  dotAll: boolean
  extended: boolean
  dollarEndOnly: boolean
  unicode: boolean
}

const ESCAPES: Readonly<Record<string, number>> = {n: 0x0a, r: 0x0d, t: 0x09, f: 0x0c, e: 0x1b, a: 0x07}

/** A place in a pattern, and what can be read there. Throws a RangeError for what is not supported. */
export class PatternReader {
  protected readonly pattern: string
  protected readonly modifiers: Modifiers
  /** The largest code of a character. */
  protected readonly largest: number
  protected at = 0
  protected usesTypes = false

  constructor(pattern: string, modifiers: Modifiers) {
    this.pattern = pattern
    this.modifiers = modifiers
    this.largest = modifiers.unicode ? 0x10ffff : 0xff
  }

  /** The code of an escaped character, in a class or outside. */
  protected escapedCode(letter: string): number {
    if (letter !== 'x') {
      const isLetter = /[A-Za-z0-9]/.test(letter)
      return ESCAPES[letter] ?? (isLetter ? refuse('this escape') : codeOf(letter))
    }
    const [text = '', short, long = ''] =
      /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.pattern.slice(this.at)) ?? []
    this.at += text.length
    const code = Number.parseInt(short ?? long, 16)
    return code <= this.largest ? code : refuse('this escape')
  }

  protected characterClass(): string {
    const isNegated = this.take('^')
    const set: CharacterRange[] = []
    for (let isFirst = true; isFirst || this.peek() !== ']'; isFirst = false) {
      if (this.at >= this.pattern.length) refuse('a class without an end')
      const first = this.classItem()
      if (typeof first !== 'number') {
        set.push(...first)
        if (this.peek() === '-' && this.pattern[this.at + 1] !== ']') refuse('a range that begins with a class')
      } else if (this.peek() === '-' && this.pattern[this.at + 1] !== ']') {
        this.at++
        const last = this.classItem()
        if (typeof last !== 'number' || last < first) refuse('this range')
        set.push([first, last as number])
      } else {
        set.push([first, first])
      }
    }
    this.at++
    return this.setSource(set, isNegated)
  }

  protected classItem(): number | readonly CharacterRange[] {
    const character = this.next()
    if (character === '[' && /[:.=]/.test(this.peek())) {
      const [text = '', name = ''] = /^:(\^?[a-z]+):\]/.exec(this.pattern.slice(this.at)) ?? []
      this.at += text.length
      this.usesTypes = true
      return posixSet(name, this.largest) ?? refuse('this class')
    }
    if (character !== '\\') return codeOf(character)
    const letter = this.next()
    const set = typeSet(letter, this.largest)
    if (set !== undefined) {
      this.usesTypes = true
      return set
    }
    return letter === 'b' ? 0x08 : this.escapedCode(letter)
  }

  protected setSource(set: readonly CharacterRange[], isNegated = false): string {
    return classSource(this.modifiers.ignoreCase ? foldCase(set) : set, isNegated, this.modifiers.unicode)
  }

  protected skipComments(): void {
    this.at += /^(?:[ \t\n\v\f\r]|#[^\n]*(?:\n|$))*/.exec(this.pattern.slice(this.at))?.[0].length ?? 0
  }

  protected peek(): string {
    return this.pattern.charAt(this.at)
  }

  protected next(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? refuse('an end in the middle'))
    this.at += character.length
    return character
  }

  protected take(character: string): boolean {
    const isThere = this.peek() === character
    if (isThere) this.at++
    return isThere
  }
}

/** The code point of a character. */
export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

/** Says that a pattern is not supported. */
export function refuse(what: string): never {
  throw new RangeError(`In a pattern ${what} is not supported`)
}
