/** Bytes that are written one piece after the other; a session is thousands of short ones. */
import type {ByteString} from '../codec.ts'

/** Shorter pieces are copied here: calling into Node for each takes longer than the bytes do. */
const SHORT = 48

export class ByteWriter {
  #buffer = Buffer.allocUnsafe(512)
  #length = 0

  /** Appends text that holds one byte per character. */
  write(text: ByteString): void {
    const {length} = text
    this.#reserve(length)
    if (length > SHORT) this.#buffer.write(text, this.#length, 'latin1')
    else for (let index = 0; index < length; index++) this.#buffer[this.#length + index] = text.charCodeAt(index)
    this.#length += length
  }

  copy(bytes: Buffer): void {
    this.#reserve(bytes.length)
    bytes.copy(this.#buffer, this.#length)
    this.#length += bytes.length
  }

  /** What was written; the writer must not be used any more. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #reserve(length: number): void {
    const needed = this.#length + length
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}
