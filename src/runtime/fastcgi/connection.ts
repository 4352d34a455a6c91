/** One FastCGI connection in the role of a responder: one request at a time, connections kept when asked. */
import type {Socket} from 'node:net'
import {BodyQueue} from '../body-queue.ts'
import {responseHead} from '../cgi/head.ts'
import {drained} from '../drained.ts'
import type {PageResponse} from '../run-page.ts'
import type {Serve} from '../serve.ts'
import type {Patience} from '../stalls.ts'
import type {ServedConnection} from '../stream-server.ts'
import {decodeParameters, encodeParameters} from './parameters.ts'
import {
  encodeAnswer,
  encodeEnd,
  encodeOutput,
  encodeRecord,
  LARGEST_PIECE,
  ProtocolError,
  RECORD,
  RecordParser,
} from './records.ts'

/** Protocol statuses of END_REQUEST, section 5.5. */
const REQUEST_COMPLETE = 0
const CANT_MPX_CONN = 1
const UNKNOWN_ROLE = 3

const RESPONDER = 1
const KEEP_CONNECTION = 1

/** No web server sends more in headers than this. */
const LARGEST_PARAMETERS = 1024 * 1024
/** What a record costs beyond its bytes, so that a million records of one byte are too many as well. */
const RECORD_COST = 128

interface ActiveRequest {
  id: number
  keepsConnection: boolean
  parameters: Buffer[]
  parametersCost: number
  /** PARAMS has ended. */
  isReady: boolean
  isServed: boolean
  body: BodyQueue
}

export class Connection implements ServedConnection {
  readonly socket: Socket
  requests = 0
  readonly #serve: Serve
  readonly #parser = new RecordParser()
  readonly #onRecord = (type: number, id: number, content: Buffer): void => this.#receiveRecord(type, id, content)
  #request: ActiveRequest | undefined
  #isClosing = false

  constructor(socket: Socket, serve: Serve) {
    this.socket = socket
    this.#serve = serve
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

  closeWhenIdle(): void {
    this.#isClosing = true
    if (this.#request === undefined) this.socket.end()
  }

  get owes(): keyof Patience | undefined {
    const request = this.#request
    if (request?.isReady === false || (request === undefined && (this.requests === 0 || this.#parser.isInside))) {
      return 'head'
    }
    if (request !== undefined && !request.body.hasEnded) return request.body.isFull ? undefined : 'body'
    return this.socket.writableLength > 0 || this.socket.writableEnded ? 'answer' : undefined
  }

  #receive(chunk: Buffer): void {
    try {
      this.#parser.push(chunk, this.#onRecord)
      const request = this.#request
      // Served after the whole chunk: a request without a body is complete by then.
      if (request?.isReady === true && !request.isServed) {
        request.isServed = true
        const {parameters} = request
        const [first] = parameters
        const bytes = parameters.length === 1 && first !== undefined ? first : Buffer.concat(parameters)
        request.parameters = []
        void this.#answer(request, decodeParameters(bytes))
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.socket.destroy()
    }
  }

  #receiveRecord(type: number, id: number, content: Buffer): void {
    if (id === 0) {
      this.#manage(type, content)
      return
    }
    const request = this.#request?.id === id ? this.#request : undefined
    switch (type) {
      case RECORD.beginRequest:
        this.#begin(id, content)
        return
      case RECORD.params:
        if (request !== undefined) this.#addParameters(request, content)
        return
      case RECORD.stdin:
        if (request === undefined || request.body.hasEnded) return
        if (!request.isReady) throw new ProtocolError('STDIN before the end of PARAMS')
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
      this.#reply(encodeEnd(id, CANT_MPX_CONN, {endsOutput: false}))
      return
    }
    const keepsConnection = ((content[2] ?? 0) & KEEP_CONNECTION) !== 0
    this.requests++
    if (content.readUInt16BE(0) !== RESPONDER) {
      this.#reply(encodeEnd(id, UNKNOWN_ROLE, {endsOutput: false}))
      if (!keepsConnection) this.socket.end()
      return
    }
    const body = new BodyQueue(this.socket)
    this.#request = {id, keepsConnection, parameters: [], parametersCost: 0, isReady: false, isServed: false, body}
  }

  #addParameters(request: ActiveRequest, content: Buffer): void {
    if (request.isReady) throw new ProtocolError('PARAMS after its end')
    request.parametersCost += content.length + RECORD_COST
    if (request.parametersCost > LARGEST_PARAMETERS) throw new ProtocolError('The parameters are too long')
    if (content.length === 0) request.isReady = true
    else request.parameters.push(content)
  }

  #abort(request: ActiveRequest): void {
    request.body.fail(new Error('The web server aborted the request'))
    // A page under way is answered when it ends; nobody else would end this one.
    if (!request.isReady) {
      this.socket.write(encodeEnd(request.id, REQUEST_COMPLETE))
      this.#finish(request)
    }
  }

  #manage(type: number, content: Buffer): void {
    if (type !== RECORD.getValues) {
      this.#reply(encodeRecord(RECORD.unknownType, 0, Buffer.from([type, 0, 0, 0, 0, 0, 0, 0])))
      return
    }
    const known = [...decodeParameters(content).keys()].filter((name) => name === 'FCGI_MPXS_CONNS')
    const values = encodeParameters(known.map((name) => [name, '0']))
    this.#reply(encodeRecord(RECORD.getValuesResult, 0, values))
  }

  /** Writes what is no page. A peer that asks on and on without reading is not worth the memory. */
  #reply(record: Buffer): void {
    this.socket.write(record)
    if (this.#request === undefined && this.socket.writableNeedDrain) throw new ProtocolError('Replies are not read')
  }

  async #answer(request: ActiveRequest, parameters: Map<string, string>): Promise<void> {
    const {response, sent} = await this.#serve({parameters, body: request.body.complete ?? request.body})
    const head = responseHead(response)
    const {body} = response
    if (Buffer.isBuffer(body) && body.length <= LARGEST_PIECE) {
      this.socket.write(encodeAnswer(request.id, head, body))
      this.#finish(request)
      sent(body.length)
      return
    }
    const progress = {sent: 0}
    try {
      await this.#stream(request.id, head, body, progress)
      this.socket.write(encodeEnd(request.id, REQUEST_COMPLETE))
    } catch {
      // The body broke off in the middle: the web server must not take what it has for the whole.
      this.socket.destroy()
    }
    this.#finish(request)
    sent(progress.sent)
  }

  /** Sends head and body as fast as they are read, and counts the bytes of the body. */
  async #stream(id: number, head: string, body: PageResponse['body'], progress: {sent: number}): Promise<void> {
    this.socket.write(encodeOutput(id, Buffer.from(head, 'latin1')))
    for await (const chunk of Buffer.isBuffer(body) ? pieces(body) : body) {
      if (this.socket.destroyed) return
      progress.sent += chunk.length
      if (chunk.length > 0 && !this.socket.write(encodeOutput(id, chunk))) await drained(this.socket)
    }
  }

  #finish(request: ActiveRequest): void {
    this.#request = undefined
    if (!request.keepsConnection || this.#isClosing) this.socket.end()
    if (request.body.isFull) this.socket.resume()
  }
}

function* pieces(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += LARGEST_PIECE) yield body.subarray(at, at + LARGEST_PIECE)
}
