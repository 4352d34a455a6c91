/**
 * Translates a PCRE pattern into a JavaScript one, for the syntax that means the same in both. What may match differently
 * (possessive and atomic groups, captures inside what repeats, look-behinds of unknown length …) is refused.
 */
import {classSource, typeSet} from './pattern-class.ts'
import {codeOf, type Modifiers, PatternReader, refuse} from './pattern-reader.ts'

/** A translated pattern. */
export interface Translation {
  source: string
  /** The names of the capturing groups by number, from 1. */
  names: (string | undefined)[]
  /** It has `\w`, `\d`, `\s`, `\b` or the like, which in Unicode mode mean more than ASCII. */
  usesTypes: boolean
}

/** Throws a RangeError for syntax that is not on the list. */
export function translatePattern(pattern: string, modifiers: Modifiers): Translation {
  return new Translator(pattern, modifiers).translate()
}

/** A piece of a pattern. */
interface Piece {
  source: string
  canBeEmpty: boolean
  hasCaptures: boolean
  /** One character: what a look-behind may consist of. */
  isSingle: boolean
  /** An assertion or a start of line: nothing that could be repeated. */
  isAssertion: boolean
}

const START = '(?<![^])'
const END = '(?![^])'
class Translator extends PatternReader {
  readonly #names: (string | undefined)[] = []
  /** Groups that have certainly matched when what follows them is reached. */
  readonly #certain = new Set<number>()
  readonly #references: number[] = []
  #alternatives = 0
  #depth = 0

  translate(): Translation {
    const {source} = this.#alternation()
    if (this.at < this.pattern.length) refuse('a closing bracket without an opening one')
    if (this.#references.length > 0 && (this.#alternatives > 1 || this.modifiers.ignoreCase))
      refuse('this back reference')
    return {source, names: this.#names, usesTypes: this.usesTypes}
  }

  #alternation(): Piece {
    const branches = [this.#sequence()]
    while (this.take('|')) branches.push(this.#sequence())
    if (this.#depth === 0) this.#alternatives = branches.length
    return {
      source: branches.map(({source}) => source).join('|'),
      canBeEmpty: branches.some(({canBeEmpty}) => canBeEmpty),
      hasCaptures: branches.some(({hasCaptures}) => hasCaptures),
      isSingle: branches.length === 1 && branches[0]?.isSingle === true,
      isAssertion: false,
    }
  }

  #sequence(): Piece {
    const pieces: Piece[] = []
    for (;;) {
      if (this.modifiers.extended) this.skipComments()
      if (this.at >= this.pattern.length || '|)'.includes(this.peek())) break
      pieces.push(this.#quantified())
    }
    return {
      source: pieces.map(({source}) => source).join(''),
      canBeEmpty: pieces.every(({canBeEmpty}) => canBeEmpty),
      hasCaptures: pieces.some(({hasCaptures}) => hasCaptures),
      isSingle: pieces.every(({isSingle}) => isSingle),
      isAssertion: false,
    }
  }

  #quantified(): Piece {
    const groups = this.#names.length
    const piece = this.#atom()
    if (this.modifiers.extended) this.skipComments()
    const [quantifier] = /^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})/.exec(this.pattern.slice(this.at)) ?? []
    if (quantifier === undefined) {
      if (this.#depth === 0 && this.#names.length === groups + 1 && !piece.isAssertion) this.#certain.add(groups + 1)
      return piece
    }
    this.at += quantifier.length
    if (this.take('+')) refuse('a possessive quantifier')
    const isLazy = this.take('?')
    const repeats = quantifier !== '?'
    const captures = this.#names.length - groups
    if (piece.isAssertion) refuse('a repeated assertion')
    if (piece.canBeEmpty) refuse('the repetition of what can be empty')
    if (repeats && (captures > 1 || (captures === 1 && !isCapture(piece.source))))
      refuse('a capture inside what repeats')
    const [least = '0', most] = quantifier.match(/[0-9]+/g) ?? []
    if (Number(least) > 65535 || Number(most ?? 0) > 65535 || Number(most ?? least) < Number(least))
      refuse('this quantifier')
    const canBeEmpty = quantifier === '*' || quantifier === '?' || (quantifier.startsWith('{') && Number(least) === 0)
    return {...piece, source: `${piece.source}${quantifier}${isLazy ? '?' : ''}`, canBeEmpty, isSingle: false}
  }

  #atom(): Piece {
    const character = this.next()
    switch (character) {
      case '(':
        return this.#group()
      case '[':
        return single(this.characterClass())
      case '.':
        return single(this.modifiers.dotAll ? '[^]' : '[^\\n]')
      case '^':
        return assertion(this.modifiers.multiline ? `(?:${START}|(?<=\\n)(?=[^]))` : START)
      case '$':
        if (this.modifiers.multiline) return assertion(`(?=\\n|${END})`)
        return assertion(this.modifiers.dollarEndOnly ? END : `(?=\\n?${END})`)
      case '\\':
        return this.#escape()
      case '{':
        if (/^[0-9]+(?:,[0-9]*)?\}/.test(this.pattern.slice(this.at))) refuse('a quantifier without anything to repeat')
        return single(this.setSource([[0x7b, 0x7b]]))
      case '*':
      case '+':
      case '?':
        return refuse('a quantifier without anything to repeat')
      default:
        return single(this.setSource([[codeOf(character), codeOf(character)]]))
    }
  }

