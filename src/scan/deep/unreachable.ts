/** Code that nothing reaches. */
import {child, children, lastLineOf, lineOf, list, type Node, statementsOf, textOf} from './tree.ts'
import type {OutlineNode, UnreachableCode} from './types.ts'

/** What follows a statement that always leaves its block, in any block of the file. */
export function unreachableCode(program: Node, source: string): UnreachableCode[] {
  const found: UnreachableCode[] = []
  const waiting = [program]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const dead = deadPart(list(node, 'children'))
    if (dead) found.push(unreachable(dead, source))
    waiting.push(...children(node))
  }
  return found.sort((a, b) => a.line - b.line)
}

interface DeadPart {
  leaves: Node
  statements: Node[]
}

function deadPart(statements: readonly Node[]): DeadPart | undefined {
  const index = statements.findIndex((statement) => leaves(statement) !== undefined)
  const leaving = statements[index]
  if (!leaving) return undefined
  const rest = statements.slice(index + 1)
  // A label may be jumped to; declarations hold wherever they stand.
  const label = rest.findIndex(({kind}) => kind === 'label')
  const dead = (label < 0 ? rest : rest.slice(0, label)).filter((statement) => !isHarmless(statement))
  // An `exit` after `die()`, or a `return` after a `throw`, is a habit and loses nothing.
  return dead.some((statement) => leaves(statement) === undefined) ? {leaves: leaving, statements: dead} : undefined
}

function isHarmless(node: Node): boolean {
  if (node.kind === 'inline') return String(node.value).trim() === ''
  // After the return or exit of every branch people still write `break`.
  return [
    'function',
    'class',
    'interface',
    'trait',
    'enum',
    'break',
    'noop',
    'halt',
    'usegroup',
    'constantstatement',
  ].includes(node.kind)
}

function unreachable({leaves: leaving, statements}: DeadPart, source: string): UnreachableCode {
  const [first, last] = [statements[0], statements.at(-1)]
  return {
    line: first ? lineOf(first) : 0,
    lastLine: last ? lastLineOf(last) : 0,
    text: textOf(source, first),
    after: {line: lineOf(leaving), text: textOf(source, leaving)},
  }
}

/** How a statement always leaves the block it stands in; nothing when it may go on to the next. */
export function leaves(node: Node): OutlineNode['ends'] | 'loop' | undefined {
  switch (node.kind) {
    case 'expressionstatement':
      return child(node, 'expression')?.kind === 'exit'
        ? 'exit'
        : child(node, 'expression')?.kind === 'throw'
          ? 'throw'
          : undefined
    case 'exit':
      return 'exit'
    case 'return':
      return 'return'
    case 'throw':
      return 'throw'
    case 'break':
    case 'continue':
    case 'goto':
      return 'loop'
    case 'block':
      return leavesAll(statementsOf(node))
    case 'if': {
      const body = leavesBody(child(node, 'body'))
      const alternate = leavesBody(child(node, 'alternate'))
      return body && alternate ? (body === 'loop' ? alternate : body) : undefined
    }
    default:
      return undefined
  }
}

function leavesBody(body: Node | undefined): ReturnType<typeof leaves> {
  return body ? leaves(body) : undefined
}

/** How a list of statements always ends. */
export function leavesAll(statements: readonly Node[]): ReturnType<typeof leaves> {
  if (statements.some(({kind}) => kind === 'label')) return undefined
  for (const statement of statements) {
    const way = leaves(statement)
    if (way) return way
  }
  return undefined
}
