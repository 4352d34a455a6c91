/** A request body between the connection that delivers it and the page that reads it. */

/** What may wait before the connection is paused. */
const HIGH_WATER = 256 * 1024

const EMPTY = Buffer.alloc(0)

/** The connection that a body comes from. */
export interface Pausable {
  pause(): unknown
  resume(): unknown
}

/** An async iterable of what is pushed; it pauses the connection while too much of it waits. */
export class BodyQueue implements AsyncIterable<Buffer> {
  readonly #source: Pausable
  #chunks: Buffer[] = []
  #length = 0
  #isFull = false
  #hasEnded = false
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(source: Pausable) {
    this.#source = source
  }

  /** All of the body, when it has ended before anybody began to read it. */
  get complete(): Buffer | undefined {
    if (!this.#hasEnded || this.#error !== undefined) return undefined
    if (this.#chunks.length === 0) return EMPTY
    return this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Whether the peer waits for the page rather than the page for the peer. */
  get isFull(): boolean {
    return this.#isFull
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    // A chunk of one byte takes memory too.
    this.#length += chunk.length + 128
    if (this.#length > HIGH_WATER && !this.#isFull) {
      this.#isFull = true
      this.#source.pause()
    }
    this.#wake?.()
  }

  end(): void {
    this.#hasEnded = true
    this.#wake?.()
  }

  /** Ends the body with an error: the client went away. */
  fail(error: Error): void {
    if (this.#hasEnded) return
    this.#error = error
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunks = this.#chunks
      this.#chunks = []
      this.#length = 0
      if (this.#isFull) {
        this.#isFull = false
        this.#source.resume()
      }
      yield* chunks
      if (this.#chunks.length > 0) continue
      if (this.#error !== undefined) throw this.#error
      if (this.#hasEnded) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
