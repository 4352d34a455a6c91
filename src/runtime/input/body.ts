/** Takes a request body off its connection, within PHP's `post_max_size`: a short one to memory, a long one to disk. */
import {EMPTY_BODY, MemoryBody} from './memory-body.ts'
import type {RequestBody} from './request-body.ts'
import {SpooledBody} from './spooled-body.ts'

/** A request body as it arrives; iterating it takes the bytes off the connection. */
export type BodySource = AsyncIterable<Buffer> | Buffer

/** What a body may take. */
export interface BodyLimits {
  /** `post_max_size`: PHP leaves `$_POST` and `$_FILES` empty when the body is longer. */
  postMaxSize: number
  /** How much of it may be in memory at once: what is longer goes to disk. */
  inMemory: number
  /** The directory on disk: `upload_tmp_dir`. */
  uploadDirectory: string
}

const FIRST_SIZE = 64 * 1024

/**
 * The whole body, to be closed by whoever gets it; an empty one when it is too long. What is not kept is still taken off
 * the connection, so that the web server reads the answer. Rejects when the client goes away, or the disk is full.
 */
export function readBody(source: BodySource, limits: BodyLimits): RequestBody | Promise<RequestBody> {
  if (!Buffer.isBuffer(source)) return collect(source, new Collector(limits))
  // Waiting for what is there already would cost most requests more than all the rest.
  return source.length === 0 || source.length > limits.postMaxSize ? EMPTY_BODY : new MemoryBody(source)
}

async function collect(source: AsyncIterable<Buffer>, collector: Collector): Promise<RequestBody> {
  try {
    for await (const chunk of source) {
      const writing = collector.add(chunk)
      if (writing !== undefined) await writing
    }
    return await collector.finish()
  } catch (error) {
    collector.discard()
    throw error
  }
}

/** Holds what came last in memory; what came before goes to a file when there is too much of it. */
class Collector {
  readonly #limits: BodyLimits
  #length = 0
  // One piece of memory that grows: a client that sends byte by byte would make as many buffers.
  #bytes: Buffer = Buffer.alloc(0)
  #held = 0
  #file: SpooledBody | undefined
  #failure: {error: unknown} | undefined

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  /** Gives a promise when there is something to wait for. It never rejects. */
  add(chunk: Buffer): Promise<void> | undefined {
    this.#length += chunk.length
    if (this.#failure !== undefined) return undefined
    if (this.#length > this.#limits.postMaxSize) this.discard()
    else if (this.#held + chunk.length > this.#limits.inMemory) return this.#spool(chunk)
    else this.#hold(chunk)
    return undefined
  }

  async finish(): Promise<RequestBody> {
    if (this.#length > this.#limits.postMaxSize) return EMPTY_BODY
    if (this.#file !== undefined) await this.#spool(Buffer.alloc(0))
    if (this.#failure !== undefined) throw this.#failure.error
    return this.#file ?? new MemoryBody(this.#bytes.subarray(0, this.#held))
  }

  discard(): void {
    this.#file?.close()
    this.#file = undefined
    this.#bytes = Buffer.alloc(0)
    this.#held = 0
  }

  #hold(chunk: Buffer): void {
    const end = this.#held + chunk.length
    if (end > this.#bytes.length) {
      const size = Math.min(this.#limits.inMemory, Math.max(FIRST_SIZE, 2 * this.#bytes.length, end))
      const larger = Buffer.allocUnsafeSlow(size)
      this.#bytes.copy(larger, 0, 0, this.#held)
      this.#bytes = larger
    }
    chunk.copy(this.#bytes, this.#held)
    this.#held = end
  }

  async #spool(chunk: Buffer): Promise<void> {
    try {
      this.#file ??= await SpooledBody.create(this.#limits.uploadDirectory, this.#limits.inMemory)
      await this.#file.append(this.#bytes.subarray(0, this.#held))
      this.#held = 0
      if (chunk.length > this.#limits.inMemory) await this.#file.append(chunk)
      else this.#hold(chunk)
    } catch (error) {
      this.#failure = {error}
      this.discard()
    }
  }
}
