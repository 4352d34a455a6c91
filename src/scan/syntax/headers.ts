/** The headers of functions and classes: what comes before their bodies. */
import {isWord, Kind} from '../tokens/kinds.ts'
import type {Tokens} from '../tokens/tokens.ts'
import type {KindIndex} from './kind-index.ts'
import type {Scope} from './scope.ts'

const AMPERSAND = 38
const OPEN = 40
const COMMA = 44
const COLON = 58
const QUESTION = 63
const OPEN_BRACE = 123
const BAR = 124

/** What has a body, in the order of the bodies. */
export function headers(tokens: Tokens, partners: Int32Array, byKind: KindIndex): Scope[] {
  const found: Scope[] = []
  for (const at of byKind.of(Kind.Function)) addFunction(found, tokens, partners, at)
  const functions = found.length
  for (const [kind, declared] of DECLARED)
    for (const at of byKind.of(kind)) addClass(found, tokens, partners, at, declared)
  return found.length > functions ? found.sort((a, b) => a.start - b.start) : found
}

function addFunction(
  found: Scope[],
  {source, count, kinds, starts, ends}: Tokens,
  partners: Int32Array,
  keyword: number,
): void {
  let at = keyword + 1
  if (kinds[at] === AMPERSAND) at++
  const named = isWord(kinds[at] ?? 0)
  const token = named ? at : keyword
  const parameters = named ? at + 1 : at
  const close = kinds[parameters] === OPEN ? (partners[parameters] as number) : -1
  if (close < 0) return
  at = close + 1
  while (at < count && isBetweenHeaderAndBody(kinds[at] as number)) {
    const partner = partners[at] as number
    at = partner > at ? partner + 1 : at + 1
  }
  if (kinds[at] !== OPEN_BRACE) return
  const end = partners[at] as number
  found.push({
    kind: named ? 'function' : 'closure',
    name: named ? source.slice(starts[token], ends[token]) : '',
    declared: undefined,
    extends: undefined,
    token,
    parameters,
    start: at + 1,
    end: end < 0 ? count : end,
    parent: 0,
  })
}

/** `use ($x)` and `: ?A|(B&C)`. */
function isBetweenHeaderAndBody(kind: number): boolean {
  switch (kind) {
    case Kind.Name:
    case AMPERSAND:
    case OPEN:
    case COLON:
    case QUESTION:
    case BAR:
      return true
    default:
      // `: static`, `: array`, `use`; a function is another one.
      return kind >= Kind.And && kind !== Kind.Function
  }
}

type Declared = NonNullable<Scope['declared']>

const DECLARED: readonly (readonly [kind: number, declared: Declared])[] = [
  [Kind.Class, 'class'],
  [Kind.Interface, 'interface'],
  [Kind.Trait, 'trait'],
  [Kind.Enum, 'enum'],
]

function addClass(
  found: Scope[],
  {source, count, kinds, starts, ends}: Tokens,
  partners: Int32Array,
  keyword: number,
  declared: Declared,
): void {
  let at = keyword + 1
  const named = kinds[at] === Kind.Name
  const token = named ? at : keyword
  if (kinds[at] === OPEN) at = (partners[at] as number) < 0 ? count : (partners[at] as number) + 1
  let base: string | undefined
  for (; at < count && kinds[at] !== OPEN_BRACE; at++) {
    const kind = kinds[at] as number
    if (kind === Kind.Extends && declared === 'class') base = source.slice(starts[at + 1], ends[at + 1])
    if (!isBetweenNameAndBody(kind)) return
  }
  if (at >= count) return
  const end = partners[at] as number
  found.push({
    kind: 'class',
    name: named ? source.slice(starts[token], ends[token]) : 'class@anonymous',
    declared: named ? declared : undefined,
    extends: base,
    token,
    parameters: -1,
    start: at + 1,
    end: end < 0 ? count : end,
    parent: 0,
  })
}

/** `extends A`, `implements B, C`, and of an enum `: int`. */
function isBetweenNameAndBody(kind: number): boolean {
  switch (kind) {
    case Kind.Name:
    case Kind.Extends:
    case Kind.Implements:
    case COMMA:
    case COLON:
      return true
    default:
      return false
  }
}
