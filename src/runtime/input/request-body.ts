/** The body of a request after it came, wherever it is kept. */
import type {Steps} from './steps.ts'

/** Bytes that a parser looks through without having to hold them. Offsets are from their beginning. */
export interface ByteSource {
  readonly length: number
  /** Where `pattern` begins, at `from` or after; -1 when it does not come. */
  indexOf(pattern: Buffer, from: number): Steps<number>
  slice(start: number, end: number): Steps<Buffer>
  /** Writes bytes to a new file that only this user may read. */
  save(start: number, end: number, path: string): Steps<void>
}

/** A body that is complete. */
export interface RequestBody extends ByteSource {
  /** Whether looking through it never waits. */
  readonly isInMemory: boolean
  /** All of it. A body on disk is read anew with every call. */
  bytes(): Buffer
  /** All of it, piece by piece. */
  pieces(): AsyncIterable<Buffer>
  /** Frees what it takes outside of memory. It can't be read any more; closing twice is fine. */
  close(): void
}
