/** The inputs in the value of an expression, and the sinks that they meet on the way. */
import {isBuiltin, isConverting} from '../builtins.ts'
import {callOf, type DeepCall} from '../calls.ts'
import {type InputFunctions, inputFunctionOf} from '../input-functions.ts'
import {child, children, isClassLike, lineOf, list, type Node, nameOf, textOf} from '../tree.ts'
import type {InputFlow} from '../types.ts'
import {binds, sinkOf} from './sinks.ts'
import {type Origin, pathOf, type State, through, together} from './state.ts'

/** What visitors send, by the name of the superglobal; the old long names are those of PHP before 5.4. */
const INPUTS = /^(?:_(?:GET|POST|REQUEST|COOKIE|FILES)|HTTP_(?:GET|POST|COOKIE)_VARS)$/
/** Of `$_SERVER`, what a visitor has a say in. */
const SERVER_INPUT =
  /^(?:HTTP_\w+|QUERY_STRING|REQUEST_URI|PHP_SELF|PATH_INFO|ORIG_PATH_INFO|PATH_TRANSLATED|PHP_AUTH_\w+|REMOTE_ADDR|REMOTE_HOST|REMOTE_USER)$/

/** What the evaluation of expressions works on. */
export interface FlowContext {
  source: string
  state: State
  functions: InputFunctions
  /** A value with inputs ends somewhere. */
  report: (origins: readonly Origin[], into: InputFlow['into'], at: Node) => void
  /** Runs the body of a closure, with its variables. */
  closure: (node: Node) => void
}

const NONE: readonly Origin[] = []

/** The inputs in the value of an expression. Assignments in it change the state. */
export function inputsIn(node: Node | undefined, context: FlowContext): readonly Origin[] {
  if (!node || isClassLike(node)) return NONE
  switch (node.kind) {
    case 'variable':
    case 'offsetlookup':
    case 'propertylookup':
      return variable(node, context)
    case 'assign':
    case 'assignref':
      return assignment(node, context)
    case 'cast':
      return through(inputsIn(child(node, 'expr'), context), `(${String(node.type)})`, lineOf(node), {
        converts: !/^(string|array|object)$/.test(String(node.type)),
      })
    case 'call':
    case 'new':
      return call(node, context)
    case 'retif':
      return choice(node, context)
    case 'isset':
    case 'empty':
    case 'closure':
    case 'arrowfunc':
      if (node.kind === 'closure' || node.kind === 'arrowfunc') context.closure(node)
      return NONE
    case 'print':
      context.report(inputsIn(child(node, 'expression'), context), 'output', node)
      return NONE
    case 'exit':
      context.report(inputsIn(child(node, 'expression'), context), 'output', node)
      return NONE
    case 'eval':
      context.report(inputsIn(child(node, 'source'), context), 'eval', node)
      return NONE
    case 'include':
      context.report(inputsIn(child(node, 'target'), context), 'include', node)
      return NONE
    case 'encapsed': {
      const parts = all(node, context)
      if (node.type === 'shell') context.report(parts, 'process', node)
      return parts
    }
    default:
      return all(node, context)
  }
}

/** The inputs of all parts of an expression. */
function all(node: Node, context: FlowContext): readonly Origin[] {
  let found = NONE
  for (const below of children(node)) found = together(found, inputsIn(below, context))
  return found
}

function variable(node: Node, context: FlowContext): readonly Origin[] {
  const path = pathOf(node)
  const known = path === undefined ? undefined : context.state.get(path)
  if (known) return known
  if (isInput(node)) return [{input: textOf(context.source, node), line: lineOf(node), steps: [], asSent: true}]
  if (path !== undefined) return NONE
  // Of an element with a computed key any may be meant.
  inputsIn(child(node, 'offset'), context)
  return inputsIn(child(node, 'what'), context)
}

/** `$_GET`, `$_POST['qty'][3]`, `$_SERVER['HTTP_REFERER']`. */
function isInput(node: Node): boolean {
  let name = node
  let key: Node | undefined
  while (name.kind === 'offsetlookup') {
    key = child(name, 'offset')
    name = child(name, 'what') ?? {kind: ''}
  }
  if (name.kind !== 'variable') return false
  if (name.name === '_SERVER') return key?.kind === 'string' && SERVER_INPUT.test(String(key.value))
  return INPUTS.test(String(name.name))
}

function assignment(node: Node, context: FlowContext): readonly Origin[] {
  const left = child(node, 'left')
  const value = inputsIn(child(node, 'right'), context)
  const added = node.kind === 'assign' && node.operator !== '=' ? inputsIn(left, context) : NONE
  if (left) assign(left, together(added, value), context)
  return value
}

/** Gives a value to a variable, to an element of one, or to several at once with `list()`. */
export function assign(left: Node, origins: readonly Origin[], context: FlowContext): void {
  if (left.kind === 'list' || left.kind === 'array') {
    for (const item of list(left, 'items')) {
      const target = child(item, 'value') ?? item
      assign(target, origins, context)
    }
    return
  }
  const path = pathOf(left)
  if (/^\$_SESSION\b/.test(path ?? textOf(context.source, left))) context.report(origins, 'session', left)
  if (path !== undefined) context.state.set(path, through(origins, textOf(context.source, left), lineOf(left)))
}

function choice(node: Node, context: FlowContext): readonly Origin[] {
  const test = inputsIn(child(node, 'test'), context)
  const yes = child(node, 'trueExpr')
  return together(yes ? inputsIn(yes, context) : test, inputsIn(child(node, 'falseExpr'), context))
}

function call(node: Node, context: FlowContext): readonly Origin[] {
  const found = callOf(node)
  const what = child(node, 'what')
  const receiver = what?.kind === 'name' ? NONE : inputsIn(child(what, 'what'), context)
  let given = NONE
  for (const argument of found?.arguments ?? []) given = together(given, inputsIn(argument, context))
  if (!found) return given
  if (isFilter(found)) {
    const input = {input: textOf(context.source, node), line: lineOf(node), steps: [], asSent: true}
    return [{...input, asSent: found.arguments.length < 3}]
  }
  // What such a function does with the value is not followed: it may be anything but what was sent.
  if (inputFunctionOf(found, context.functions))
    return [{input: textOf(context.source, node), line: lineOf(node), steps: [], asSent: false}]
  const sink = sinkOf(found)
  if (sink) context.report(binds(found) ? through(given, 'bound', lineOf(node), {converts: true}) : given, sink, node)
  const isOwn = !(found.isFunction && isBuiltin(found.word))
  const converts = isOwn || isConverting(found.word)
  return through(together(receiver, given), `${nameOf(what) ?? found.name}()`, lineOf(node), {converts})
}

/** `filter_input(INPUT_GET, 'id')`; with a filter it is no longer as it was sent. */
function isFilter({isFunction, word}: DeepCall): boolean {
  return isFunction && (word === 'filter_input' || word === 'filter_input_array')
}
