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
        return {type: 'string', text: this.#quoted('s', ';')}
      case 'E':
        return {type: 'enum', name: this.#quoted('E', ';')}
      case 'a': {
        const count = this.#length('a')
        this.expect('{')
        return {type: 'array', count}
      }
      case 'O': {
        const className = this.#quoted('O', ':')
        this.at--
        const count = this.#length('')
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

  expect(literal: string): void {
    if (!this.text.startsWith(literal, this.at)) throw new SerializedError(this.at)
    this.at += literal.length
  }

  #boolean(): Head {
    const isTrue = this.text[this.at + 2] === '1'
    this.expect(isTrue ? 'b:1;' : 'b:0;')
    return {type: isTrue ? 'true' : 'false'}
  }

  /** `i:-12;`. */
  #integer(): ByteString {
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
    return text.slice(start, at)
  }

  #number(pattern: RegExp): ByteString {
    pattern.lastIndex = this.at + 2
    const match = this.text[this.at + 1] === ':' ? pattern.exec(this.text) : null
    if (match === null) throw new SerializedError(this.at)
    this.at = pattern.lastIndex
    return match[0].slice(0, -1)
  }

  /** `letter:123:`. */
  #length(letter: string): number {
    this.expect(`${letter}:`)
    let length = 0
    const start = this.at
    for (; ; this.at++) {
      const digit = this.text.charCodeAt(this.at) - 48
      if (!(digit >= 0 && digit <= 9)) break
      length = length * 10 + digit
    }
    if (this.at === start || length > this.text.length) throw new SerializedError(start)
    this.expect(':')
    return length
  }

  /** `letter:5:"bytes"` and the terminator. */
  #quoted(letter: string, terminator: string): ByteString {
    const length = this.#length(letter)
    this.expect('"')
    const text = this.text.slice(this.at, this.at + length)
    this.at += length
    this.expect(`"${terminator}`)
    return text
  }

  #custom(): Head {
    const className = this.#quoted('C', ':')
    this.at--
    const length = this.#length('')
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
