/** A request body in a file that has no name any more: it goes with its descriptor, whatever becomes of the process. */
import {randomBytes} from 'node:crypto'
import {readSync, unlinkSync} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'
import {join} from 'node:path'
import type {RequestBody} from './request-body.ts'
import type {Steps} from './steps.ts'

/** What is read at once, when it may be. */
const LARGEST_PIECE = 256 * 1024

export class SpooledBody implements RequestBody {
  readonly isInMemory = false
  readonly #file: FileHandle
  readonly #piece: number
  #length = 0
  /** The part of the file that is being looked at. */
  #window: Buffer = Buffer.alloc(0)
  #windowStart = 0

  private constructor(file: FileHandle, piece: number) {
    this.#file = file
    this.#piece = piece
  }

  /**
   * An empty one in a directory; rejects with the system's error when none can be made there.
   *
   * @param inMemory how much of it may be in memory at once
   */
  static async create(directory: string, inMemory: number): Promise<SpooledBody> {
    const path = temporaryPath(directory)
    const file = await open(path, 'wx+', 0o600)
    unlinkSync(path)
    return new SpooledBody(file, Math.min(LARGEST_PIECE, inMemory))
  }

  get length(): number {
    return this.#length
  }

  async append(bytes: Buffer): Promise<void> {
    await this.#file.writeFile(bytes)
    this.#length += bytes.length
  }

  bytes(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.#length)
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(this.#file.fd, bytes, at, bytes.length - at, at)
      if (read === 0) throw cutShort()
      at += read
    }
    return bytes
  }

  async *pieces(): AsyncGenerator<Buffer> {
    // A piece of its own for each: whoever sends it may keep it for a while.
    for (let at = 0; at < this.#length; at += this.#piece) yield await this.#read(at, this.#piece)
  }

  close(): void {
    this.#window = Buffer.alloc(0)
    // Waits for what is being read or written.
    this.#file.close().catch(() => undefined)
  }

  *indexOf(pattern: Buffer, from: number): Steps<number> {
    for (let at = from; at + pattern.length <= this.#length; ) {
      if (!this.#shows(at, pattern.length)) yield this.#show(at, pattern.length)
      const found = this.#window.indexOf(pattern, at - this.#windowStart)
      if (found >= 0) return this.#windowStart + found
      // It may begin before the end of what was looked at.
      at = this.#windowStart + this.#window.length - pattern.length + 1
    }
    return -1
  }

  *slice(start: number, end: number): Steps<Buffer> {
    if (this.#shows(start, end - start)) {
      return Buffer.from(this.#window.subarray(start - this.#windowStart, end - this.#windowStart))
    }
    const bytes = Buffer.allocUnsafe(end - start)
    for (let at = start; at < end; ) {
      if (!this.#shows(at, 1)) yield this.#show(at, 1)
      at += this.#window.copy(bytes, at - start, at - this.#windowStart)
    }
    return bytes
  }

  *save(start: number, end: number, path: string): Steps<void> {
    yield this.#copy(start, end, path)
  }

  async #copy(start: number, end: number, path: string): Promise<void> {
    const target = await open(path, 'wx', 0o600)
    try {
      for (let at = start; at < end; at = this.#windowStart + this.#window.length) {
        await this.#show(at, 1)
        await target.writeFile(this.#window.subarray(0, end - at))
      }
    } finally {
      await target.close()
    }
  }

  #shows(at: number, length: number): boolean {
    return at >= this.#windowStart && at + length <= this.#windowStart + this.#window.length
  }

  /** Moves the window so that it begins at `at` and holds `length` bytes or more. */
  async #show(at: number, length: number): Promise<void> {
    this.#window = await this.#read(at, Math.max(this.#piece, length), this.#window)
    this.#windowStart = at
  }

  /** Up to `most` bytes, into `reused` memory when that is large enough. */
  async #read(at: number, most: number, reused?: Buffer): Promise<Buffer> {
    const length = Math.min(most, this.#length - at)
    const room = reused === undefined || reused.buffer.byteLength < length ? undefined : Buffer.from(reused.buffer)
    const bytes = (room ?? Buffer.allocUnsafeSlow(length)).subarray(0, length)
    for (let done = 0; done < length; ) {
      const {bytesRead} = await this.#file.read(bytes, done, length - done, at + done)
      if (bytesRead === 0) throw cutShort()
      done += bytesRead
    }
    return bytes
  }
}

/** A name that nobody has in this directory, as PHP makes them. */
export function temporaryPath(directory: string): string {
  return join(directory, `php${randomBytes(9).toString('base64url')}`)
}

function cutShort(): Error {
  return new Error('The file of the request body is shorter than the body')
}
