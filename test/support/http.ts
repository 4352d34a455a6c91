/** An HTTP client that changes nothing: the request target goes out as written, the answer comes back as sent. */
import {connect} from 'node:net'

/** Header fields in the order they are on the wire. */
export type Headers = readonly (readonly [name: string, value: string])[]

export interface Request {
  /** `GET` when absent. */
  method?: string
  /** The request target, one byte a character, untouched: `//index.php`, `/a%00b`, `http://host/`. */
  target: string
  /** Sent in this order after `Host` and `Connection`; a `Host` given here replaces ours. */
  headers?: Headers
  /** Sent with its `Content-Length` unless `headers` has `Content-Length` or `Transfer-Encoding`. */
  body?: Uint8Array | string
}

export interface Answer {
  /** `HTTP/1.1 200 OK` */
  statusLine: string
  status: number
  headers: Headers
  /** The bytes of the body, transfer coding removed. */
  body: Buffer
}

/** Sends one request over a connection of its own. Rejects when the server closes without an answer. */
export async function send(server: {port: number}, request: Request): Promise<Answer> {
  return parseAnswer(await exchange(server.port, formatRequest(server.port, request)), request.method ?? 'GET')
}

/** All values of a header field, in order; the name in any case. */
export function headerValues(answer: Answer, name: string): string[] {
  return answer.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
}

/** The bytes on the wire for a request. */
function formatRequest(port: number, {method = 'GET', target, headers = [], body}: Request): Buffer {
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const lines = [`${method} ${target} HTTP/1.1`]
  if (!given.has('host')) lines.push(`Host: localhost:${port}`)
  if (!given.has('connection')) lines.push('Connection: close')
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body as string)
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding')) {
    lines.push(`Content-Length: ${bytes.length}`)
  }
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes])
}

function exchange(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = []
    const socket = connect({port, host: '127.0.0.1'}, () => socket.write(bytes))
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer within 20 s')))
    socket.on('data', (data: Buffer) => received.push(data))
    // A server may answer before it has read the whole body and reset the connection: what it said still counts.
    socket.on('error', (error) => (received.length > 0 ? resolve(Buffer.concat(received)) : reject(error)))
    socket.on('close', () => resolve(Buffer.concat(received)))
  })
}

function parseAnswer(bytes: Buffer, method: string): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) throw new Error(`connection closed without an answer: ${JSON.stringify(bytes.toString('latin1'))}`)
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const rest = bytes.subarray(end + 4)
  if (status >= 100 && status < 200) return parseAnswer(rest, method)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const answer = {statusLine, status, headers, body: rest}
  if (method === 'HEAD') return answer
  if (headerValues(answer, 'transfer-encoding').at(-1) === 'chunked') return {...answer, body: unchunk(rest)}
  const announced = headerValues(answer, 'content-length').at(-1)
  if (announced !== undefined && Number(announced) !== rest.length) {
    throw new Error(`body of ${rest.length} bytes where ${announced} were announced`)
  }
  return answer
}

/** RFC 9112, section 7.1. */
function unchunk(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at)
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (Number.isNaN(size)) throw new Error('chunked body cut short')
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
