import {child, list, type Node, nameOf} from './tree.ts'

/** A call, however it is written. */
export interface DeepCall {
  /** `db_query`, `->fetch`, `Cart::find`, `new Cart`, `$callback`. */
  name: string
  /** The last part in lower case, as functions and methods are compared: `fetch`, `find`. */
  word: string
  /** A function, not a method or constructor. */
  isFunction: boolean
  arguments: Node[]
}

/** The call that a node is, if it is one: of a function, a method, a static method or a constructor. */
export function callOf(node: Node): DeepCall | undefined {
  if (node.kind === 'new') {
    const name = nameOf(child(node, 'what')) ?? 'class'
    return {name: `new ${plain(name)}`, word: '', isFunction: false, arguments: list(node, 'arguments')}
  }
  if (node.kind !== 'call') return undefined
  const what = child(node, 'what')
  const given = list(node, 'arguments')
  const method = nameOf(child(what, 'offset')) ?? '…'
  switch (what?.kind) {
    case 'name': {
      const name = plain(nameOf(what) ?? '…')
      return {name, word: name.toLowerCase(), isFunction: true, arguments: given}
    }
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return {name: `->${method}`, word: method.toLowerCase(), isFunction: false, arguments: given}
    case 'staticlookup': {
      const name = `${plain(nameOf(child(what, 'what')) ?? ofKind(child(what, 'what')))}::${method}`
      return {name, word: method.toLowerCase(), isFunction: false, arguments: given}
    }
    case 'variable':
      return {name: `$${nameOf(what) ?? '…'}`, word: '', isFunction: false, arguments: given}
    default:
      return {name: '…', word: '', isFunction: false, arguments: given}
  }
}

function plain(name: string): string {
  return name.startsWith('\\') ? name.slice(1) : name
}

function ofKind(node: Node | undefined): string {
  switch (node?.kind) {
    case 'selfreference':
      return 'self'
    case 'parentreference':
      return 'parent'
    case 'staticreference':
      return 'static'
    default:
      return '…'
  }
}
