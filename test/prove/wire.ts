/** Many requests over few connections that stay open: bytes go out as written, answers come back as sent. */
import {connect, type Socket} from 'node:net'
import type {Answer, Request} from '../support/http.ts'

/** How many connections ask at once. */
const CONNECTIONS = 6
/** How long an answer may take, in milliseconds. */
const PATIENCE = 15_000

/** The answers to all requests, in their order. One that the server did not give has the status 0. */
export async function sendAll(
  port: number,
  requests: readonly Request[],
  connections = CONNECTIONS,
): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const work = async (): Promise<void> => {
    const line = openLine(port)
    while (next < requests.length) {
      const index = next++
      const request = requests[index]
      if (request) answers[index] = await line.ask(request)
    }
    line.close()
  }
  await Promise.all(Array.from({length: Math.min(connections, requests.length)}, work))
  return answers
}

interface Line {
  ask: (request: Request) => Promise<Answer>
  close: () => void
}

/** A connection that is opened anew whenever the server has closed it. */
function openLine(port: number): Line {
  let socket: Socket | undefined
  const ask = async (request: Request): Promise<Answer> => {
    const reused = socket !== undefined && !socket.destroyed
    if (!reused) socket = connect({port, host: '127.0.0.1', noDelay: true})
    const received = await exchange(socket as Socket, request)
    if (!received.answer && reused && received.nothing) return ask(request)
    if (!received.answer || received.closes) socket?.destroy()
    return received.answer ?? noAnswer(received.problem ?? 'closed')
  }
  return {ask, close: () => socket?.destroy()}
}

interface Received {
  answer?: Answer | undefined
  /** The connection can't be used any more. */
  closes?: boolean
  /** Not a byte came: the server had closed a connection that was open for long. */
  nothing?: boolean
  problem?: string
}

function exchange(socket: Socket, request: Request): Promise<Received> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0)
    let problem = 'closed without an answer'
    const done = (received: Received): void => {
      socket.removeAllListeners()
      socket.on('error', () => {})
      socket.setTimeout(0)
      resolve(received)
    }
    const look = (ended: boolean): void => {
      let answer: Answer | undefined
      let closes = ended
      try {
        const taken = takeAnswer(bytes, request.method ?? 'GET', ended)
        answer = taken?.answer
        closes ||= taken?.closes ?? false
      } catch (error) {
        problem = String(error)
        closes = true
      }
      if (answer || closes) done({answer, closes, nothing: bytes.length === 0, problem})
    }
    socket.on('data', (data: Buffer) => {
      bytes = bytes.length === 0 ? data : Buffer.concat([bytes, data])
      look(false)
    })
    socket.on('error', (error) => (problem = error.message))
    socket.on('close', () => look(true))
    socket.setTimeout(PATIENCE, () => {
      problem = `no answer in ${PATIENCE / 1000} s`
      socket.destroy()
    })
    socket.write(formatRequest(request))
  })
}

function formatRequest({method = 'GET', target, headers = [], body}: Request): Buffer {
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const lines = [`${method} ${target} HTTP/1.1`]
  if (!given.has('host')) lines.push('Host: shop.example')
  const bytes = Buffer.from((body ?? '') as string)
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding')) {
    lines.push(`Content-Length: ${bytes.length}`)
  }
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes])
}

/** The answer at the beginning of the bytes; `undefined` while it is not whole. Throws when it never can be. */
function takeAnswer(bytes: Buffer, method: string, ended: boolean): {answer: Answer; closes: boolean} | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const rest = bytes.subarray(end + 4)
  if (status >= 100 && status < 200) return takeAnswer(rest, method, ended)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const value = (name: string): string | undefined => headers.findLast(([key]) => key.toLowerCase() === name)?.[1]
  const answer = (body: Buffer): Answer => ({statusLine, status, headers, body: Buffer.from(body)})
  const closes = /close/i.test(value('connection') ?? '')
  if (method === 'HEAD' || status === 204 || status === 304) return {answer: answer(Buffer.alloc(0)), closes}
  if (value('transfer-encoding') === 'chunked') {
    const body = unchunk(rest)
    if (!body && ended) throw new Error('chunked body cut short')
    return body && {answer: answer(body), closes}
  }
  const length = value('content-length')
  if (length === undefined) return ended ? {answer: answer(rest), closes: true} : undefined
  if (rest.length < Number(length)) {
    if (ended) throw new Error(`body of ${rest.length} bytes where ${length} were announced`)
    return undefined
  }
  if (rest.length > Number(length)) throw new Error('more bytes than the answer has')
  return {answer: answer(rest), closes}
}

/** RFC 9112, section 7.1; `undefined` while it is not whole. */
function unchunk(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (Number.isNaN(size)) throw new Error('a chunk without a size')
    if (bytes.length < line + 2 + size + 2) return undefined
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}

function noAnswer(problem: string): Answer {
  return {statusLine: `no answer: ${problem}`, status: 0, headers: [], body: Buffer.alloc(0)}
}
