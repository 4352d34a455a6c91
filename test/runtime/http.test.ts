import type {Server} from 'node:http'
import {type AddressInfo, connect, type Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {httpServer} from '../../src/runtime/http.ts'
import type {PageResponse} from '../../src/runtime/run-page.ts'
import type {ReceivedRequest, Transport} from '../../src/runtime/serve.ts'
import {send} from '../support/http.ts'
import {receiveBody} from './support/receive-body.ts'

let server: Server
let transport: Transport
let port: number
let received: ReceivedRequest['parameters'][]
let respond: (request: ReceivedRequest) => Promise<PageResponse['body']>

beforeEach(async () => {
  received = []
  respond = ({body}) => receiveBody(body)
  const serve = async (request: ReceivedRequest) => {
    received.push(request.parameters)
    const body = await respond(request).catch((error: Error) => Buffer.from(error.message))
    return {response: {status: 200, headers: [], body}, sent: () => undefined}
  }
  const site = {documentRoot: '/srv/www', isPage: (path: string) => path === 'page.php'}
  const made = httpServer(serve, site, {head: 300, body: 300, answer: 300})
  server = made.server as Server
  transport = made.transport
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})

afterEach(async () => {
  transport.destroy()
  await transport.close()
})

function open(): {socket: Socket; text: () => string; closed: Promise<void>} {
  let text = ''
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {socket, text: () => text, closed}
}

describe('what a client says of itself', () => {
  test('does not change who it is, which page it asks for, or whether it came by HTTPS', async () => {
    await send({port}, {
      target: '/page.php?a=1',
      headers: [
        ['X-Forwarded-For', '6.6.6.6'], ['X-Forwarded-Proto', 'https'], ['X-Forwarded-Host', 'evil.test'], ['Forwarded', 'for=6.6.6.6'],
        ['X-Real-IP', '6.6.6.6'], ['X-Remote-User', 'root'], ['X-Original-URL', '/admin.php'], ['X-Rewrite-URL', '/admin.php'],
        ['Remote-User', 'root'], ['Https', 'on'], ['Script-Filename', '/etc/passwd'],
      ],
    }) // biome-ignore format: a table
    const parameters = Object.fromEntries(received[0] ?? [])
    expect(parameters).toMatchObject({
      REMOTE_ADDR: '127.0.0.1',
      SCRIPT_FILENAME: '/srv/www/page.php',
      REQUEST_SCHEME: 'http',
    })
    for (const name of ['HTTPS', 'REMOTE_USER', 'AUTH_TYPE']) expect(parameters).not.toHaveProperty(name)
    expect(parameters).toMatchObject({HTTP_X_FORWARDED_FOR: '6.6.6.6', HTTP_HTTPS: 'on', HTTP_REMOTE_USER: 'root'})
  })

  test('cannot pose as another header, nor as a proxy of the server itself', async () => {
    await send({port}, {
      target: '/page.php',
      headers: [['X_Forwarded_For', '1'], ['X.Real.IP', '2'], ['Proxy', 'http://evil.test'], ['X-A', '1'], ['X-A', '2']],
    }) // biome-ignore format: short
    const parameters = Object.fromEntries(received[0] ?? [])
    expect(parameters).not.toHaveProperty('HTTP_X_FORWARDED_FOR')
    expect(parameters).not.toHaveProperty('HTTP_X_REAL_IP')
    expect(parameters).not.toHaveProperty('HTTP_PROXY')
    expect(parameters.HTTP_X_A).toBe('1, 2')
  })

  test.each([
    ['two hosts', 'Host: a\r\nHost: b\r\n\r\n'],
    ['two lengths', 'Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'a length and a transfer coding',
      'Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET',
    ],
    ['an unknown transfer coding', 'Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a line break in a value', 'Host: a\r\nX-A: b\rc\r\n\r\n'],
    ['no host', '\r\n'],
    ['a header of 100 kB', `Host: a\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`],
  ])('is refused when it can be read in two ways: %s', async (_what, rest) => {
    const {socket, text, closed} = open()
    socket.end(`POST /page.php HTTP/1.1\r\n${rest}`)
    await closed
    expect(text()).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(received).toEqual([])
  })

  test('a coded body arrives whole, and the coding is not told', async () => {
    const answer = await send({port}, {
      method: 'POST',
      target: '/page.php',
      headers: [['Transfer-Encoding', 'chunked']],
      body: '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    }) // biome-ignore format: short
    expect(answer.body.toString()).toBe('abcde')
    expect(Object.fromEntries(received[0] ?? [])).not.toHaveProperty('HTTP_TRANSFER_ENCODING')
  })
})

describe('a client that stalls loses its connection', () => {
  test.each([
    ['in its head', 'GET /page.php HTTP/1.1\r\nHost: a\r\nX-'],
    ['in its body', 'POST /page.php HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'],
  ])('%s', async (_where, bytes) => {
    const {socket, closed} = open()
    socket.write(bytes)
    await closed
  })

  test('when it does not read the answer', async () => {
    let ended = false
    respond = async () =>
      (async function* () {
        try {
          for (;;) yield Buffer.alloc(100_000)
        } finally {
          ended = true
        }
      })()
    const {socket} = open()
    socket.pause()
    socket.write('GET /page.php HTTP/1.1\r\nHost: a\r\n\r\n')
    while (!ended) await sleep(20)
  })
})
