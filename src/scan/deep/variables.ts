/** Which variables of a function, or of the top level, come from outside. */
import {callOf} from './calls.ts'
import {child, children, isClassLike, lineOf, list, type Node, nameOf} from './tree.ts'
import type {OutsideVariable} from './types.ts'

type Access = OutsideVariable['access']

const SUPERGLOBALS = new Set('_GET _POST _REQUEST _COOKIE _FILES _SERVER _ENV _SESSION'.split(' '))

/** Arguments that PHP's own functions fill by reference, by position (PHP manual, the parameters marked `&`). */
const FILLED: Readonly<Record<string, number>> = {
  preg_match: 2,
  preg_match_all: 2,
  parse_str: 1,
  exec: 1,
  system: 1,
  passthru: 1,
  similar_text: 2,
  getimagesize: 1,
  str_replace: 3,
  openssl_sign: 1,
  fsockopen: 2,
}

/**
 * Variables that the code uses and that are not its own, in the order in which they appear.
 *
 * @param own names that have a value from the start: the parameters
 * @param isTopLevel whether a variable without a value comes from elsewhere: from an include, or from nobody
 */
export function outsideVariables(body: readonly Node[], own: Iterable<string>, isTopLevel: boolean): OutsideVariable[] {
  const collector = new Collector(own, isTopLevel)
  for (const node of body) collector.visit(node, 'read')
  return [...collector.found.values()]
}

class Collector {
  readonly found = new Map<string, OutsideVariable>()
  readonly #own: Set<string>
  readonly #globals = new Set<string>()
  readonly #isTopLevel: boolean

  constructor(own: Iterable<string>, isTopLevel: boolean) {
    this.#own = new Set(own)
    this.#isTopLevel = isTopLevel
  }

  visit(node: Node | undefined, access: Access): void {
    if (!node || node.kind === 'function' || isClassLike(node)) return
    switch (node.kind) {
      case 'variable':
        if (typeof node.name === 'string') this.#variable(nameOf(node) ?? '', access, lineOf(node))
        else this.visit(child(node, 'name'), 'read')
        break
      case 'offsetlookup':
        this.#element(node, access)
        break
      case 'propertylookup':
      case 'nullsafepropertylookup':
        this.#property(node, access)
        break
      case 'assign':
      case 'assignref':
        this.visit(child(node, 'right'), 'read')
        this.visit(child(node, 'left'), node.kind === 'assign' && node.operator !== '=' ? 'both' : 'write')
        break
      case 'list':
      case 'array':
        for (const item of list(node, 'items')) this.visit(item, access)
        break
      case 'entry':
        this.visit(child(node, 'key'), 'read')
        this.visit(child(node, 'value'), access)
        break
      case 'pre':
      case 'post':
        this.visit(child(node, 'what'), 'both')
        break
      case 'foreach':
        this.visit(child(node, 'source'), 'read')
        this.visit(child(node, 'key'), 'write')
        this.visit(child(node, 'value'), 'write')
        this.visit(child(node, 'body'), 'read')
        break
      case 'unset':
        for (const variable of list(node, 'variables')) this.visit(variable, 'write')
        break
      case 'isset':
        this.#tested(list(node, 'variables'))
        break
      case 'empty':
        this.#tested(children(node))
        break
      case 'global':
        for (const item of list(node, 'items')) this.#globals.add(nameOf(item) ?? '')
        break
      case 'staticvariable':
        this.visit(child(node, 'variable'), 'write')
        break
      case 'catch':
        this.visit(child(node, 'variable'), 'write')
        this.visit(child(node, 'body'), 'read')
        break
      case 'closure':
      case 'arrowfunc':
        this.#closure(node)
        break
      case 'call':
        this.#call(node)
        break
      default:
        for (const below of children(node)) this.visit(below, 'read')
    }
  }

  #variable(name: string, access: Access, line: number): void {
    if (SUPERGLOBALS.has(name)) this.#note(`$${name}`, 'superglobal', access, line)
    else if (this.#globals.has(name)) this.#note(`$${name}`, 'global', access, line)
    else if (access === 'write' || this.#own.has(name)) this.#own.add(name)
    else if (this.#isTopLevel && name !== 'this' && name !== 'GLOBALS') this.#note(`$${name}`, 'unset', access, line)
  }

  #note(name: string, how: OutsideVariable['how'], access: Access, line: number): void {
    const known = this.found.get(name)
    if (!known) this.found.set(name, {name, how, access, line})
    else if (known.access !== access) known.access = 'both'
  }

  /** `$a['x']`, `$GLOBALS['db']`; writing an element makes the variable. */
  #element(node: Node, access: Access): void {
    const what = child(node, 'what')
    const key = child(node, 'offset')
    const isGlobal = what?.kind === 'variable' && what.name === 'GLOBALS' && key?.kind === 'string'
    if (isGlobal) this.#note(`$${nameOf(key, 'value')}`, 'global', access, lineOf(node))
    else this.visit(what, access)
    this.visit(key, 'read')
  }

  #property(node: Node, access: Access): void {
    const what = child(node, 'what')
    const name = nameOf(child(node, 'offset'))
    if (what?.kind === 'variable' && what.name === 'this' && name !== undefined)
      this.#note(`$this->${name}`, 'this', access, lineOf(node))
    else this.visit(what, 'read')
  }

  /** A test whether a variable has a value needs none; what visitors send is read all the same. */
  #tested(nodes: readonly Node[]): void {
    for (const node of nodes) {
      const tested = baseOf(node)
      if (tested.kind !== 'variable' || tested.name === 'GLOBALS' || tested.name === 'this') this.visit(node, 'read')
      else if (SUPERGLOBALS.has(nameOf(tested) ?? '') || this.#globals.has(nameOf(tested) ?? ''))
        this.visit(node, 'read')
    }
  }

  #closure(node: Node): void {
    const parameters = list(node, 'arguments').map((parameter) => nameOf(parameter) ?? '')
    for (const used of list(node, 'uses')) this.visit(used, 'read')
    const isArrow = node.kind === 'arrowfunc'
    const inner = new Collector(isArrow ? [...this.#own, ...parameters] : parameters, isArrow && this.#isTopLevel)
    inner.visit(child(node, 'body'), 'read')
    for (const variable of inner.found.values()) this.#note(variable.name, variable.how, variable.access, variable.line)
  }

  #call(node: Node): void {
    const call = callOf(node)
    const what = child(node, 'what')
    // The name of a method is no property.
    if (what?.kind === 'propertylookup' || what?.kind === 'nullsafepropertylookup')
      this.visit(child(what, 'what'), 'read')
    else if (what?.kind !== 'name') this.visit(what, 'read')
    const filled = call?.isFunction ? FILLED[call.word] : undefined
    for (const [index, argument] of (call?.arguments ?? []).entries())
      this.visit(argument, filled !== undefined && index >= filled ? 'write' : 'read')
  }
}

function baseOf(node: Node): Node {
  let base = node
  for (let what = child(base, 'what'); what; what = child(base, 'what')) base = what
  return base
}
