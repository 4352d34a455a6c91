/** The inputs that a file reads through functions of the site. */
import {callOf} from './calls.ts'
import {namedFunctions, ownNodes} from './functions.ts'
import {type InputFunctions, inputFunctionOf} from './input-functions.ts'
import {child, lineOf, type Node, nameOf, statementsOf, textOf} from './tree.ts'
import type {NamedInput} from './types.ts'

/** In the order of the source; the calls of an input function by another are left out, as they name nothing. */
export function namedInputs(program: Node, source: string, functions: InputFunctions): NamedInput[] {
  if (functions.size === 0) return []
  const bodies = namedFunctions(program)
    .filter(({name}) => !functions.has(name.toLowerCase()))
    .map(({name, node}) => ({inside: {inside: name}, body: statementsOf(child(node, 'body'))}))
  return [{inside: {}, body: statementsOf(program)}, ...bodies]
    .flatMap(({inside, body}) => inputsOf(body).map((input) => ({...input, ...inside})))
    .sort((a, b) => a.line - b.line)

  function inputsOf(body: readonly Node[]): NamedInput[] {
    const found: NamedInput[] = []
    for (const node of ownNodes(body, true)) {
      const call = callOf(node)
      const input = call && inputFunctionOf(call, functions)
      const key = input && call.arguments[input.parameter]
      if (!key) continue
      found.push({
        key: key.kind === 'string' ? (nameOf(key, 'value') ?? null) : null,
        sources: input.sources,
        through: call.name,
        text: textOf(source, node),
        line: lineOf(node),
      })
    }
    return found
  }
}
