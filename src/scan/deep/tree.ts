/** Reading a syntax tree of php-parser without depending on its classes. */
import {decodeText, oneLine} from '../text.ts'

/** A node: its kind, where it is, and fields that depend on the kind. */
export interface Node {
  kind: string
  loc?: {start: Position; end: Position} | null
  [field: string]: unknown
}

interface Position {
  /** From 1. */
  line: number
  offset: number
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
}

/** The node in a field, if there is one. */
export function child(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field]
  return isNode(value) ? value : undefined
}

/** The nodes in a list field; holes (`list(, $a)`) are left out. */
export function list(node: Node | undefined, field: string): Node[] {
  const value = node?.[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** All nodes directly below a node, in the order of its fields, which is that of the source for most kinds. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const field in node) {
    if (field === 'loc') continue
    const value = node[field]
    if (isNode(value)) found.push(value)
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push(item)
  }
  return found
}

/** The statements of a body: those of a block, or the one statement that stands for it. */
export function statementsOf(body: Node | undefined): Node[] {
  if (!body) return []
  return body.kind === 'block' || body.kind === 'program' || body.kind === 'namespace' || body.kind === 'declare'
    ? list(body, 'children')
    : [body]
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0
}

export function lastLineOf(node: Node): number {
  return node.loc?.end.line ?? lineOf(node)
}

/** The source of a node on one line; `source` is Latin-1, as it was parsed. */
export function textOf(source: string, node: Node | undefined): string {
  if (!node?.loc) return ''
  const text = source.slice(node.loc.start.offset, endOf(source, node))
  return oneLine(text.endsWith(';') ? text.slice(0, -1) : text)
}

/**
 * Where a node ends. php-parser lets a call end where the expression ends that it is a part of, and some expressions
 * before their last bracket; a call ends with the bracket after its last argument.
 */
function endOf(source: string, node: Node): number {
  const end = node.loc?.end.offset ?? 0
  const inner = node.kind === 'call' ? (list(node, 'arguments').at(-1) ?? child(node, 'what')) : undefined
  if (!inner?.loc || inner === node) return end
  const bracket = source.indexOf(')', endOf(source, inner))
  return bracket < 0 || bracket >= end ? end : bracket + 1
}

/** The text of a name, identifier or string field, decoded: `$node.name` may be a string or a node of its own. */
export function nameOf(node: Node | undefined, field = 'name'): string | undefined {
  const value = node?.[field]
  if (typeof value === 'string') return decodeText(value)
  return isNode(value) ? nameOf(value) : undefined
}

/** Whether a node opens a scope of variables of its own. */
export function isFunctionLike(node: Node): boolean {
  return node.kind === 'function' || node.kind === 'method' || node.kind === 'closure' || node.kind === 'arrowfunc'
}

/** Whether a node is a class, interface, trait or enum; an anonymous class too. */
export function isClassLike(node: Node): boolean {
  return node.kind === 'class' || node.kind === 'interface' || node.kind === 'trait' || node.kind === 'enum'
}
