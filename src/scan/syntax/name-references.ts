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

/** Functions that give names of files are named for it. */
const GIVES_NAME = /path|file|dir|templ|tpl|theme|skin|locat|root|folder|includ|view|layout|page|lang/

/**
 * The function that the call with its bracket at `open` means, if it may give the name of a file: `find_file`,
 * `cart::path`, of an object of which the class is not known `->path`.
 */
export function nameGiver(file: PhpFile, open: number): string | undefined {
  const at = open - 1
  const word = isWord(file.kind(at)) ? file.word(at) : ''
  if (!GIVES_NAME.test(word)) return undefined
  const name = decodeText(word.slice(word.lastIndexOf('\\') + 1))
  switch (file.kind(at - 1)) {
    case Kind.Arrow: {
      const owner =
        file.kind(at - 2) === Kind.Variable && file.raw(at - 2) === '$this' ? className(file, at) : undefined
      return owner ? `${owner}::${name}` : `->${name}`
    }
    case Kind.DoubleColon: {
      const owner = classNamed(file, at - 2)
      return owner && `${owner}::${name}`
    }
    case Kind.Function:
    case Kind.New:
      return undefined
    default:
      return name
  }
}

/** Whether a function or method, by its name, may give the name of a file. */
export function mayGiveName(name: string): boolean {
  return GIVES_NAME.test(name.slice(name.lastIndexOf(':') + 1).toLowerCase())
}

/** `$GLOBALS['root']`, `$GLOBALS['files'][$name]`. */
export function globalVariable(file: PhpFile, first: number, last: number): string | undefined {
  const isNamed = file.kind(first + 1) === 91 && file.kind(first + 2) === Kind.String && file.kind(first + 3) === 93
  const element = isNamed ? elementOf(file, first + 3, last) : undefined
  return element === undefined ? undefined : `$${keyAt(file, first + 2)}${element}`
}

/**
 * What of the value of the token at `at` is meant up to `last`: all of it, `''`, an element, `[]`, or an element of
 * that, `[][file]`.
 */
export function elementOf(file: PhpFile, at: number, last: number): string | undefined {
  if (at === last) return ''
  if (file.kind(at + 1) !== 91) return undefined
  const close = file.partner(at + 1)
  if (close === last) return `[${keyIn(file, at + 1)}]`
  return file.kind(close + 1) === 91 && file.partner(close + 1) === last ? `[][${keyIn(file, close + 1)}]` : undefined
}

/** The key that is written in the brackets at `open`. */
function keyIn(file: PhpFile, open: number): string {
  return file.partner(open) === open + 2 && isKey(file.kind(open + 1)) ? keyAt(file, open + 1) : ''
}

/** `'a'`, `0`, and in text the `a` of `"$x[a]"`. */
export function isKey(kind: number): boolean {
  return kind === Kind.String || kind === Kind.Number || kind === Kind.Name
}

/** The key of an array that a token says. */
export function keyAt(file: PhpFile, token: number): string {
  return decodeText(file.kind(token) === Kind.String ? stringBytes(file.raw(token)) : file.raw(token))
}
