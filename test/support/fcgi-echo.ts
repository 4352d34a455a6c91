/** A FastCGI backend for routing tests: says which parameters it was given. */
import {chmodSync, rmSync} from 'node:fs'
import {createServer, type Server, type Socket} from 'node:net'

const BEGIN_REQUEST = 1
const END_REQUEST = 3
const PARAMS = 4
const STDIN = 5
const STDOUT = 6
const KEEP_CONNECTION = 1

/** What the body of an answer holds, as JSON. Bytes are written as the characters of the same number (Latin-1). */
export interface Echo {
  params: Record<string, string>
  body: string
}

export interface EchoBackend {
  /** As the emitters take it: `unix:/tmp/…/echo.sock`, `127.0.0.1:40123`. */
  address: string
  /** Connections accepted since the start. */
  connections: () => number
  /** Stops listening and closes every connection. */
  stop: () => Promise<void>
}

/**
 * Listens on `unix:` and a path, as a socket that every user can connect to, or on a port of `127.0.0.1`, a free one when
 * none is given. Each answer has status 200 by default (no `Status`), the header `X-Side: typescript` and an {@link Echo}
 * as its body.
 *
 * @param name the value of a header `X-Backend`, where several must be told apart
 */
export async function startEcho(
  listenOn: `unix:${string}` | '127.0.0.1' | `127.0.0.1:${number}`,
  name?: string,
): Promise<EchoBackend> {
  const head = `X-Side: typescript\r\n${name === undefined ? '' : `X-Backend: ${name}\r\n`}`
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    answerOn(socket, head)
  })
  return {
    address: await listen(server, listenOn),
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

async function listen(server: Server, listenOn: string): Promise<string> {
  const path = listenOn.startsWith('unix:') ? listenOn.slice('unix:'.length) : undefined
  if (path) rmSync(path, {force: true})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    const [host = '', port = '0'] = listenOn.split(':')
    server.listen(path ? {path} : {host, port: Number(port)}, resolve)
  })
  if (path) chmodSync(path, 0o666)
  const address = server.address()
  return typeof address === 'object' && address ? `${address.address}:${address.port}` : listenOn
}

/** One request after the other, as Apache sends them (it never interleaves requests on a connection). */
function answerOn(socket: Socket, head: string): void {
  let pending: Buffer = Buffer.alloc(0)
  let keep = false
  let params: Buffer[] = []
  let body: Buffer[] = []
  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data])
    while (pending.length >= 8) {
      const length = pending.readUInt16BE(4)
      const total = 8 + length + pending.readUInt8(6)
      if (pending.length < total) return
      const [type, id, content] = [pending[1], pending.readUInt16BE(2), pending.subarray(8, 8 + length)]
      pending = pending.subarray(total)
      if (type === BEGIN_REQUEST) {
        keep = ((content[2] ?? 0) & KEEP_CONNECTION) !== 0
        params = []
        body = []
      } else if (type === PARAMS) params.push(content)
      else if (type === STDIN && length > 0) body.push(content)
      else if (type === STDIN) {
        const echo: Echo = {params: readPairs(Buffer.concat(params)), body: Buffer.concat(body).toString('latin1')}
        const text = `${head}Content-Type: application/json\r\n\r\n${JSON.stringify(echo)}`
        socket.write(Buffer.concat([...stdout(id, Buffer.from(text)), record(END_REQUEST, id, Buffer.alloc(8))]))
        if (!keep) socket.end()
      }
    }
  })
}

function stdout(id: number, bytes: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 65_528) records.push(record(STDOUT, id, bytes.subarray(at, at + 65_528)))
  return [...records, record(STDOUT, id, Buffer.alloc(0))]
}

function record(type: number, id: number, content: Buffer): Buffer {
  const header = Buffer.from([1, type, id >> 8, id & 255, content.length >> 8, content.length & 255, 0, 0])
  return Buffer.concat([header, content])
}

/** Name-value pairs: lengths below 128 in one byte, others in four with the top bit set. */
function readPairs(bytes: Buffer): Record<string, string> {
  const pairs: Record<string, string> = {}
  let at = 0
  const length = (): number => {
    const first = bytes[at] ?? 0
    at += first < 128 ? 1 : 4
    return first < 128 ? first : bytes.readUInt32BE(at - 4) & 0x7fffffff
  }
  const text = (size: number): string => {
    at += size
    return bytes.toString('latin1', at - size, at)
  }
  while (at < bytes.length) {
    const [name, value] = [length(), length()]
    const key = text(name)
    pairs[key] = text(value)
  }
  return pairs
}
