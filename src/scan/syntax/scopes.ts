/** Which function or class a token stands in. */
import type {ReusedArray} from '../tokens/reused-array.ts'
import type {Tokens} from '../tokens/tokens.ts'
import {headers} from './headers.ts'
import type {KindIndex} from './kind-index.ts'
import type {Scope} from './scope.ts'

export interface Scopes {
  list: Scope[]
  /** The index in `list` of the innermost scope of every token. */
  of: Uint32Array
}

/** Finds functions, methods, closures and classes with their bodies. */
export function findScopes(
  tokens: Tokens,
  partners: Int32Array,
  byKind: KindIndex,
  memory: ReusedArray<Uint32Array>,
): Scopes {
  const {count} = tokens
  const of = memory.take(count).subarray(0, count).fill(0)
  const list: Scope[] = [fileScope(count)]
  const found = headers(tokens, partners, byKind)
  if (found.length) placeScopes(found, list, of)
  return {list, of}
}

function fileScope(count: number): Scope {
  return {
    kind: 'file',
    name: '',
    declared: undefined,
    extends: undefined,
    token: 0,
    parameters: -1,
    start: 0,
    end: count,
    parent: -1,
  }
}

/** Puts scopes, which are in the order of their bodies, into one another. */
function placeScopes(found: readonly Scope[], list: Scope[], of: Uint32Array): void {
  let current = 0
  let parent = list[0] as Scope
  let done = 0
  for (const scope of found) {
    while (parent.end < scope.start) {
      of.fill(current, done, parent.end)
      done = parent.end
      current = parent.parent
      parent = list[current] as Scope
    }
    of.fill(current, done, scope.start)
    done = scope.start
    scope.parent = current
    nameIn(parent, scope)
    // What was opened in a body and never closed ends with it.
    if (scope.end > parent.end) scope.end = parent.end
    current = list.push(scope) - 1
    parent = scope
  }
  while (current > 0) {
    of.fill(current, done, parent.end)
    done = parent.end
    current = parent.parent
    parent = list[current] as Scope
  }
}

function nameIn(parent: Scope, scope: Scope): void {
  if (scope.kind === 'closure') scope.name = parent.name
  else if (scope.kind === 'function' && parent.kind === 'class') {
    scope.kind = 'method'
    scope.name = `${parent.name}::${scope.name}`
  }
}
