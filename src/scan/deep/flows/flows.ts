/** Where inputs go, followed through the statements of each function of a file. */
import {namedFunctions} from '../functions.ts'
import type {InputFunctions} from '../input-functions.ts'
import {child, isClassLike, lineOf, list, type Node, statementsOf, textOf} from '../tree.ts'
import type {InputFlow} from '../types.ts'
import {leaves} from '../unreachable.ts'
import {type Origin, State} from './state.ts'
import {assign, type FlowContext, inputsIn} from './values.ts'

/** Flows of a file that are kept; a file with more is read as a whole. */
const MOST_FLOWS = 2000

/**
 * The way of every input from where it is read to where it ends, inside one function and through plain assignments:
 * what may happen, on any way through the code. What another function does with it is not followed.
 */
export function flowsOf(program: Node, source: string, functions: InputFunctions): InputFlow[] {
  const found = new Map<string, InputFlow>()
  new FlowWalk(source, undefined, functions, found).block(statementsOf(program))
  for (const {name, node} of namedFunctions(program)) {
    new FlowWalk(source, name, functions, found).block(statementsOf(child(node, 'body')))
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.endLine - b.endLine)
}

class FlowWalk implements FlowContext {
  readonly source: string
  readonly functions: InputFunctions
  state = new State()
  readonly #inside: string | undefined
  readonly #found: Map<string, InputFlow>

  constructor(source: string, inside: string | undefined, functions: InputFunctions, found: Map<string, InputFlow>) {
    this.source = source
    this.functions = functions
    this.#inside = inside
    this.#found = found
  }

  report(origins: readonly Origin[], into: InputFlow['into'], at: Node): void {
    for (const {input, line, steps, asSent} of origins) {
      const key = JSON.stringify([input, line, into, lineOf(at), steps.map(({text}) => text)])
      if (this.#found.has(key) || this.#found.size >= MOST_FLOWS) continue
      this.#found.set(key, {
        input,
        line,
        ...(this.#inside === undefined ? {} : {inside: this.#inside}),
        steps: [...steps],
        into,
        text: textOf(this.source, at),
        endLine: lineOf(at),
        asSent,
      })
    }
  }

  closure(node: Node): void {
    const before = this.state
    this.state = before.copy()
    if (node.kind === 'closure') this.block(statementsOf(child(node, 'body')))
    else inputsIn(child(node, 'body'), this)
    this.state = before
  }

  /** Runs statements up to the first that always leaves; says whether one does. */
  block(statements: readonly Node[]): boolean {
    for (const statement of statements) if (this.statement(statement)) return true
    return false
  }

  statement(node: Node | undefined): boolean {
    if (!node || node.kind === 'function' || isClassLike(node)) return false
    switch (node.kind) {
      case 'block':
      case 'namespace':
      case 'declare':
        return this.block(statementsOf(node))
      case 'if':
        this.#decide(child(node, 'test'))
        return this.#ways([() => this.statement(child(node, 'body')), () => this.statement(child(node, 'alternate'))])
      case 'switch':
        this.#decide(child(node, 'test'))
        this.#ways([
          () => false,
          ...list(child(node, 'body'), 'children').map((one) => () => this.block(statementsOf(child(one, 'body')))),
        ])
        return false
      case 'for':
      case 'while':
      case 'do':
      case 'foreach':
        this.#loop(node)
        return false
      case 'try':
        this.#try(node)
        return false
      case 'echo':
        for (const expression of list(node, 'expressions'))
          this.report(inputsIn(expression, this), 'output', expression)
        return false
      case 'return':
        this.#return(node)
        return true
      default:
        inputsIn(node, this)
        return leaves(node) !== undefined
    }
  }

  #decide(test: Node | undefined): void {
    if (test) this.report(inputsIn(test, this), 'condition', test)
  }

  #return(node: Node): void {
    const value = inputsIn(child(node, 'expr'), this)
    if (this.#inside !== undefined) this.report(value, 'return', node)
  }

  /** Runs each way from the same state and goes on with what those leave that do not end; whether all of them end. */
  #ways(ways: readonly (() => boolean)[]): boolean {
    const before = this.state
    let after: State | undefined
    for (const way of ways) {
      this.state = before.copy()
      if (!way()) after = after ? after.merge(this.state) : this.state
    }
    this.state = after ?? before
    return after === undefined
  }

  #loop(node: Node): void {
    for (const part of [...list(node, 'init'), ...list(node, 'test')]) inputsIn(part, this)
    this.#decide(child(node, 'test'))
    const source = inputsIn(child(node, 'source'), this)
    this.#ways([
      () => false,
      () => {
        for (const field of ['key', 'value']) {
          const variable = child(node, field)
          if (variable) assign(variable, source, this)
        }
        const ends = this.statement(child(node, 'body'))
        for (const part of list(node, 'increment')) inputsIn(part, this)
        return ends
      },
    ])
  }

  #try(node: Node): void {
    this.#ways([
      () => this.statement(child(node, 'body')),
      ...list(node, 'catches').map((caught) => () => this.statement(child(caught, 'body'))),
    ])
    this.statement(child(node, 'always'))
  }
}
