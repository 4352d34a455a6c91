/** The names by which other files know a value: `cart::DIR`, `cart->dir`, `$root`, `$files[]`. */
import {decodeText} from '../text.ts'
import {isWord, Kind} from '../tokens/kinds.ts'
import {stringBytes} from '../tokens/string-literal.ts'
import {className} from './callee.ts'
import type {PhpFile} from './php-file.ts'

/** `self::DIR`, `Config::$dir`, `Config::$files['start']`; `undefined` when it is something else. */
export function memberOfClass(file: PhpFile, first: number, last: number): string | undefined {
  const member = first + 2
  const kind = file.kind(member)
  if (kind !== Kind.Variable && (kind !== Kind.Name || file.kind(member + 1) === 40)) return undefined
  const element = elementOf(file, member, last)
  const owner = element === undefined ? undefined : classNamed(file, first)
  return owner && `${owner}::${decodeText(file.raw(member))}${element}`
}

function classNamed(file: PhpFile, at: number): string | undefined {
  const word = file.word(at)
  if (word === 'self' || word === 'static' || word === 'parent') return className(file, at)
  return decodeText(word.slice(word.lastIndexOf('\\') + 1))
}

/** `$this->dir`, `$this->files['start']`. */
export function property(file: PhpFile, first: number, last: number): string | undefined {
  const isProperty = file.kind(first + 1) === Kind.Arrow && isWord(file.kind(first + 2))
  const element = isProperty ? elementOf(file, first + 2, last) : undefined
  const owner = element === undefined ? undefined : className(file, first)
  return owner && `${owner}->${decodeText(file.raw(first + 2))}${element}`
}

/** `$GLOBALS['root']`, `$GLOBALS['files'][$name]`. */
export function globalVariable(file: PhpFile, first: number, last: number): string | undefined {
  const isNamed = file.kind(first + 1) === 91 && file.kind(first + 2) === Kind.String && file.kind(first + 3) === 93
  const element = isNamed ? elementOf(file, first + 3, last) : undefined
  return element === undefined ? undefined : `$${keyAt(file, first + 2)}${element}`
}

/** What of the value of the token at `at` is meant up to `last`: all of it, `''`, or an element, `[]`. */
export function elementOf(file: PhpFile, at: number, last: number): string | undefined {
  if (at === last) return ''
  if (file.kind(at + 1) !== 91 || file.partner(at + 1) !== last) return undefined
  return `[${last === at + 3 && isKey(file.kind(at + 2)) ? keyAt(file, at + 2) : ''}]`
}

/** `'a'`, `0`, and in text the `a` of `"$x[a]"`. */
export function isKey(kind: number): boolean {
  return kind === Kind.String || kind === Kind.Number || kind === Kind.Name
}

/** The key of an array that a token says. */
export function keyAt(file: PhpFile, token: number): string {
  return decodeText(file.kind(token) === Kind.String ? stringBytes(file.raw(token)) : file.raw(token))
}
