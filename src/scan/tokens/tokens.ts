/**
 * The tokens of one file, without white space and comments, in typed arrays: token `i` is `kinds[i]`, from
 * `starts[i]` to `ends[i]` in `source`.
 */
export interface Tokens {
  /** The file decoded as Latin-1, so that an offset is a byte. */
  source: string
  count: number
  kinds: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
}

/** Collects tokens; grows as needed. */
export class TokenList {
  count = 0
  kinds: Uint8Array
  starts: Uint32Array
  ends: Uint32Array

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity)
    this.starts = new Uint32Array(capacity)
    this.ends = new Uint32Array(capacity)
  }

  add(kind: number, start: number, end: number): void {
    const index = this.count
    if (index === this.kinds.length) this.grow()
    this.kinds[index] = kind
    this.starts[index] = start
    this.ends[index] = end
    this.count = index + 1
  }

  private grow(): void {
    const capacity = this.kinds.length * 2
    const kinds = new Uint8Array(capacity)
    const starts = new Uint32Array(capacity)
    const ends = new Uint32Array(capacity)
    kinds.set(this.kinds)
    starts.set(this.starts)
    ends.set(this.ends)
    this.kinds = kinds
    this.starts = starts
    this.ends = ends
  }
}