  #group(): Piece {
    const [opening = '', kind = '', name] =
      /^(?:\?(:|=|!|<=|<!|P?<([A-Za-z_][A-Za-z0-9_]{0,31})>|'([A-Za-z_][A-Za-z0-9_]{0,31})'))?/.exec(
        this.pattern.slice(this.at),
      ) ?? []
    if (opening === '' && '?*'.includes(this.peek())) refuse('this kind of group')
    this.at += opening.length
    const isCapturing = opening === '' || name !== undefined || kind.startsWith("'")
    if (isCapturing) this.#names.push(name ?? (kind.startsWith("'") ? kind.slice(1, -1) : undefined))
    if (
      new Set(this.#names.filter((known) => known !== undefined)).size <
      this.#names.filter((known) => known !== undefined).length
    ) {
      refuse('a name used twice')
    }
    this.#depth++
    const body = this.#alternation()
    this.#depth--
    if (!this.take(')')) refuse('an opening bracket without a closing one')
    if (isCapturing) return {...body, source: `(${body.source})`, hasCaptures: true, isSingle: false}
    if (kind === ':') return {...body, source: `(?:${body.source})`, isSingle: false}
    if (kind.startsWith('<') && !body.isSingle) refuse('a look-behind that is not a row of characters')
    return {...assertion(`(?${kind}${body.source})`), hasCaptures: body.hasCaptures}
  }

  #escape(): Piece {
    const letter = this.next()
    const set = typeSet(letter, this.largest)
    if (set !== undefined) {
      this.usesTypes = true
      return single(classSource(set, false, this.modifiers.unicode))
    }
    switch (letter) {
      case 'b':
      case 'B':
        this.usesTypes = true
        return assertion(`\\${letter}`)
      case 'A':
        return assertion(START)
      case 'z':
        return assertion(END)
      case 'Z':
        return assertion(`(?=\\n?${END})`)
    }
    if (/[1-9]/.test(letter)) return this.#reference(Number(letter))
    const code = this.escapedCode(letter)
    return single(this.setSource([[code, code]]))
  }

  #reference(group: number): Piece {
    if (/[0-9]/.test(this.peek()) || !this.#certain.has(group)) refuse('this back reference')
    this.#references.push(group)
    return {source: `(?:\\${group})`, canBeEmpty: true, hasCaptures: false, isSingle: false, isAssertion: false}
  }
}

function isCapture(source: string): boolean {
  return source.startsWith('(') && !source.startsWith('(?')
}

function single(source: string): Piece {
  return {source, canBeEmpty: false, hasCaptures: false, isSingle: true, isAssertion: false}
}

function assertion(source: string): Piece {
  return {source, canBeEmpty: true, hasCaptures: false, isSingle: false, isAssertion: true}
}
