/** Literal defaults of an input: `$_GET['p'] ?? 1`, `isset($_GET['p']) ? $_GET['p'] : 1`. */
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {InputUse} from '../types.ts'

export type Conversion = NonNullable<InputUse['conversion']>

/** An expression round an input, tokens `first` to `last`. */
export interface Converted {
  first: number
  last: number
  conversion?: Conversion
  fallback?: string
}

/** The expression with the default that follows it, if one does. */
export function withDefault(file: PhpFile, inner: Converted): Converted | undefined {
  if (inner.fallback !== undefined) return undefined
  return coalesced(file, inner) ?? chosen(file, inner) ?? chosenInReverse(file, inner)
}

/** `… ?? 'x'` and `… ?: 'x'`. */
function coalesced(file: PhpFile, inner: Converted): Converted | undefined {
  const next = inner.last + 1
  const literal =
    file.kind(next) === Kind.Coalesce ? next + 1 : file.kind(next) === 63 && file.kind(next + 1) === 58 ? next + 2 : -1
  return literal < 0 ? undefined : withLiteral(file, inner, literal, (end) => ({first: inner.first, last: end}))
}

/** `isset($_GET['x']) ? $_GET['x'] : 'x'`: the input stands between `?` and `:`. */
function chosen(file: PhpFile, inner: Converted): Converted | undefined {
  if (file.kind(inner.first - 1) !== 63 || file.kind(inner.last + 1) !== 58) return undefined
  const condition = conditionBefore(file, inner.first - 1)
  return condition === undefined
    ? undefined
    : withLiteral(file, inner, inner.last + 2, (end) => ({first: condition, last: end}))
}

/** `empty($_GET['x']) ? 'x' : $_GET['x']`. */
function chosenInReverse(file: PhpFile, inner: Converted): Converted | undefined {
  if (file.kind(inner.first - 1) !== 58) return undefined
  for (const length of [1, 2, 3]) {
    const literal = inner.first - 1 - length
    if (file.kind(literal - 1) !== 63 || literalEnd(file, literal) !== inner.first - 2) continue
    const condition = conditionBefore(file, literal - 1)
    if (condition !== undefined) return {...inner, first: condition, fallback: file.text(literal, inner.first - 2)}
  }
  return undefined
}

function withLiteral(
  file: PhpFile,
  inner: Converted,
  literal: number,
  range: (end: number) => {first: number; last: number},
): Converted | undefined {
  const end = literalEnd(file, literal)
  return end < 0 ? undefined : {...inner, ...range(end), fallback: file.text(literal, end)}
}

/** How long a condition is that is looked through for `isset` or `empty`. */
const LONGEST_CONDITION = 60

/** Where the condition starts that ends before the `?` at `question`, if it asks whether something is set. */
function conditionBefore(file: PhpFile, question: number): number | undefined {
  let asks = false
  let at = question - 1
  for (let steps = 0; steps < LONGEST_CONDITION && at >= 0; steps++) {
    const kind = file.kind(at)
    if (kind === Kind.Isset || kind === Kind.Empty || kind === Kind.Variable) asks = true
    if (startsExpression(kind)) return asks ? at + 1 : undefined
    const partner = file.partner(at)
    at = partner < at ? partner - 1 : at - 1
  }
  return undefined
}

function startsExpression(kind: number): boolean {
  switch (kind) {
    case 40: // (
    case 44: // ,
    case 46: // .
    case 58: // :
    case 59: // ;
    case 61: // =
    case 63: // ?
    case 91: // [
    case 123: // {
    case 125: // }
    case Kind.Cast:
    case Kind.CompoundAssign:
    case Kind.DoubleArrow:
    case Kind.Echo:
    case Kind.Print:
    case Kind.Return:
    case Kind.OpenTag:
    case Kind.OpenTagEcho:
      return true
    default:
      return false
  }
}

const CONSTANTS = new Set(['null', 'true', 'false'])

/** The last token of the literal at `token`; -1 when what stands there is not one, or goes on. */
function literalEnd(file: PhpFile, token: number): number {
  const end = literalTokens(file, token)
  const next = file.kind(end + 1)
  const goesOn =
    next === 46 ||
    next === 43 ||
    next === 45 ||
    next === 42 ||
    next === 40 ||
    next === Kind.Arrow ||
    next === Kind.DoubleColon
  return end < 0 || goesOn ? -1 : end
}

function literalTokens(file: PhpFile, token: number): number {
  switch (file.kind(token)) {
    case Kind.String:
    case Kind.Number:
      return token
    case 45: // -
      return file.kind(token + 1) === Kind.Number ? token + 1 : -1
    case 91: // [
      return file.partner(token) === token + 1 ? token + 1 : -1
    case Kind.Array:
      return file.kind(token + 1) === 40 && file.partner(token + 1) === token + 2 ? token + 2 : -1
    case Kind.Name:
      return CONSTANTS.has(file.word(token)) || /^[A-Z][A-Z0-9_]*$/.test(file.raw(token)) ? token : -1
    default:
      return -1
  }
}
