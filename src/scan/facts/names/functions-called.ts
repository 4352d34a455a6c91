/** What a file calls, each name with its calls: a file calls few names, so asking for each is cheaper than for each call. */
import {callsIn} from '../../syntax/callee.ts'
import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'

/** By name, in lower case and without a leading `\`, the tokens of the name in all calls, in order. */
type CallsByName = ReadonlyMap<string, readonly number[]>

/** The functions that a file calls. */
export const functionsCalled = (file: PhpFile): CallsByName => calledByName(file).functions

/** The methods that a file calls, of objects and classes. */
export const methodsCalled = (file: PhpFile): CallsByName => calledByName(file).methods

const calledByName = oncePerFile((file) => {
  const functions = new Map<string, number[]>()
  const methods = new Map<string, number[]>()
  for (const {at, word, isFunction} of callsIn(file)) {
    const calls = isFunction ? functions : methods
    const tokens = calls.get(word)
    if (tokens) tokens.push(at)
    else calls.set(word, [at])
  }
  return {functions, methods}
})
