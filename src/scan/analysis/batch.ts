/** Some files that are analysed together: handing each one over by itself would cost more than it gains. */
import {analyse} from '../analyse.ts'
import {storedFacts} from '../stored-facts.ts'
import type {StoredFacts} from '../types.ts'

/** Bytes after which a batch is full: a few milliseconds of work. */
const FULL = 256 * 1024

/** Contents of files, of all together in one buffer that can be handed to a worker. */
export class Batch<File> {
  readonly files: File[] = []
  private readonly contents: Buffer[] = []
  private bytes = 0

  add(file: File, contents: Buffer): void {
    this.files.push(file)
    this.contents.push(contents)
    this.bytes += contents.length
  }

  isFull(): boolean {
    return this.bytes >= FULL
  }

  /** The facts of each file, in order; analysed here. */
  analyseHere(): StoredFacts[] {
    return this.contents.map((contents) => storedFacts(analyse(contents)))
  }

  /** For {@link analysePacked} in another thread; the buffer is made for it alone. */
  pack(): PackedBatch {
    const bytes = new Uint8Array(this.bytes)
    let at = 0
    const ends = this.contents.map((contents) => {
      bytes.set(contents, at)
      at += contents.length
      return at
    })
    return {bytes, ends}
  }
}

/** A batch on its way to a worker. */
export interface PackedBatch {
  bytes: Uint8Array<ArrayBuffer>
  /** Where each file ends in `bytes`. */
  ends: number[]
}

/** The facts of each file, in order. */
export function analysePacked({bytes, ends}: PackedBatch): StoredFacts[] {
  const all = Buffer.from(bytes.buffer)
  return ends.map((end, index) => storedFacts(analyse(all.subarray(ends[index - 1] ?? 0, end))))
}
