/** What single nodes of php-parser's syntax tree say. */
import {child, type Node} from '../../../src/scan/deep/tree.ts'

/** Superglobals by the names of their variables. */
export const SOURCES = new Map<unknown, string>(
  Object.entries({
    _GET: 'get',
    _POST: 'post',
    _REQUEST: 'request',
    _COOKIE: 'cookie',
    _FILES: 'files',
    _SERVER: 'server',
    _ENV: 'env',
    _SESSION: 'session',
    GLOBALS: 'globals',
    HTTP_GET_VARS: 'get',
    HTTP_POST_VARS: 'post',
    HTTP_COOKIE_VARS: 'cookie',
    HTTP_POST_FILES: 'files',
    HTTP_SERVER_VARS: 'server',
    HTTP_ENV_VARS: 'env',
    HTTP_SESSION_VARS: 'session',
    HTTP_RAW_POST_DATA: 'post',
  }),
)

/** Where a node stands. */
export interface Place {
  /** `login`, `Cart::add`, or `''` at the top level. */
  inside: string
  /** The class around it, as written. */
  owner: string
}

/** Names of types that are no classes. */
export const TYPES = new Set(
  'self parent static int float string bool array callable iterable object mixed void never null false true'.split(' '),
)

export function branchesOf(node: Node): number {
  switch (node.kind) {
    case 'if':
    case 'for':
    case 'foreach':
    case 'while':
    case 'do':
    case 'catch':
    case 'retif':
      return 1
    case 'case':
      return node.test ? 1 : 0
    case 'matcharm':
      return node.conds ? 1 : 0
    case 'bin':
      return ['&&', '||', 'and', 'or', 'xor', '??'].includes(String(node.type)) ? 1 : 0
    case 'assign':
      return node.operator === '??=' ? 1 : 0
    default:
      return 0
  }
}

export function textOf(node: Node): string {
  return String(node.name).replace(/^\\/, '')
}

export function nameOf(node: Node): string {
  const {name} = node
  const written = typeof name === 'string' ? name : child(node, 'name')?.name
  return typeof written === 'string' ? written : ''
}

/** A literal key; `''` for `[]`; `undefined` when it is computed. */
export function keyOf(offset: Node | undefined): string | undefined {
  if (!offset) return ''
  switch (offset.kind) {
    case 'string':
    case 'number':
      return String(offset.value)
    case 'identifier':
      return String(offset.name)
    case 'name':
      return /^[A-Z][A-Z0-9_]*$/.test(textOf(offset)) ? undefined : String(offset.name)
    case 'unary':
      return offset.type === '-' && child(offset, 'what')?.kind === 'number'
        ? `-${child(offset, 'what')?.value}`
        : undefined
    default:
      return undefined
  }
}

/** A variable, or an element of one. */
export function isVariable(node: Node | undefined): boolean {
  if (node?.kind === 'offsetlookup') return isVariable(child(node, 'what'))
  return node?.kind === 'variable' && typeof node.name === 'string'
}

export function staticName(what: Node, offset: Node, {inside, owner}: Place): string {
  const method = String(offset.name).toLowerCase()
  const target = child(what, 'what')
  if (target?.kind === 'parentreference') return `->${method}`
  if (target?.kind === 'name') return `${textOf(target).toLowerCase().replace(/^.*\\/, '')}::${method}`
  const isOwn = target?.kind === 'selfreference' || target?.kind === 'staticreference'
  return isOwn && inside.includes('::') ? `${owner.toLowerCase()}::${method}` : `->${method}`
}
