/** Which function or class a token stands in. */
import {isWord, Kind} from '../tokens/kinds.ts'
import type {Tokens} from '../tokens/tokens.ts'

export interface Scope {
  kind: 'file' | 'function' | 'method' | 'closure' | 'class'
  /** `login`, `Cart::add`; of a closure, the name of what it stands in. Empty at the top level of the file. */
  name: string
  /** For a class: its own kind and where it is declared. */
  declared?: 'class' | 'interface' | 'trait' | 'enum'
  /** The name of the class that a class extends. */
  extends?: string
  /** The token of the name, or of the keyword when it has none. */
  token: number
  /** Tokens of the body, without its braces. */
  start: number
  end: number
  /** Names of the parameters, with `$`, in order. */
  parameters: string[]
  parent: number
}

export interface Scopes {
  list: Scope[]
  /** The index in `list` of the innermost scope of every token. */
  of: Uint32Array
}

/** Finds functions, methods, closures and classes with their bodies. */
export function findScopes(tokens: Tokens, partners: Int32Array): Scopes {
  const {count} = tokens
  const file: Scope = {kind: 'file', name: '', token: 0, start: 0, end: count, parameters: [], parent: -1}
  const list = [file]
  const of = new Uint32Array(count)
  const bodies = new Map<number, Scope>()
  let current = 0
  let currentEnd = count
  for (let index = 0; index < count; index++) {
    while (current && index >= currentEnd) {
      current = list[current]?.parent ?? 0
      currentEnd = list[current]?.end ?? 0
    }
    const entered = bodies.size ? bodies.get(index) : undefined
    if (entered) {
      bodies.delete(index)
      entered.parent = current
      entered.name = qualified(entered, list[current])
      if (entered.kind === 'function' && list[current]?.kind === 'class') entered.kind = 'method'
      current = list.push(entered) - 1
      currentEnd = entered.end
    }
    of[index] = current
    const header = headerAt(tokens, partners, index)
    if (header) bodies.set(header.start, header)
  }
  return {list, of}
}

function headerAt(tokens: Tokens, partners: Int32Array, at: number): Scope | undefined {
  switch (tokens.kinds[at]) {
    case Kind.Function:
      return functionHeader(tokens, partners, at)
    case Kind.Class:
    case Kind.Interface:
    case Kind.Trait:
      return classHeader(tokens, partners, at, DECLARED.get(tokens.kinds[at] ?? 0))
    case Kind.Name:
      return isEnum(tokens, at) ? classHeader(tokens, partners, at, 'enum') : undefined
    default:
      return undefined
  }
}

function qualified(scope: Scope, parent: Scope | undefined): string {
  if (!parent) return scope.name
  if (scope.kind === 'closure') return parent.name
  return parent.kind === 'class' && scope.kind !== 'class' ? `${parent.name}::${scope.name}` : scope.name
}

function functionHeader(
  {source, count, kinds, starts, ends}: Tokens,
  partners: Int32Array,
  keyword: number,
): Scope | undefined {
  if (kinds[keyword - 1] === Kind.Use) return undefined
  let at = keyword + 1
  if (kinds[at] === 38) at++
  const named = isWord(kinds[at] ?? 0)
  const token = named ? at : keyword
  const name = named ? source.slice(starts[at], ends[at]) : ''
  if (named) at++
  if (kinds[at] !== 40 || (partners[at] ?? -1) < 0) return undefined
  const close = partners[at] ?? at
  const parameters: string[] = []
  // A function among the parameters has its own: looking no further keeps nested ones linear.
  for (let index = at + 1; index < close && kinds[index] !== Kind.Function; index++) {
    if (kinds[index] === Kind.Variable) parameters.push(source.slice(starts[index], ends[index]))
  }
  at = close + 1
  while (at < count && isBetweenHeaderAndBody(kinds[at] ?? 0))
    at = kinds[at] === 40 && (partners[at] ?? -1) > at ? (partners[at] ?? at) + 1 : at + 1
  if (kinds[at] !== 123) return undefined
  return {kind: named ? 'function' : 'closure', name, token, ...body(partners, at, count), parameters, parent: 0}
}

/** `use ($x)` and `: ?A|(B&C)`. */
function isBetweenHeaderAndBody(kind: number): boolean {
  return (
    kind === 58 || kind === 63 || kind === 124 || kind === 38 || kind === 40 || (isWord(kind) && kind !== Kind.Function)
  )
}

function body(partners: Int32Array, brace: number, count: number): {start: number; end: number} {
  const partner = partners[brace] ?? -1
  return {start: brace + 1, end: partner < 0 ? count : partner}
}

const DECLARED: ReadonlyMap<number, 'class' | 'interface' | 'trait'> = new Map([
  [Kind.Class, 'class'],
  [Kind.Interface, 'interface'],
  [Kind.Trait, 'trait'],
])

function classHeader(
  {source, count, kinds, starts, ends}: Tokens,
  partners: Int32Array,
  keyword: number,
  declared: Scope['declared'],
): Scope | undefined {
  if (!declared) return undefined
  let at = keyword + 1
  const named = kinds[at] === Kind.Name
  const name = named ? source.slice(starts[at], ends[at]) : 'class@anonymous'
  if (!named && kinds[at] === 40) at = (partners[at] ?? -1) < 0 ? count : (partners[at] ?? at) + 1
  let base: string | undefined
  while (at < count && (isWord(kinds[at] ?? 0) || kinds[at] === 44 || kinds[at] === 58)) {
    if (kinds[at] === Kind.Extends && declared === 'class') base = source.slice(starts[at + 1], ends[at + 1])
    if (kinds[at] === Kind.Function || DECLARED.has(kinds[at] ?? 0)) return undefined
    at++
  }
  if (kinds[at] !== 123) return undefined
  const token = named ? keyword + 1 : keyword
  return {
    kind: 'class',
    name,
    token,
    parameters: [],
    parent: 0,
    ...body(partners, at, count),
    ...(named ? {declared} : {}),
    ...(base === undefined ? {} : {extends: base}),
  }
}

/** `enum` is a name like others (PHP 8.1: a keyword only before another name). */
function isEnum({source, kinds, starts, ends}: Tokens, at: number): boolean {
  if (kinds[at + 1] !== Kind.Name || (ends[at] ?? 0) - (starts[at] ?? 0) !== 4) return false
  return source.slice(starts[at], ends[at]).toLowerCase() === 'enum'
}
