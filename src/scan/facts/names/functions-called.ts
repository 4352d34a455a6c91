/** What a file calls, each name with its calls: a file calls few names, so asking for each is cheaper than for each call. */
import {type Call, callsIn} from '../../syntax/callee.ts'
import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'
import type {KnownName} from './remembered.ts'
import {typeNames} from './type-names.ts'

/** A function or method that a file calls; the name is in lower case and without a leading `\`. */
export interface Called extends KnownName {
  /** The tokens of the name in all calls, in order. */
  tokens: number[]
}

/** The functions that a file calls. */
export const functionsCalled = (file: PhpFile): readonly Called[] => calledByName(file).functions

/** The methods that a file calls, of objects and classes. */
export const methodsCalled = (file: PhpFile): readonly Called[] => calledByName(file).methods

/** The calls of one function. */
export function callsOfFunction(file: PhpFile, name: string): readonly number[] {
  return functionsCalled(file).find(({word}) => word === name)?.tokens ?? NO_CALLS
}

const NO_CALLS: readonly number[] = []

const calledByName = oncePerFile((file) => {
  const functions: Called[] = []
  const methods: Called[] = []
  const attributes = attributesIn(file)
  for (const call of callsIn(file)) {
    if (attributes?.has(call.at)) continue
    if (call.isFunction) add(functions, ofFunctions, call)
    else add(methods, ofMethods, call)
  }
  forget(functions, ofFunctions)
  forget(methods, ofMethods)
  return {functions, methods}
})

/** Names that look like calls behind a comma, `#[A, B(1)]`, where there are attributes at all. */
export function attributesIn(file: PhpFile): ReadonlySet<number> | undefined {
  return file.all(Kind.Attribute).length ? typeNames(file) : undefined
}

/** What is known of the file at hand; empty between files. */
interface Known {
  /** By the numbers of names. */
  byNumber: (Called | undefined)[]
  /** Names without a number. */
  byWord: Map<string, Called>
}

const ofFunctions: Known = {byNumber: [], byWord: new Map()}
const ofMethods: Known = {byNumber: [], byWord: new Map()}

function add(all: Called[], {byNumber, byWord}: Known, {word, number, at}: Call): void {
  const known = number < 0 ? byWord.get(word) : byNumber[number]
  if (known) {
    known.tokens.push(at)
    return
  }
  const called = {word, number, tokens: [at]}
  all.push(called)
  if (number < 0) byWord.set(word, called)
  else byNumber[number] = called
}

function forget(all: readonly Called[], {byNumber, byWord}: Known): void {
  for (const {number} of all) if (number >= 0) byNumber[number] = undefined
  byWord.clear()
}
