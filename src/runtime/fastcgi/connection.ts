/** One FastCGI connection in the role of a responder: one request at a time, connections kept when asked. */
import type {Socket} from 'node:net'
import type {PageResponse} from '../run-page.ts'
import type {Serve} from '../serve.ts'
import {BodyQueue} from './body-queue.ts'
import {responseHead} from './head.ts'
import {decodeParameters, encodeParameters} from './parameters.ts'
import {encodeEnd, encodeOutput, encodeRecord, ProtocolError, RECORD, RecordParser} from './records.ts'

/** Protocol statuses of END_REQUEST, section 5.5. */
const REQUEST_COMPLETE = 0
const CANT_MPX_CONN = 1
const UNKNOWN_ROLE = 3

const RESPONDER = 1
const KEEP_CONNECTION = 1

/** No web server sends more in headers than this. */
const LARGEST_PARAMETERS = 1024 * 1024

/** How long a peer may pause inside a request, in milliseconds. */
const RECEIVE_TIMEOUT = 60_000

interface ActiveRequest {
  id: number
  keepsConnection: boolean
  parameters: Buffer[]
  parametersLength: number
  /** PARAMS has ended. */
  isReady: boolean
  isServed: boolean
  body: BodyQueue
}

export class Connection {
  readonly #socket: Socket
  readonly #serve: Serve
  readonly #parser = new RecordParser()
  #request: ActiveRequest | undefined
  #isClosing = false

  constructor(socket: Socket, serve: Serve) {
    this.#socket = socket
    this.#serve = serve
    socket.setTimeout(RECEIVE_TIMEOUT)
    socket.on('timeout', () => {
      if (this.#isReceiving) socket.destroy()
    })
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    // A connection reset is an ordinary end; `close` follows.
    socket.on('error', () => undefined)
    const endBody = (): void => this.#request?.body.fail(new Error('The web server closed the connection'))
    socket.on('close', endBody)
    // Half closed: what was asked for completely is still answered.
    socket.on('end', () => {
      endBody()
      if (this.#request?.isReady !== true) this.#request = undefined
      this.closeWhenIdle()
    })
  }

  /** Ends the connection as soon as no request is under way. */
  closeWhenIdle(): void {
    this.#isClosing = true
    if (this.#request === undefined) this.#socket.end()
  }

  get #isReceiving(): boolean {
    return this.#parser.isInside || (this.#request !== undefined && !this.#request.body.hasEnded)
  }

  #receive(chunk: Buffer): void {
    try {
      this.#parser.push(chunk, (type, id, content) => this.#onRecord(type, id, content))
      const request = this.#request
      // Served after the whole chunk: a request without a body is complete by then.
      if (request?.isReady === true && !request.isServed) {
        request.isServed = true
        const parameters = decodeParameters(Buffer.concat(request.parameters))
        void this.#answer(request, parameters)
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#socket.destroy()
    }
  }

  #onRecord(type: number, id: number, content: Buffer): void {
    if (id === 0) {
      this.#onManagement(type, content)
      return
    }
    const request = this.#request?.id === id ? this.#request : undefined
    switch (type) {
      case RECORD.beginRequest:
        this.#begin(id, content)
        return
      case RECORD.params:
        if (request !== undefined) this.#onParameters(request, content)
        return
      case RECORD.stdin:
        if (request === undefined || request.body.hasEnded) return
        if (content.length === 0) request.body.end()
        else request.body.push(content)
        return
      case RECORD.abortRequest:
        if (request !== undefined) this.#abort(request)
        return
      default:
        throw new ProtocolError(`A record of type ${type} is not for a responder`)
    }
  }

  #begin(id: number, content: Buffer): void {
    if (content.length < 8 || this.#request?.id === id) throw new ProtocolError('BEGIN_REQUEST is malformed')
    if (this.#request !== undefined) {
      this.#socket.write(encodeEnd(id, CANT_MPX_CONN, {endsOutput: false}))
      return
    }
    const keepsConnection = ((content[2] ?? 0) & KEEP_CONNECTION) !== 0
    if (content.readUInt16BE(0) !== RESPONDER) {
      this.#socket.write(encodeEnd(id, UNKNOWN_ROLE, {endsOutput: false}))
      if (!keepsConnection) this.#socket.end()
      return
    }
    const body = new BodyQueue(
      () => this.#socket.pause(),
      () => this.#socket.resume(),
    )
    this.#request = {id, keepsConnection, parameters: [], parametersLength: 0, isReady: false, isServed: false, body}
  }

  #onParameters(request: ActiveRequest, content: Buffer): void {
    if (request.isReady) throw new ProtocolError('PARAMS after its end')
    request.parametersLength += content.length
    if (request.parametersLength > LARGEST_PARAMETERS) throw new ProtocolError('The parameters are too long')
    if (content.length === 0) request.isReady = true
    else request.parameters.push(content)
  }

  #abort(request: ActiveRequest): void {
    request.body.fail(new Error('The web server aborted the request'))
    // A page under way is answered when it ends; nobody else would end this one.
    if (!request.isReady) this.#finish(request)
  }

  #onManagement(type: number, content: Buffer): void {
    if (type !== RECORD.getValues) {
      this.#socket.write(encodeRecord(RECORD.unknownType, 0, Buffer.from([type, 0, 0, 0, 0, 0, 0, 0])))
      return
    }
    const known = [...decodeParameters(content).keys()].filter((name) => name === 'FCGI_MPXS_CONNS')
    const values = encodeParameters(known.map((name) => [name, '0']))
    this.#socket.write(encodeRecord(RECORD.getValuesResult, 0, values))
  }

  async #answer(request: ActiveRequest, parameters: ReadonlyMap<string, string>): Promise<void> {
    const exchange = await this.#serve({parameters, body: request.body.complete ?? request.body})
    const progress = {sent: 0}
    try {
      await this.#send(request.id, exchange.response, progress)
    } catch {
      // The body broke off in the middle: the web server must not take what it has for the whole.
      this.#socket.destroy()
    }
    exchange.sent(progress.sent)
    this.#finish(request)
  }

  /** Sends head and body, and counts the bytes of the body. */
  async #send(id: number, response: PageResponse, progress: {sent: number}): Promise<void> {
    const head = Buffer.from(responseHead(response), 'latin1')
    if (Buffer.isBuffer(response.body)) {
      // Held back until END_REQUEST is written too: one system call for a whole answer.
      this.#socket.cork()
      this.#socket.write(encodeOutput(id, Buffer.concat([head, response.body])))
      progress.sent = response.body.length
      return
    }
    this.#socket.write(encodeOutput(id, head))
    for await (const chunk of response.body) {
      if (this.#socket.destroyed) return
      progress.sent += chunk.length
      if (chunk.length > 0 && !this.#socket.write(encodeOutput(id, chunk))) await this.#drained()
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done)
        this.#socket.off('close', done)
        resolve()
      }
      this.#socket.on('drain', done)
      this.#socket.on('close', done)
    })
  }

  #finish(request: ActiveRequest): void {
    this.#request = undefined
    if (this.#socket.destroyed) return
    this.#socket.write(encodeEnd(request.id, REQUEST_COMPLETE))
    this.#socket.uncork()
    if (!request.keepsConnection || this.#isClosing) this.#socket.end()
    this.#socket.resume()
  }
}
