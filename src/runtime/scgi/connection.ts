/** One SCGI connection: one request, one answer, and its end. */
import type {Socket} from 'node:net'
import {BodyQueue} from '../body-queue.ts'
import {responseHead} from '../cgi/head.ts'
import {drained} from '../drained.ts'
import type {PageResponse} from '../run-page.ts'
import type {Serve} from '../serve.ts'
import type {Patience} from '../stalls.ts'
import type {ServedConnection} from '../stream-server.ts'
import {headLength, readHead, ScgiError} from './head.ts'

export class ScgiConnection implements ServedConnection {
  readonly socket: Socket
  readonly requests = 1
  readonly #serve: Serve
  /** What came of the head, while it is not complete. */
  #head: Buffer[] = []
  #headBytes = 0
  #headNeeds = 0
  #body: BodyQueue | undefined
  #bodyLeft = 0
  #isAnswered = false

  constructor(socket: Socket, serve: Serve) {
    this.socket = socket
    this.#serve = serve
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    // A connection reset is an ordinary end; `close` follows.
    socket.on('error', () => undefined)
    const endBody = (): void => this.#body?.fail(new Error('The web server closed the connection'))
    socket.on('close', endBody)
    // Half closed: what was asked for completely is still answered.
    socket.on('end', () => {
      endBody()
      this.closeWhenIdle()
    })
  }

  closeWhenIdle(): void {
    if (this.#body === undefined) this.socket.end()
  }

  get owes(): keyof Patience | undefined {
    if (this.#body === undefined) return 'head'
    if (!this.#body.hasEnded && !this.#isAnswered) return this.#body.isFull ? undefined : 'body'
    return this.socket.writableLength > 0 || this.socket.writableEnded ? 'answer' : undefined
  }

  #receive(chunk: Buffer): void {
    if (this.#body !== undefined) {
      this.#addBody(this.#body, chunk)
      return
    }
    this.#head.push(chunk)
    this.#headBytes += chunk.length
    // A head that comes in many pieces is put together few times.
    if (this.#headBytes < this.#headNeeds) return
    try {
      const bytes = this.#head.length === 1 ? chunk : Buffer.concat(this.#head)
      const length = headLength(bytes)
      this.#head = [bytes]
      this.#headNeeds = length ?? 0
      if (length === undefined || bytes.length < length) return
      this.#head = []
      const {parameters, contentLength, end} = readHead(bytes, length)
      const body = new BodyQueue(this.socket)
      this.#body = body
      this.#bodyLeft = contentLength
      this.#addBody(body, bytes.subarray(end))
      void this.#answer(parameters, body)
    } catch (error) {
      if (!(error instanceof ScgiError)) throw error
      this.socket.destroy()
    }
  }

  /** Takes no more than was announced: the rest is not ours. */
  #addBody(body: BodyQueue, chunk: Buffer): void {
    if (body.hasEnded || this.#isAnswered) return
    const piece = chunk.subarray(0, this.#bodyLeft)
    this.#bodyLeft -= piece.length
    if (piece.length > 0) body.push(piece)
    if (this.#bodyLeft === 0) body.end()
  }

  async #answer(parameters: Map<string, string>, body: BodyQueue): Promise<void> {
    const {response, sent} = await this.#serve({parameters, body: body.complete ?? body})
    this.#isAnswered = true
    // What the page left of the body is taken off the connection, or the web server would not come to the answer.
    if (body.isFull) this.socket.resume()
    const progress = {sent: 0}
    try {
      await this.#send(response, progress)
      this.socket.end()
    } catch {
      // Over TCP a reset says that the answer broke off. A UNIX socket has no such thing: there it only ends.
      if (this.socket.remoteAddress === undefined) this.socket.destroy()
      else this.socket.resetAndDestroy()
    }
    sent(progress.sent)
  }

  async #send(response: PageResponse, progress: {sent: number}): Promise<void> {
    const head = Buffer.from(responseHead(response), 'latin1')
    if (Buffer.isBuffer(response.body)) {
      progress.sent = response.body.length
      this.socket.cork()
      this.socket.write(head)
      this.socket.write(response.body)
      this.socket.uncork()
      return
    }
    this.socket.write(head)
    for await (const chunk of response.body) {
      if (this.socket.destroyed) return
      progress.sent += chunk.length
      if (chunk.length > 0 && !this.socket.write(chunk)) await drained(this.socket)
    }
  }
}
