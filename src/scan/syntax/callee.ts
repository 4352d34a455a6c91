/** What is called in a file, by name. */
import {isWord, Kind} from '../tokens/kinds.ts'
import {type CalledName, calledName} from './called-name.ts'
import {isCall} from './expressions.ts'
import {oncePerFile} from './once-per-file.ts'
import type {PhpFile} from './php-file.ts'

/** A call with parentheses: `need('a.php')`, `$x->add(1)`, `Cart::add(1)`. */
export interface Call extends Pick<CalledName, 'word' | 'number'> {
  /** The token of the name; the bracket follows. */
  at: number
  /** What is called: `need`, `loader::need`; a method of an object of which the class is not known is `->need`. */
  name: string
  /** Not a method. */
  isFunction: boolean
}

/** All calls in a file, in order. */
export const callsIn = oncePerFile((file) => {
  const found: Call[] = []
  const brackets = file.all(OPEN)
  for (let index = 0; index < brackets.length; index++) {
    const call = callAt(file, (brackets[index] as number) - 1)
    if (call) found.push(call)
  }
  return found
})

const OPEN = 40

function callAt(file: PhpFile, at: number): Call | undefined {
  if (!isWord(file.kind(at))) return undefined
  const before = file.kind(at - 1)
  const isMethod = before === Kind.Arrow || before === Kind.DoubleColon
  if (!isMethod && !isCall(file, at)) return undefined
  const {word, number, plain, method} = calledName(file.raw(at))
  if (!isMethod) return {at, word, number, name: plain, isFunction: true}
  return {at, word, number, name: before === Kind.Arrow ? method : staticMethod(file, at), isFunction: false}
}

/** A function's name in lower case, without its namespace: `\App\log` may be defined as `log` in any of them. */
export function functionName(file: PhpFile, at: number): string {
  return calledName(file.raw(at)).plain
}

function staticMethod(file: PhpFile, at: number): string {
  const method = functionName(file, at)
  if (isOfUnknownClass(file, at)) return `->${method}`
  const named = file.kind(at - 2) === Kind.Static ? 'static' : functionName(file, at - 2)
  if (named === 'parent') return `->${method}`
  const owner = named === 'self' || named === 'static' ? className(file, at) : named
  return owner ? `${owner}::${method}` : `->${method}`
}

/** `$class::make()`, `$this->class::make()`, `f()::make()`. */
function isOfUnknownClass(file: PhpFile, at: number): boolean {
  const isMember = file.kind(at - 3) === Kind.Arrow || file.kind(at - 3) === Kind.DoubleColon
  return file.kind(at - 2) === Kind.Name ? isMember : file.kind(at - 2) !== Kind.Static
}

/** By scope; empty of one that is in no class. */
const classNames = oncePerFile((): string[] => [])

/** The class that a token stands in, in lower case. */
export function className(file: PhpFile, at: number): string | undefined {
  const scope = file.scopes.of[at] ?? 0
  const known = classNames(file)
  known[scope] ??= classOf(file.inside(at).inside ?? '')
  return known[scope] || undefined
}

function classOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('::'))).toLowerCase()
}
