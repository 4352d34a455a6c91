import type {Tokens} from '../tokens/tokens.ts'

/** The tokens of a file by their kind, so that a fact looks only at those it is about. */
export class KindIndex {
  /** Tokens, ordered by kind and then by place. */
  private readonly tokens: Uint32Array
  /** Where each kind ends in `tokens`; it starts where the one before it ends. */
  private readonly endOf = new Uint32Array(256)

  constructor({count, kinds}: Tokens) {
    const {endOf} = this
    const tokens = new Uint32Array(count)
    for (let at = 0; at < count; at++) endOf[kinds[at] ?? 0] = (endOf[kinds[at] ?? 0] ?? 0) + 1
    let sum = 0
    for (let kind = 0; kind < endOf.length; kind++) {
      const size = endOf[kind] ?? 0
      endOf[kind] = sum
      sum += size
    }
    for (let at = 0; at < count; at++) {
      const kind = kinds[at] ?? 0
      const place = endOf[kind] ?? 0
      tokens[place] = at
      endOf[kind] = place + 1
    }
    this.tokens = tokens
  }

  /** All tokens of a kind, in order. */
  of(kind: number): Uint32Array {
    return this.tokens.subarray(this.endOf[kind - 1] ?? 0, this.endOf[kind])
  }
}
