/** What is called in a file, by name. */
import {decodeText} from '../text.ts'
import {isWord, Kind} from '../tokens/kinds.ts'
import {isCall} from './expressions.ts'
import {oncePerFile} from './once-per-file.ts'
import type {PhpFile} from './php-file.ts'

/** A call with parentheses: `need('a.php')`, `$x->add(1)`, `Cart::add(1)`. */
export interface Call {
  /** The token of the name; the bracket follows. */
  at: number
  /** The name in lower case, without a leading `\`. */
  word: string
  /** What is called: `need`, `loader::need`; a method of an object of which the class is not known is `->need`. */
  name: string
  /** Not a method. */
  isFunction: boolean
}

/** All calls in a file, in order. */
export const callsIn = oncePerFile((file) => {
  const found: Call[] = []
  for (const open of file.all(OPEN)) {
    const call = callAt(file, open - 1)
    if (call) found.push(call)
  }
  return found
})

const OPEN = 40

function callAt(file: PhpFile, at: number): Call | undefined {
  if (!isWord(file.kind(at))) return undefined
  const before = file.kind(at - 1)
  if (before === Kind.Arrow) {
    const word = file.word(at)
    return {at, word, name: `->${withoutNamespace(word)}`, isFunction: false}
  }
  if (before === Kind.DoubleColon) return {at, word: file.word(at), name: staticMethod(file, at), isFunction: false}
  if (!isCall(file, at)) return undefined
  const word = file.word(at)
  return {at, word, name: withoutNamespace(word), isFunction: true}
}

/** A function's name in lower case, without its namespace: `\App\log` may be defined as `log` in any of them. */
export function functionName(file: PhpFile, at: number): string {
  return withoutNamespace(file.word(at))
}

function withoutNamespace(word: string): string {
  const last = word.lastIndexOf('\\')
  return decodeText(last < 0 ? word : word.slice(last + 1))
}

function staticMethod(file: PhpFile, at: number): string {
  const method = functionName(file, at)
  const named = file.kind(at - 2) === Kind.Name ? functionName(file, at - 2) : 'static'
  if (named === 'parent') return `->${method}`
  const owner = named === 'self' || named === 'static' ? className(file, at) : named
  return owner ? `${owner}::${method}` : `->${method}`
}

/** The class that a token stands in, in lower case. */
export function className(file: PhpFile, at: number): string | undefined {
  const name = file.inside(at).inside
  return name?.includes('::') ? name.slice(0, name.indexOf('::')).toLowerCase() : undefined
}
