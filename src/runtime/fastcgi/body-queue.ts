/** A request body between the connection that delivers it and the page that reads it. */

/** What may wait before the connection is paused. */
const HIGH_WATER = 256 * 1024

/** An async iterable of what is pushed; it says when it is full and when there is room again. */
export class BodyQueue implements AsyncIterable<Buffer> {
  readonly #onFull: () => void
  readonly #onRoom: () => void
  #chunks: Buffer[] = []
  #length = 0
  #isFull = false
  #hasEnded = false
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(onFull: () => void, onRoom: () => void) {
    this.#onFull = onFull
    this.#onRoom = onRoom
  }

  /** All of the body, when it has ended before anybody began to read it. */
  get complete(): Buffer | undefined {
    if (!this.#hasEnded || this.#error !== undefined) return undefined
    return this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length > HIGH_WATER && !this.#isFull) {
      this.#isFull = true
      this.#onFull()
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
        this.#onRoom()
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
