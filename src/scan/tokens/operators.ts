import {Kind} from './kinds.ts'

interface Operator {
  kind: number
  length: number
}

/** Operators of more than one character, the longest first, by their first character. */
const operators: readonly (readonly [string, number])[] = [
  ['<<=', Kind.CompoundAssign],
  ['<=>', Kind.Comparison],
  ['<=', Kind.Comparison],
  ['<>', Kind.Comparison],
  ['<<', Kind.Operator],
  ['>>=', Kind.CompoundAssign],
  ['>=', Kind.Comparison],
  ['>>', Kind.Operator],
  ['===', Kind.Comparison],
  ['==', Kind.Comparison],
  ['=>', Kind.DoubleArrow],
  ['!==', Kind.Comparison],
  ['!=', Kind.Comparison],
  ['...', Kind.Ellipsis],
  ['.=', Kind.CompoundAssign],
  ['**=', Kind.CompoundAssign],
  ['*=', Kind.CompoundAssign],
  ['**', Kind.Operator],
  ['++', Kind.Increment],
  ['+=', Kind.CompoundAssign],
  ['->', Kind.Arrow],
  ['--', Kind.Increment],
  ['-=', Kind.CompoundAssign],
  ['/=', Kind.CompoundAssign],
  ['%=', Kind.CompoundAssign],
  ['^=', Kind.CompoundAssign],
  ['&&', Kind.Logical],
  ['&=', Kind.CompoundAssign],
  ['||', Kind.Logical],
  ['|=', Kind.CompoundAssign],
  ['?->', Kind.Arrow],
  ['??=', Kind.CompoundAssign],
  ['??', Kind.Coalesce],
  ['::', Kind.DoubleColon],
]

interface Candidate extends Operator {
  rest: string
}

const byFirst: readonly Candidate[][] = Array.from({length: 128}, (_, code) =>
  operators
    .filter(([text]) => text.charCodeAt(0) === code)
    .map(([text, kind]) => ({rest: text.slice(1), kind, length: text.length})),
)

// Printable characters are tokens by themselves; others (PHP: "Invalid characters") are not part of the language.
const single: readonly Operator[] = Array.from({length: 128}, (_, code) => ({
  kind: code > 32 && code < 127 ? code : Kind.Invalid,
  length: 1,
}))

/** Characters that can follow the first of an operator. */
const continues = new Uint8Array(256)
for (const [text] of operators) continues[text.charCodeAt(1)] = 1

const invalid: Operator = {kind: Kind.Invalid, length: 1}

/** The operator or punctuation at `at`, whose character is `code`. */
export function operatorAt(source: string, at: number, code: number): Operator {
  const next = at + 1 < source.length ? source.charCodeAt(at + 1) : 0
  if (continues[next]) {
    for (const candidate of byFirst[code] ?? []) {
      if (source.startsWith(candidate.rest, at + 1)) return candidate
    }
  }
  return single[code] ?? invalid
}
