/** A FastCGI client for tests, as a web server would be one: to PHP-FPM and to our own server alike. */
import {connect, type NetConnectOpts, type Socket} from 'node:net'

export interface FastcgiAnswer {
  /** Everything on STDOUT. */
  raw: Buffer
  status: number | undefined
  headers: [string, string][]
  body: Buffer
  stderr: string
  protocolStatus: number
}

export type Parameters = Readonly<Record<string, string>>

/** `unix:/path` or `host:port`, for `net.connect`. */
export function connectOptions(address: string): NetConnectOpts {
  if (address.startsWith('unix:')) return {path: address.slice(5)}
  const [host = '', port = ''] = address.split(':')
  return {host, port: Number(port)}
}

export function record(type: number, id: number, content: Buffer = Buffer.alloc(0), padding = 0): Buffer {
  const header = Buffer.from([1, type, id >> 8, id & 255, content.length >> 8, content.length & 255, padding, 0])
  return Buffer.concat([header, content, Buffer.alloc(padding)])
}

export function beginRecord(id: number, {keepConnection = false, role = 1} = {}): Buffer {
  return record(1, id, Buffer.from([0, role, keepConnection ? 1 : 0, 0, 0, 0, 0, 0]))
}

/** The characters of names and values are bytes. */
export function encodeParameters(parameters: Parameters): Buffer {
  const length = (text: string): Buffer => {
    if (text.length < 128) return Buffer.from([text.length])
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(text.length + 2 ** 31)
    return bytes
  }
  return Buffer.concat(
    Object.entries(parameters).flatMap(([name, value]) => [
      length(name),
      length(value),
      Buffer.from(name, 'latin1'),
      Buffer.from(value, 'latin1'),
    ]),
  )
}

/** The records of one whole request. */
export function requestRecords(
  parameters: Parameters,
  body: Buffer = Buffer.alloc(0),
  {id = 1, keepConnection = false} = {},
): Buffer {
  const records = [beginRecord(id, {keepConnection})]
  const encoded = encodeParameters(parameters)
  for (let at = 0; at < encoded.length; at += 65_535) records.push(record(4, id, encoded.subarray(at, at + 65_535)))
  records.push(record(4, id))
  for (let at = 0; at < body.length; at += 65_535) records.push(record(5, id, body.subarray(at, at + 65_535)))
  records.push(record(5, id))
  return Buffer.concat(records)
}

/** One request over a connection of its own. */
export async function fastcgiRequest(address: string, parameters: Parameters, body?: Buffer): Promise<FastcgiAnswer> {
  const socket = connect(connectOptions(address))
  try {
    socket.write(requestRecords(parameters, body))
    return await readAnswer(socket)
  } finally {
    socket.destroy()
  }
}

/** Reads one answer, up to its END_REQUEST record. */
export function readAnswer(socket: Socket, id = 1): Promise<FastcgiAnswer> {
  return new Promise((resolve, reject) => {
    let pending: Buffer = Buffer.alloc(0)
    const output: Buffer[] = []
    const errors: Buffer[] = []
    const finish = (): void => {
      socket.off('data', onData)
      socket.off('error', reject)
      socket.off('close', onClose)
    }
    const onClose = (): void => {
      finish()
      reject(new Error('the connection was closed before END_REQUEST'))
    }
    const onData = (chunk: Buffer): void => {
      pending = Buffer.concat([pending, chunk])
      while (pending.length >= 8) {
        const length = pending.readUInt16BE(4)
        const total = 8 + length + (pending[6] ?? 0)
        if (pending.length < total) return
        const type = pending[1]
        const content = pending.subarray(8, 8 + length)
        const isOurs = pending.readUInt16BE(2) === id
        pending = pending.subarray(total)
        if (!isOurs) continue
        if (type === 6) output.push(content)
        if (type === 7) errors.push(content)
        if (type === 3) {
          finish()
          resolve(parseAnswer(Buffer.concat(output), Buffer.concat(errors).toString(), content[4] ?? 0))
        }
      }
    }
    socket.on('data', onData)
    socket.on('error', reject)
    socket.on('close', onClose)
  })
}

/** A CGI response: header lines, an empty line, the body. */
export function parseCgi(raw: Buffer): Pick<FastcgiAnswer, 'status' | 'headers' | 'body'> {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n')
  const headers = lines
    .filter((line) => line.includes(':'))
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()])
  const status = headers.find(([name]) => name === 'Status')?.[1]
  return {
    status: status === undefined ? undefined : Number.parseInt(status, 10),
    headers: headers.filter(([name]) => name !== 'Status'),
    body: raw.subarray(end + 4),
  }
}

function parseAnswer(raw: Buffer, stderr: string, protocolStatus: number): FastcgiAnswer {
  return {...parseCgi(raw), raw, stderr, protocolStatus}
}
