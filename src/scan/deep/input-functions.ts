/** Functions of a site that read an input whose name they are given: `get_int('id')` for `(int) $_GET['id']`. */
import type {InputSource} from '../types.ts'
import {callOf, type DeepCall} from './calls.ts'
import {namedFunctions} from './functions.ts'
import {child, children, isClassLike, list, type Node, nameOf} from './tree.ts'

/** Which parameter of a function names an input (0 is the first), and where that is looked for. */
export interface InputFunction {
  parameter: number
  sources: InputSource[]
}

/** Input functions by name in lower case: `get_int`, `request::int`, `->get_input`. */
export type InputFunctions = ReadonlyMap<string, InputFunction>

const SOURCES: ReadonlyMap<string, InputSource> = new Map([
  ['_GET', 'get'],
  ['_POST', 'post'],
  ['_REQUEST', 'request'],
  ['_COOKIE', 'cookie'],
  ['_FILES', 'files'],
  ['HTTP_GET_VARS', 'get'],
  ['HTTP_POST_VARS', 'post'],
])

/** Methods of so many classes that a name alone says nothing. */
const COMMON_METHOD = /^(?:get|set|has|is|add|read|load|find|fetch|exists|delete|remove|__\w+)$/

interface Candidate {
  /** In lower case, with its class. */
  name: string
  parameters: string[]
  node: Node
}

/**
 * The input functions that some files define: those that use a parameter as a key of `$_GET` and the like, and those
 * that hand a parameter on to such a function, with `call_user_func_array()` and `func_get_args()` too.
 */
export function inputFunctionsIn(programs: readonly Node[]): InputFunctions {
  const candidates = programs.flatMap((program) =>
    namedFunctions(program).map(({name, node}) => ({
      name: name.toLowerCase(),
      parameters: list(node, 'arguments').map((parameter) => nameOf(parameter) ?? ''),
      node,
    })),
  )
  const found = new Map<string, InputFunction>()
  for (let known = -1; known < found.size; ) {
    known = found.size
    for (const candidate of candidates) {
      if (found.has(candidate.name)) continue
      const input = inputOf(candidate, found)
      if (input) remember(candidate.name, input, found)
    }
  }
  return found
}

function remember(name: string, input: InputFunction, found: Map<string, InputFunction>): void {
  found.set(name, input)
  const [, method] = name.split('::')
  if (method !== undefined && !COMMON_METHOD.test(method)) found.set(`->${method}`, input)
}

/** The input function that a call is of, if it is one. */
export function inputFunctionOf(call: DeepCall, functions: InputFunctions): InputFunction | undefined {
  return functions.get(call.isFunction ? call.word : call.name.toLowerCase())
}

function inputOf({name, parameters, node}: Candidate, known: InputFunctions): InputFunction | undefined {
  const sources = new Set<InputSource>()
  let parameter = -1
  const note = (used: Node | undefined, from: readonly InputSource[]): void => {
    const index = used?.kind === 'variable' ? parameters.indexOf(nameOf(used) ?? '') : -1
    if (index < 0 || (parameter >= 0 && index !== parameter)) return
    parameter = index
    for (const source of from) sources.add(source)
  }
  const waiting = [child(node, 'body')]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (isClassLike(next) || next.kind === 'function') continue
    const source = next.kind === 'offsetlookup' ? sourceOf(child(next, 'what')) : undefined
    if (source) note(child(next, 'offset'), [source])
    const call = callOf(next)
    if (call) ofCall(call)
    waiting.push(...readIn(next))
  }
  return parameter < 0 ? undefined : {parameter, sources: [...sources].sort()}

  function ofCall(call: DeepCall): void {
    const [one, two] = call.arguments
    if (call.word === 'array_key_exists' && sourceOf(two)) note(one, [sourceOf(two) ?? 'request'])
    else if (call.word === 'filter_input') note(two, [filtered(one)])
    else if (call.word === 'call_user_func_array' && one?.kind === 'string') {
      const input = known.get(String(one.value).toLowerCase())
      if (input && callsFuncGetArgs(node)) note({kind: 'variable', name: parameters[input.parameter]}, input.sources)
    } else {
      const input = inputFunctionOf(withClass(call), known)
      if (input) note(call.arguments[input.parameter], input.sources)
    }
  }

  /** `self::get` and `$this->get` are those of the class. */
  function withClass(call: DeepCall): DeepCall {
    const [className, method] = name.split('::')
    const isOwn = method !== undefined && /^(?:self|static)::|^->/.test(call.name)
    return isOwn && known.has(`${className}::${call.word}`) ? {...call, name: `${className}::${call.word}`} : call
  }
}

/** The nodes below one, without what only gets a value. */
function readIn(node: Node): Node[] {
  if (node.kind === 'unset') return []
  if (node.kind !== 'assign' || node.operator !== '=') return children(node)
  const right = child(node, 'right')
  return right ? [right] : []
}

function sourceOf(node: Node | undefined): InputSource | undefined {
  return node?.kind === 'variable' ? SOURCES.get(String(node.name)) : undefined
}

/** `INPUT_GET` and the like. */
function filtered(node: Node | undefined): InputSource {
  const name = nameOf(node)
    ?.replace(/^\\?INPUT_/, '')
    .toLowerCase()
  return name === 'post' || name === 'cookie' || name === 'server' || name === 'env' ? name : 'get'
}

function callsFuncGetArgs(node: Node): boolean {
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (callOf(next)?.word === 'func_get_args') return true
    waiting.push(...children(next))
  }
  return false
}
