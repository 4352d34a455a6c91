/** Reads PHP's serialisation format token by token; lengths decide, so a `|` or `;` inside a string is just text. */
import type {ByteString} from '../codec.ts'

/** The start of one serialised value. */
export type Head =
  | {type: 'null' | 'true' | 'false'}
  /** Decimal text: 64 bits do not fit a number. */
  | {type: 'int' | 'float'; text: ByteString}
  | {type: 'string'; text: ByteString}
  | {type: 'enum'; name: ByteString}
  /** `count` pairs of key and value follow, then `}`. */
  | {type: 'array'; count: number}
  | {type: 'object'; className: ByteString; count: number}
  /** An object that wrote itself (`C:`); its contents are known to its class only. */
  | {type: 'custom'; className: ByteString}
  /** `R` is a PHP reference, `r` the same object again; `slot` counts the values before it. */
  | {type: 'reference'; letter: 'R' | 'r'; slot: number}

/** What PHP's unserialize() refuses, with the position. */
export class SerializedError extends Error {
  constructor(at: number) {
    super(`The session data cannot be read at byte ${at}`)
    this.name = 'SerializedError'
  }
}

/** PHP's `unserialize_max_depth`. */
export const MAXIMUM_DEPTH = 4096

const TRUE: Head = {type: 'true'}
const FALSE: Head = {type: 'false'}
const PLUS = 0x2b
const MINUS = 0x2d
const ZERO = 0x30
const COLON = 0x3a
const SEMICOLON = 0x3b

/** Moves over serialised data, one character per byte. */
export class HeadReader {
  readonly text: ByteString
  at: number

  constructor(text: ByteString, at = 0) {
    this.text = text
    this.at = at
  }

  /** Reads the next head; of a scalar that is the whole value. */
  next(): Head {
    switch (this.text[this.at]) {
      case 'N':
        this.expect('N;')
        return {type: 'null'}
      case 'b':
        return this.#boolean()
      case 'i':
        return {type: 'int', text: this.#integer()}
      case 'd':
        return {
          type: 'float',
          text: this.#number(/(?:-?INF|NAN|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?);/y),
        }
      case 's':
        return {type: 'string', text: this.#quoted(';')}
      case 'E':
        return {type: 'enum', name: this.#quoted(';')}
      case 'a': {
        const count = this.#length()
        this.expect('{')
        return {type: 'array', count}
      }
      case 'O': {
        const className = this.#quoted(':')
        const count = this.#lengthAfterName()
        this.expect('{')
        return {type: 'object', className, count}
      }
      case 'C':
        return this.#custom()
      case 'R':
      case 'r':
        return this.#reference()
      default:
        throw new SerializedError(this.at)
    }
  }

  /** Moves over a null, boolean, integer or string without looking into it; false when something else is next. */
  skipPlain(): boolean {
    switch (this.text.charCodeAt(this.at)) {
      case 0x69: // i
        this.#skipInteger()
        return true
      case 0x73: // s
        this.#skipString()
        return true
      case 0x62: // b
        this.#boolean()
        return true
      case 0x4e: // N
        this.expect('N;')
        return true
      default:
        return false
    }
  }

  expect(literal: string): void {
    if (!this.text.startsWith(literal, this.at)) throw new SerializedError(this.at)
    this.at += literal.length
  }

  #boolean(): Head {
    const isTrue = this.text.charCodeAt(this.at + 2) === ZERO + 1
    this.expect(isTrue ? 'b:1;' : 'b:0;')
    return isTrue ? TRUE : FALSE
  }

  /** `s:5:"bytes";`. */
  #skipString(): void {
    const length = this.#length()
    this.expect('"')
    this.at += length
    this.expect('";')
  }

  /** `i:-12;`. */
  #integer(): ByteString {
    const start = this.at + 2
    this.#skipInteger()
    return this.text.slice(start, this.at - 1)
  }

  #skipInteger(): void {
    const {text} = this
    const start = this.at + 2
    let at = start
    const sign = text.charCodeAt(at)
    if (sign === MINUS || sign === PLUS) at++
    const digits = at
    for (let digit = text.charCodeAt(at) - ZERO; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) at++
    if (at === digits || text.charCodeAt(at) !== SEMICOLON || text.charCodeAt(start - 1) !== COLON) {
      throw new SerializedError(this.at)
    }
    this.at = at + 1
  }

  #number(pattern: RegExp): ByteString {
    pattern.lastIndex = this.at + 2
    const match = this.text[this.at + 1] === ':' ? pattern.exec(this.text) : null
    if (match === null) throw new SerializedError(this.at)
    this.at = pattern.lastIndex
    return match[0].slice(0, -1)
  }

  /** A letter, which the caller has seen, and `:123:`. */
  #length(): number {
    const {text, at: start} = this
    let at = start + 2
    let length = 0
    for (let digit = text.charCodeAt(at) - ZERO; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - ZERO) {
      length = length * 10 + digit
      at++
    }
    const isRight = text.charCodeAt(start + 1) === COLON && at > start + 2 && text.charCodeAt(at) === COLON
    if (!isRight || length > text.length) throw new SerializedError(start)
    this.at = at + 1
    return length
  }

  /** `letter:5:"bytes"` and the terminator. */
  #quoted(terminator: ';' | ':'): ByteString {
    const length = this.#length()
    this.expect('"')
    const text = this.text.slice(this.at, this.at + length)
    this.at += length
    this.expect(terminator === ';' ? '";' : '":')
    return text
  }

  /** `123:` after the colon that ends a class name. */
  #lengthAfterName(): number {
    this.at -= 2
    return this.#length()
  }

  #custom(): Head {
    const className = this.#quoted(':')
    const length = this.#lengthAfterName()
    this.expect('{')
    this.at += length
    this.expect('}')
    return {type: 'custom', className}
  }

  #reference(): Head {
    const letter = this.text[this.at] === 'R' ? 'R' : 'r'
    const slot = Number(this.#number(/[0-9]+;/y))
    return {type: 'reference', letter, slot}
  }
}
