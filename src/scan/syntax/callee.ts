/** What a call calls, by name. */
import {decodeText} from '../text.ts'
import {isWord, Kind} from '../tokens/kinds.ts'
import {isCall} from './expressions.ts'
import type {PhpFile} from './php-file.ts'

/** A function's name in lower case, without its namespace: `\App\log` may be defined as `log` in any of them. */
export function functionName(file: PhpFile, at: number): string {
  const word = file.word(at)
  return decodeText(word.slice(word.lastIndexOf('\\') + 1))
}

/**
 * The function or static method that the call at `at` calls: `need`, `loader::need`. A method of an object of which
 * the class is not known is `->need`. `undefined` when `at` is not the name in a call.
 */
export function callee(file: PhpFile, at: number): string | undefined {
  if (!isWord(file.kind(at)) || file.kind(at + 1) !== 40) return undefined
  if (file.kind(at - 1) === Kind.Arrow) return `->${functionName(file, at)}`
  if (file.kind(at - 1) === Kind.DoubleColon) return staticMethod(file, at)
  return isCall(file, at) ? functionName(file, at) : undefined
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
