/** `json_decode` into arrays (ext/json). */
import {PhpArray} from './array.ts'
import {type PhpValue, toBool} from './convert.ts'
import {float} from './float.ts'
import {intParameter, textParameter} from './parameter.ts'

/**
 * `json_decode($text, true, $depth)`: objects are arrays, a number with a fraction or exponent is a float. `null` for
 * text that is no JSON, as in PHP. Throws a RangeError without `true`: PHP's objects are not offered.
 */
export function json_decode(text: PhpValue, associative: PhpValue, depth: PhpValue = 512): PhpValue {
  const string = textParameter(text)
  const levels = intParameter(depth)
  if (associative === undefined || !toBool(associative))
    throw new RangeError('json_decode() into objects is not supported')
  if (string === '') return null
  if (levels < 1) throw new RangeError('json_decode(): the depth must be greater than 0')
  if (!string.isWellFormed()) return null
  try {
    return new Reader(string, levels).whole()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const WHITE_SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y
const STRING = /"((?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y
const SHORT: Readonly<Record<string, string>> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t'}

class Reader {
  readonly #text: string
  readonly #depth: number
  #at = 0

  constructor(text: string, depth: number) {
    this.#text = text
    this.#depth = depth
  }

  whole(): PhpValue {
    const value = this.#value(0)
    this.#match(WHITE_SPACE)
    if (this.#at < this.#text.length) throw new SyntaxError('There is more after the value')
    return value
  }

  #value(level: number): PhpValue {
    this.#match(WHITE_SPACE)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#members(level + 1)
      case '[':
        return this.#elements(level + 1)
      case '"':
        return this.#string()
      default:
        return this.#scalar()
    }
  }

  #elements(level: number): PhpArray<PhpValue> {
    const array = PhpArray.from<PhpValue>([])
    this.#items(']', level, () => array.push(this.#value(level)))
    return array
  }

  #members(level: number): PhpArray<PhpValue> {
    const array = PhpArray.from<PhpValue>([])
    this.#items('}', level, () => {
      this.#match(WHITE_SPACE)
      const key = this.#string()
      this.#match(WHITE_SPACE)
      if (this.#text[this.#at++] !== ':') throw new SyntaxError('A colon is missing')
      array.set(key, this.#value(level))
    })
    return array
  }

  #items(end: string, level: number, read: () => void): void {
    if (level >= this.#depth) throw new SyntaxError('Nested too deeply')
    this.#at++
    this.#match(WHITE_SPACE)
    if (this.#text[this.#at] === end) {
      this.#at++
      return
    }
    for (;;) {
      read()
      this.#match(WHITE_SPACE)
      const next = this.#text[this.#at++]
      if (next === end) return
      if (next !== ',') throw new SyntaxError('A comma is missing')
    }
  }

  #string(): string {
    const [, inner = ''] = this.#match(STRING) ?? fail()
    const text = inner.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code, letter) =>
      code === undefined ? (SHORT[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    )
    if (!text.isWellFormed()) throw new SyntaxError('A surrogate stands alone')
    return text
  }

  #scalar(): PhpValue {
    const word = this.#match(WORD)?.[0]
    if (word !== undefined) return word === 'null' ? null : word === 'true'
    const [number, fraction, exponent] = this.#match(NUMBER) ?? fail()
    const value = Number(number)
    if (fraction !== undefined || exponent !== undefined || Object.is(value, -0)) return marked(value)
    if (Number.isSafeInteger(value)) return value
    const integer = BigInt(number)
    return BigInt.asIntN(64, integer) === integer ? integer : marked(value)
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    this.#at += match?.[0].length ?? 0
    return match
  }
}

function marked(value: number): PhpValue {
  return Number.isInteger(value) ? float(value) : value
}

function fail(): never {
  throw new SyntaxError('No JSON value')
}
