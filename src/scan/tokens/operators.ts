/** Operators of more than one character. */
import {Kind} from './kinds.ts'

const OPERATORS: readonly (readonly [kind: number, texts: string])[] = [
  [Kind.Arrow, '-> ?->'],
  [Kind.DoubleColon, '::'],
  [Kind.DoubleArrow, '=>'],
  [Kind.CompoundAssign, '+= -= *= /= .= %= &= |= ^= <<= >>= **= ??='],
  [Kind.Coalesce, '??'],
  [Kind.Increment, '++ --'],
  [Kind.Ellipsis, '...'],
  [Kind.Comparison, '== === != !== <> <= >= <=>'],
  [Kind.Logical, '&& ||'],
  [Kind.Operator, '** << >> |>'],
]

/** Two bytes that may start something else: a tag, a comment, a number, or an operator of three characters. */
const STARTS = ['?>', '%>', '</', '//', '/*', ...Array.from('0123456789', (digit) => `.${digit}`)]

/**
 * By two bytes as one number, `first << 8 | second`: the kind of that operator, or {@link MAY_START} where it takes
 * more to tell, or 0 where the first byte is a token by itself.
 */
export const PAIRS = new Uint8Array(128 << 8)
export const MAY_START = 1
/** Operators by their bytes as one number. */
const KINDS = new Map<number, number>()
const asNumber = (text: string): number => Buffer.from(text).reduce((number, byte) => (number << 8) | byte, 0)

for (const [kind, texts] of OPERATORS) {
  for (const text of texts.split(' ')) {
    KINDS.set(asNumber(text), kind)
    if (text.length === 2) PAIRS[asNumber(text)] = kind
    else STARTS.push(text.slice(0, 2))
  }
}
for (const pair of STARTS) PAIRS[asNumber(pair)] = MAY_START

/** The kind of the operator of three characters at `at`; 0 when there is none. */
export function tripleAt(bytes: Uint8Array, at: number): number {
  return KINDS.get(((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)) ?? 0
}

/** The kind of the operator of two characters at `at`; 0 when there is none. */
export function pairAt(bytes: Uint8Array, at: number): number {
  return KINDS.get(((bytes[at] as number) << 8) | (bytes[at + 1] as number)) ?? 0
}
