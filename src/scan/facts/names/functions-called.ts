/** What a file calls, each name with its calls: a file calls few names, so asking for each is cheaper than for each call. */
import {callsIn} from '../../syntax/callee.ts'
import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {type KnownName, numberOf} from './remembered.ts'

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
  const functions = new Names()
  const methods = new Names()
  for (const {at, word, isFunction} of callsIn(file)) {
    if (isFunction) functions.add(word, at)
    else methods.add(word, at)
  }
  return {functions: functions.all, methods: methods.all}
})

class Names {
  readonly all: Called[] = []
  /** By their numbers; those without one by themselves. */
  private readonly byNumber = new Map<number | string, Called>()

  add(word: string, token: number): void {
    const number = numberOf(word)
    const key = number < 0 ? word : number
    const known = this.byNumber.get(key)
    if (known) {
      known.tokens.push(token)
      return
    }
    const called = {word, number, tokens: [token]}
    this.byNumber.set(key, called)
    this.all.push(called)
  }
}
