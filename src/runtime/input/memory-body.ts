/** A request body in memory, as nearly all are. */
import {writeFileSync} from 'node:fs'
import type {RequestBody} from './request-body.ts'
import type {Steps} from './steps.ts'

export class MemoryBody implements RequestBody {
  readonly isInMemory = true
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get length(): number {
    return this.#bytes.length
  }

  bytes(): Buffer {
    return this.#bytes
  }

  async *pieces(): AsyncGenerator<Buffer> {
    if (this.#bytes.length > 0) yield this.#bytes
  }

  close(): void {}

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *indexOf(pattern: Buffer, from: number): Steps<number> {
    return this.#bytes.indexOf(pattern, from)
  }

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *slice(start: number, end: number): Steps<Buffer> {
    return this.#bytes.subarray(start, end)
  }

  // biome-ignore lint/correctness/useYield: there is nothing to wait for
  *save(start: number, end: number, path: string): Steps<void> {
    writeFileSync(path, this.#bytes.subarray(start, end), {mode: 0o600, flag: 'wx'})
  }
}

/** No body at all. */
export const EMPTY_BODY: RequestBody = new MemoryBody(Buffer.alloc(0))
