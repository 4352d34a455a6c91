/** The functions of a file: what they take, give, call and use from outside. */
import {callOf} from './calls.ts'
import {either, shapeOf, type Types} from './shapes.ts'
import {
  child,
  children,
  isClassLike,
  isFunctionLike,
  lastLineOf,
  lineOf,
  list,
  type Node,
  nameOf,
  statementsOf,
  textOf,
} from './tree.ts'
import type {DeepFunction, DeepParameter} from './types.ts'
import {outsideVariables} from './variables.ts'

/** The top level first, then every function and method with a body, in the order of the source. */
export function functionsOf(program: Node, source: string): DeepFunction[] {
  const body = statementsOf(program)
  const topLevel: DeepFunction = {
    name: '',
    line: 1,
    lastLine: lastLineOf(program),
    parameters: [],
    returns: returnsOf(body, new Map()),
    isDeclared: false,
    calls: callsIn(body),
    outside: outsideVariables(body, [], true),
  }
  return [topLevel, ...namedFunctions(program).map(({name, node}) => functionOf(name, node, source))]
}

/** A function or method, and its name with that of its class. */
export interface NamedFunction {
  name: string
  node: Node
}

/** Every function and method with a body, those in conditions and in other functions too, in the order of the source. */
export function namedFunctions(program: Node): NamedFunction[] {
  const found: NamedFunction[] = []
  const waiting: {node: Node; className: string}[] = [{node: program, className: ''}]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const {node} = next
    let {className} = next
    if (isClassLike(node)) className = `${nameOf(node) ?? 'class'}::`
    if ((node.kind === 'function' || node.kind === 'method') && child(node, 'body'))
      found.push({name: `${node.kind === 'method' ? className : ''}${nameOf(node) ?? ''}`, node})
    for (const below of children(node).reverse()) waiting.push({node: below, className})
  }
  return found
}

function functionOf(name: string, node: Node, source: string): DeepFunction {
  const parameters = list(node, 'arguments').map((parameter) => parameterOf(parameter, source))
  const body = statementsOf(child(node, 'body'))
  const types = typesOf(parameters, body)
  const declared = declaredType(node, source)
  return {
    name,
    line: lineOf(node),
    lastLine: lastLineOf(node),
    parameters,
    returns: declared ?? returnsOf(body, types),
    isDeclared: declared !== undefined,
    calls: callsIn(body),
    outside: outsideVariables(
      body,
      parameters.map((parameter) => parameter.name),
      false,
    ),
  }
}

function parameterOf(node: Node, source: string): DeepParameter {
  const value = child(node, 'value')
  const fallback = textOf(source, value)
  const guessed = value ? shapeOf(value, new Map()) : 'mixed'
  return {
    name: nameOf(node) ?? '',
    // A default of null says that there may be another type.
    type: declaredType(node, source) ?? (guessed === 'null' ? 'mixed' : guessed),
    ...(value ? {fallback} : {}),
    ...(node.byref === true ? {byReference: true} : {}),
    ...(node.variadic === true ? {variadic: true} : {}),
  }
}

function declaredType(node: Node, source: string): string | undefined {
  const text = textOf(source, child(node, 'type'))
  if (text === '') return undefined
  return node.nullable === true && !text.startsWith('?') ? `?${text}` : text
}

/** Types of variables that get one value only; a parameter that is given another value loses its own. */
function typesOf(parameters: readonly DeepParameter[], body: readonly Node[]): Types {
  const types = new Map(parameters.filter(({type}) => type !== 'mixed').map(({name, type}) => [name, type]))
  for (const node of ownNodes(body)) {
    const left = node.kind === 'assign' ? child(node, 'left') : undefined
    const name = left?.kind === 'variable' ? nameOf(left) : undefined
    if (name === undefined) continue
    const [before, shape] = [types.get(name), shapeOf(node, types)]
    types.set(name, before === undefined ? shape : either(before, shape))
  }
  return types
}

function returnsOf(body: readonly Node[], types: Types): string {
  const given: string[] = []
  for (const node of ownNodes(body)) {
    if (node.kind === 'yield' || node.kind === 'yieldfrom') return 'Generator'
    if (node.kind === 'return') given.push(shapeOf(child(node, 'expr'), types))
  }
  if (given.every((shape) => shape === 'void')) return 'void'
  return given.map((shape) => (shape === 'void' ? 'null' : shape)).reduce(either)
}

function callsIn(body: readonly Node[]): DeepFunction['calls'] {
  const found = new Map<string, DeepFunction['calls'][number]>()
  for (const node of ownNodes(body, true)) {
    const call = callOf(node)
    if (!call) continue
    const known = found.get(call.name)
    if (known) known.times++
    else found.set(call.name, {name: call.name, times: 1, line: lineOf(node)})
  }
  return [...found.values()].sort((a, b) => b.times - a.times || a.line - b.line)
}

/** The nodes of a body in the order of the source, without those of functions and classes in it. */
export function* ownNodes(body: readonly Node[], withClosures = false): Generator<Node> {
  const waiting = [...body].reverse()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isClassLike(node) || (isFunctionLike(node) && !(withClosures && node.kind !== 'function'))) continue
    yield node
    waiting.push(...children(node).reverse())
  }
}
