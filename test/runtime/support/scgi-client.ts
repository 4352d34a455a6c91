/** An SCGI client for tests, as a web server would be one. */
import {connect} from 'node:net'
import {connectOptions, type Parameters, parseCgi} from './fastcgi-client.ts'

/** The bytes of a request; CONTENT_LENGTH comes first and is that of the body unless given. */
export function scgiRequest(parameters: Parameters, body: Buffer = Buffer.alloc(0)): Buffer {
  const {CONTENT_LENGTH = String(body.length), ...rest} = parameters
  const fields = Object.entries({CONTENT_LENGTH, SCGI: '1', ...rest})
  const head = fields.map(([name, value]) => `${name}\0${value}\0`).join('')
  return Buffer.concat([Buffer.from(`${head.length}:${head},`, 'latin1'), body])
}

/** Everything that comes back on a connection of its own. */
export function scgiExchange(address: string, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = []
    const socket = connect(connectOptions(address), () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => received.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(Buffer.concat(received)))
  })
}

/** One request and its answer. */
export async function askScgi(
  address: string,
  parameters: Parameters,
  body?: Buffer,
): Promise<ReturnType<typeof parseCgi>> {
  return parseCgi(await scgiExchange(address, scgiRequest(parameters, body)))
}
