/** Where expressions and statements end. */

import {Kind} from '../tokens/kinds.ts'
import type {PhpFile} from './php-file.ts'

/** Operands of a longer expression are not looked at: without a bound, broken code would take quadratic time. */
const LONGEST = 200

/** The last token of the expression that starts at `first`: before `;`, `,`, a closing bracket or a word operator. */
export function expressionEnd(file: PhpFile, first: number): number {
  let at = first
  for (let steps = 0; steps < LONGEST && at < file.count; steps++) {
    if (endsExpression(file.kind(at))) break
    at = file.partner(at) > at ? file.partner(at) + 1 : at + 1
  }
  return Math.max(first, at - 1)
}

function endsExpression(kind: number): boolean {
  switch (kind) {
    case 59: // ;
    case 44: // ,
    case 41: // )
    case 93: // ]
    case 125: // }
    case Kind.CloseTag:
    case Kind.And:
    case Kind.Or:
    case Kind.Xor:
    case Kind.As:
      return true
    default:
      return false
  }
}

/** The tokens of each argument between the brackets at `open` and its partner, as `[first, last]`. */
export function argumentsOf(file: PhpFile, open: number): [number, number][] {
  const close = file.partner(open, -1)
  const found: [number, number][] = []
  for (let at = open + 1; at < close; ) {
    const start = at
    while (at < close && file.kind(at) !== 44) at = file.partner(at) > at ? file.partner(at) + 1 : at + 1
    if (at > start) found.push([start, at - 1])
    at++
  }
  return found
}

/** A call of a function by its name at `token`: not a method, a definition or `new X(`. */
export function isCall(file: PhpFile, token: number): boolean {
  const kind = file.kind(token)
  if (file.kind(token + 1) !== 40 || (kind !== Kind.Name && !isOldMatch(file, token, kind))) return false
  switch (file.kind(token - 1)) {
    case Kind.Arrow:
    case Kind.DoubleColon:
    case Kind.Function:
    case Kind.New:
    case Kind.Attribute:
      return false
    case 38: // function &name(
      return file.kind(token - 2) !== Kind.Function
    default:
      return true
  }
}

/** `match($x)` that no `{` follows: before PHP 8 that was a function. */
function isOldMatch(file: PhpFile, token: number, kind: number): boolean {
  return kind === Kind.Match && file.kind(file.partner(token + 1) + 1) !== 123
}
