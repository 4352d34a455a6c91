import {ReusedArray} from './reused-array.ts'

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

/** Memory for the tokens of one file at a time: those of the file before are overwritten. */
export class TokenMemory {
  readonly bytes = new ReusedArray((length) => Buffer.alloc(length))
  readonly kinds = new ReusedArray((length) => new Uint8Array(length))
  readonly starts = new ReusedArray((length) => new Uint32Array(length))
  readonly ends = new ReusedArray((length) => new Uint32Array(length))
}
