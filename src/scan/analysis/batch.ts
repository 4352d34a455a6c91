/** Some files that are analysed together: handing each one over by itself would cost more than it gains. */
import {analyse} from '../analyse.ts'
import {storedFacts} from '../stored-facts.ts'
import type {StoredFacts} from '../types.ts'

/** Bytes after which a batch is full: a few milliseconds of work. */
const FULL = 256 * 1024
/** Bytes that a batch has room for: with most files that come last there is enough for them. */
const ROOM = 2 * FULL

/**
 * Contents of files, one after the other in memory that is given from batch to batch: new memory for each file would
 * cost more than to read it.
 */
export class Batch<File> {
  readonly files: File[] = []
  private bytes: Uint8Array<ArrayBuffer>
  private readonly ends: number[] = []
  private used = 0

  /** @param memory of a batch that is done */
  constructor(memory?: Uint8Array<ArrayBuffer>) {
    // A file that is large had memory made for it alone.
    this.bytes = memory?.length === ROOM ? memory : new Uint8Array(ROOM)
  }

  /** Where the contents of the next file may be read to; what {@link add} does not take is free again. */
  space(size: number): Buffer {
    const end = this.used + size
    if (end > this.bytes.length) {
      const larger = new Uint8Array(end)
      larger.set(this.bytes.subarray(0, this.used))
      this.bytes = larger
    }
    return Buffer.from(this.bytes.buffer, this.used, size)
  }

  /** Takes a file, of which the contents are the first `length` bytes of the space. */
  add(file: File, length: number): void {
    this.files.push(file)
    this.used += length
    this.ends.push(this.used)
  }

  isFull(): boolean {
    return this.used >= FULL
  }

  /** For {@link analysePacked}, here or in another thread, to which the bytes can be transferred. */
  pack(): PackedBatch {
    return {bytes: this.bytes, ends: this.ends}
  }
}

/** A batch on its way to a worker. */
export interface PackedBatch {
  bytes: Uint8Array<ArrayBuffer>
  /** Where each file ends in `bytes`. */
  ends: number[]
}

/** What came of a batch. */
export interface AnalysedBatch {
  /** The facts of each file, in order. */
  facts: StoredFacts[]
  /** The memory of the batch, for another one. */
  bytes: Uint8Array<ArrayBuffer>
}

export function analysePacked({bytes, ends}: PackedBatch): AnalysedBatch {
  const all = Buffer.from(bytes.buffer)
  const facts = ends.map((end, index) => storedFacts(analyse(all.subarray(ends[index - 1] ?? 0, end))))
  return {facts, bytes}
}
