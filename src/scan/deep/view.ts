/** The deep view of a file's contents: parsed, and looked at from each side. Runs in the worker. */
import {hash} from 'node:crypto'
import {flowsOf} from './flows/flows.ts'
import {functionsOf} from './functions.ts'
import {inputFunctionsIn} from './input-functions.ts'
import {namedInputs} from './named-inputs.ts'
import {outlineOf} from './outline.ts'
import {PARSER_VERSION, parse} from './parse.ts'
import type {Node} from './tree.ts'
import type {DeepFailure, DeepResult} from './types.ts'
import {unreachableCode} from './unreachable.ts'

/**
 * Everything that the syntax tree says, or why there is none. Never throws, whatever the bytes.
 *
 * @param helpers contents of other files, whose functions may read inputs for this one
 */
export function viewOf(contents: Uint8Array, helpers: readonly Uint8Array[] = []): DeepResult {
  const source = latin1(contents)
  try {
    const {program, php} = parse(source)
    const inputFunctions = inputFunctionsIn([program, ...helpers.flatMap(programOf)])
    return {
      parser: {name: 'php-parser', version: PARSER_VERSION, php},
      hash: hash('sha1', contents),
      functions: functionsOf(program, source),
      inputs: namedInputs(program, source, inputFunctions),
      flows: flowsOf(program, source, inputFunctions),
      unreachable: unreachableCode(program, source),
      outline: outlineOf(program, source),
    }
  } catch (error) {
    return {failure: failureOf(error)}
  }
}

/** The tree of another file; one without a tree helps nothing, and harms nothing. */
function programOf(contents: Uint8Array): Node[] {
  try {
    return [parse(latin1(contents)).program]
  } catch {
    return []
  }
}

function latin1(contents: Uint8Array): string {
  return Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength).toString('latin1')
}

function failureOf(error: unknown): DeepFailure['failure'] {
  if (error instanceof RangeError) return {reason: 'too-deep', message: 'The code is nested too deeply for php-parser'}
  const said = error instanceof Error ? error.message : String(error)
  const [, line] = /(?:on|at) line (\d+)/.exec(said) ?? []
  const message = said.replace(/^Parse Error : /, '').replace(/ (?:on|at) line \d+.*$/s, '')
  const where = line === undefined ? {} : {line: Number(line)}
  if (error instanceof SyntaxError) return {reason: 'syntax', message, ...where}
  return {reason: 'unexpected', message: `php-parser failed: ${message}`, ...where}
}
