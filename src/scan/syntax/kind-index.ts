import type {ReusedArray} from '../tokens/reused-array.ts'
import type {Tokens} from '../tokens/tokens.ts'

const NO_TOKENS = new Uint32Array(0)

/** Where each kind ends in the tokens of a {@link KindIndex}; it starts where the one before it ends. */
const ends = new Uint32Array(256)

/** The tokens of a file by their kind, so that a fact looks only at those it is about. */
export class KindIndex {
  /** Tokens, ordered by kind and then by place. */
  private readonly tokens: Uint32Array

  constructor({count, kinds}: Tokens, memory: ReusedArray<Uint32Array>) {
    const tokens = memory.take(count)
    const places = ends.fill(0)
    for (let at = 0; at < count; at++) places[kinds[at] as number] = (places[kinds[at] as number] as number) + 1
    let sum = 0
    for (let kind = 0; kind < places.length; kind++) {
      const size = places[kind] as number
      places[kind] = sum
      sum += size
    }
    for (let at = 0; at < count; at++) {
      const kind = kinds[at] as number
      const place = places[kind] as number
      tokens[place] = at
      places[kind] = place + 1
    }
    this.tokens = tokens
  }

  /** All tokens of a kind, in order. */
  of(kind: number): Uint32Array {
    const start = ends[kind - 1] ?? 0
    const end = ends[kind] as number
    return start === end ? NO_TOKENS : this.tokens.subarray(start, end)
  }
}
