/** Hands requests on to PHP-FPM, as a web server would: a FastCGI client (FastCGI specification 1.0). */
import {connect, type Socket} from 'node:net'
import {drained} from '../drained.ts'
import {encodeParameters} from '../fastcgi/parameters.ts'
import {encodeRecord, RECORD, RecordParser} from '../fastcgi/records.ts'
import type {PageResponse} from '../run-page.ts'
import {CgiResponse} from './cgi-response.ts'
import {type ParsedUpstream, type Upstream, UpstreamError, type UpstreamRequest} from './upstream.ts'

const RESPONDER = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])
/** Of one request on a connection of its own. */
const ID = 1
const LARGEST_CONTENT = 65_528
const NOTHING = Buffer.alloc(0)

/**
 * PHP-FPM at an address. Every request has a connection of its own, so that one that waits long holds up no other.
 *
 * @param timeout how long PHP may be silent, in milliseconds
 */
export function fastcgiUpstream(address: ParsedUpstream, timeout: number): Upstream {
  return {ask: (request) => send(address, timeout, request), cameBack: () => false}
}

function send(address: ParsedUpstream, timeout: number, request: UpstreamRequest): Promise<PageResponse> {
  const socket = connect('path' in address ? {path: address.path} : {host: address.host, port: address.port})
  const response = new CgiResponse(socket)
  const fail = (error: Error): void => {
    response.fail(error)
    socket.destroy()
  }
  const parser = new RecordParser()
  const onRecord = (type: number, _id: number, content: Buffer): void => {
    if (type === RECORD.stdout && content.length > 0) response.push(content)
    else if (type === RECORD.stderr && content.length > 0) request.onMessage?.(content.toString('latin1').trimEnd())
    else if (type === RECORD.endRequest) {
      response.end()
      socket.end()
    }
  }
  socket.setTimeout(timeout, () => fail(new UpstreamError('timeout', `PHP said nothing for ${timeout} ms`)))
  socket.on('connect', () => void writeRequest(socket, request).catch(fail))
  socket.on('data', (chunk: Buffer) => {
    try {
      parser.push(chunk, onRecord)
    } catch (error) {
      fail(new UpstreamError('broken', `PHP does not answer in FastCGI: ${(error as Error).message}`))
    }
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const kind = socket.bytesRead > 0 || error.code === 'EPIPE' ? 'broken' : 'unreachable'
    fail(new UpstreamError(kind, `PHP can't be reached: ${error.message}`))
  })
  socket.on('close', () => {
    request.body.close()
    fail(new UpstreamError('broken', 'PHP broke off its answer'))
  })
  return response.answer
}

async function writeRequest(socket: Socket, {parameters, body}: UpstreamRequest): Promise<void> {
  // A body that came in chunks has no length yet.
  const announced = body.length > 0 ? new Map(parameters).set('CONTENT_LENGTH', String(body.length)) : parameters
  socket.cork()
  socket.write(encodeRecord(RECORD.beginRequest, ID, RESPONDER))
  writeRecords(socket, RECORD.params, encodeParameters(announced))
  socket.write(encodeRecord(RECORD.params, ID, NOTHING))
  for await (const piece of body.pieces()) {
    writeRecords(socket, RECORD.stdin, piece)
    socket.uncork()
    if (socket.writableNeedDrain) await drained(socket)
    // PHP may have answered, or gone, before it had all.
    if (!socket.writable) return
    socket.cork()
  }
  socket.write(encodeRecord(RECORD.stdin, ID, NOTHING))
  socket.uncork()
}

function writeRecords(socket: Socket, type: number, content: Buffer): void {
  for (let at = 0; at < content.length; at += LARGEST_CONTENT)
    socket.write(encodeRecord(type, ID, content.subarray(at, at + LARGEST_CONTENT)))
}
