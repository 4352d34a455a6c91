import {Kind} from '../tokens/kinds.ts'
import type {ReusedArray} from '../tokens/reused-array.ts'
import type {Tokens} from '../tokens/tokens.ts'

const NONE = 0
const ROUND = 1
const SQUARE = 2
const CURLY = 3

const OPENS = new Uint8Array(256)
OPENS[40] = ROUND
OPENS[91] = OPENS[Kind.Attribute] = SQUARE
OPENS[123] = OPENS[Kind.CurlyOpen] = OPENS[Kind.DollarCurlyOpen] = CURLY

const CLOSES = new Uint8Array(256)
CLOSES[41] = ROUND
CLOSES[93] = SQUARE
CLOSES[125] = CURLY

/**
 * For every bracket the index of its partner, -1 for every other token. A bracket without a partner has -1: what was
 * opened inside a pair and never closed ends with the pair, and a closing bracket that nothing opened is skipped.
 */
export function matchBrackets({count, kinds}: Tokens, memory: ReusedArray<Int32Array>): Int32Array {
  const partners = memory.take(count).subarray(0, count).fill(-1)
  const waiting = [0, 0, 0, 0]
  // A bracket that is open has the one around it as its partner for the time being.
  let open = -1
  for (let index = 0; index < count; index++) {
    const kind = kinds[index] as number
    const opening = OPENS[kind] as number
    if (opening !== NONE) {
      partners[index] = open
      open = index
      waiting[opening] = (waiting[opening] as number) + 1
      continue
    }
    const closing = CLOSES[kind] as number
    if (closing === NONE || waiting[closing] === 0) continue
    for (let isPartner = false; !isPartner; ) {
      const around = partners[open] as number
      const type = OPENS[kinds[open] as number] as number
      waiting[type] = (waiting[type] as number) - 1
      isPartner = type === closing
      partners[open] = isPartner ? index : -1
      if (isPartner) partners[index] = open
      open = around
    }
  }
  while (open >= 0) {
    const around = partners[open] as number
    partners[open] = -1
    open = around
  }
  return partners
}
