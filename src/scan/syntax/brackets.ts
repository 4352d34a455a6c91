import {Kind} from '../tokens/kinds.ts'
import type {Tokens} from '../tokens/tokens.ts'

const ROUND = 0
const SQUARE = 1
const CURLY = 2

function opens(kind: number): number {
  switch (kind) {
    case 40:
      return ROUND
    case 91:
    case Kind.Attribute:
      return SQUARE
    case 123:
    case Kind.CurlyOpen:
    case Kind.DollarCurlyOpen:
      return CURLY
    default:
      return -1
  }
}

function closes(kind: number): number {
  return kind === 41 ? ROUND : kind === 93 ? SQUARE : kind === 125 ? CURLY : -1
}

/**
 * For every bracket the index of its partner, -1 for every other token. A bracket without a partner has -1: what was
 * opened inside a pair and never closed ends with the pair, and a closing bracket that nothing opened is skipped.
 */
export function matchBrackets({count, kinds}: Tokens): Int32Array {
  const partners = new Int32Array(count).fill(-1)
  const open: number[] = []
  const waiting = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const kind = kinds[index] ?? 0
    const opening = opens(kind)
    if (opening >= 0) {
      open.push(index)
      waiting[opening] = (waiting[opening] ?? 0) + 1
      continue
    }
    const closing = closes(kind)
    if (closing < 0 || !waiting[closing]) continue
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const type = opens(kinds[top] ?? 0)
      waiting[type] = (waiting[type] ?? 0) - 1
      if (type !== closing) continue
      partners[top] = index
      partners[index] = top
      break
    }
  }
  return partners
}
