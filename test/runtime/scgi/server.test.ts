import {mkdtempSync, rmSync} from 'node:fs'
import {connect, type Server, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {PageRequest, PageResponse} from '../../../src/runtime/run-page.ts'
import {scgiServer} from '../../../src/runtime/scgi/server.ts'
import type {Transport} from '../../../src/runtime/serve.ts'
import {connectOptions} from '../support/fastcgi-client.ts'
import {randomFrom} from '../support/random.ts'
import {receiveBody} from '../support/receive-body.ts'
import {askScgi, scgiExchange, scgiRequest} from '../support/scgi-client.ts'

let directory: string
let address: string
let server: Server
let transport: Transport
let respond: (request: PageRequest) => Promise<PageResponse>
let sent: number[]
let sockets: Socket[]

const answer = (body: PageResponse['body'] | string, status?: number): PageResponse => ({
  status,
  headers: [['X-A', '\xe9']],
  body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
})

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-scgi-'))
  address = `unix:${join(directory, 's.sock')}`
  sent = []
  sockets = []
  respond = async ({body, parameters}) => {
    const bytes = await receiveBody(body)
    return answer(`${parameters.get('Q') ?? ''}:${bytes.length}:${bytes.toString('latin1').slice(0, 20)}`)
  }
  const made = scgiServer(
    async (request) => ({
      response: await respond(request).catch((error: Error) => answer(error.message, 500)),
      sent: (bytes) => sent.push(bytes),
    }),
    {head: 600, body: 300, answer: 300},
  )
  server = made.server
  transport = made.transport
  await new Promise<void>((resolve) => server.listen(address.slice(5), resolve))
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  transport.destroy()
  await transport.close()
  rmSync(directory, {recursive: true})
})

function open(): Socket {
  const socket = connect(connectOptions(address))
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

describe('a request', () => {
  test('is answered with status, headers and body, and its connection ends', async () => {
    respond = async () => answer('body', 404)
    const raw = await scgiExchange(address, scgiRequest({}))
    expect(raw.toString('latin1')).toBe('Status: 404 Not Found\r\nX-A: \xe9\r\n\r\nbody')
    expect(sent).toEqual([4])
  })

  test('has its parameters and body whatever their size', async () => {
    expect((await askScgi(address, {Q: '\xe9'.repeat(70_000), E: ''})).body.length).toBe(70_003)
    const body = Buffer.alloc(3_000_000, 'ab')
    expect((await askScgi(address, {Q: 'q'}, body)).body.toString()).toBe(`q:3000000:${'ab'.repeat(10)}`)
  })

  test('is understood however its bytes are cut', async () => {
    const socket = open()
    socket.setNoDelay(true)
    const received: Buffer[] = []
    socket.on('data', (chunk: Buffer) => received.push(chunk))
    const end = closed(socket)
    for (const byte of scgiRequest({Q: 'cut'}, Buffer.from('body'))) {
      socket.write(Buffer.from([byte]))
    }
    await end
    expect(Buffer.concat(received).toString('latin1')).toContain('cut:4:body')
  })

  test('has no more of a body than it announced', async () => {
    const bytes = Buffer.concat([scgiRequest({}, Buffer.from('body')), Buffer.from('and more')])
    expect((await scgiExchange(address, bytes)).toString('latin1')).toContain(':4:body')
  })

  test('whose client goes away ends the reading of its body', async () => {
    const {promise, resolve} = Promise.withResolvers<string>()
    respond = async ({body}) => {
      const result = receiveBody(body).then(() => 'all')
      resolve(await result.catch((error: Error) => error.message))
      return answer('')
    }
    const socket = open()
    socket.write(scgiRequest({CONTENT_LENGTH: '10'}, Buffer.from('part')))
    await sleep(20)
    socket.destroy()
    expect(await promise).toContain('closed the connection')
  })

  test('is answered when its client has closed its side of the connection', async () => {
    const socket = open()
    const received: Buffer[] = []
    socket.on('data', (chunk: Buffer) => received.push(chunk))
    socket.end(scgiRequest({Q: 'half'}, Buffer.from('body')))
    await closed(socket)
    expect(Buffer.concat(received).toString('latin1')).toContain('half:4:body')
  })

  test('is answered when its page leaves a large body unread', async () => {
    respond = async () => answer('not wanted', 413)
    const {status} = await askScgi(address, {}, Buffer.alloc(5_000_000))
    expect(status).toBe(413)
  })

  test.each([
    ['its head', scgiRequest({Q: 'x'}).subarray(0, 20)],
    ['its body', scgiRequest({CONTENT_LENGTH: '10'}, Buffer.from('part'))],
    ['anything', Buffer.alloc(0)],
  ])('is given up when %s does not come', async (_what, bytes) => {
    const socket = open()
    socket.resume()
    socket.write(bytes)
    await closed(socket)
  })

  test('is given up when its head trickles in', async () => {
    const socket = open()
    socket.resume()
    let isClosed = false
    const end = closed(socket).then(() => {
      isClosed = true
    })
    socket.write('5000:')
    for (let byte = 0; byte < 400 && !isClosed; byte++) {
      socket.write('A')
      await sleep(10)
    }
    expect(isClosed).toBe(true)
    await end
  })
})

describe('an answer', () => {
  test('goes no faster than it is read, and is given up when nobody reads it', async () => {
    let produced = 0
    async function* chunks(): AsyncGenerator<Buffer> {
      for (; produced < 400; produced++) yield Buffer.alloc(100_000, 'x')
    }
    respond = async () => answer(chunks())
    const socket = open()
    socket.pause()
    socket.write(scgiRequest({}))
    await sleep(100)
    expect(produced).toBeLessThan(50)
    socket.resume()
    let length = 0
    socket.on('data', (chunk: Buffer) => {
      length += chunk.length
    })
    await closed(socket)
    expect([length, sent]).toEqual([40_000_010, [40_000_000]])
    produced = 0
    const idle = open()
    idle.pause()
    idle.write(scgiRequest({}))
    while (sent.length < 2) await sleep(20)
    expect(produced).toBeLessThan(50)
  })
})

describe('malformed bytes', () => {
  const head = (text: string): Buffer => Buffer.from(`${text.length}:${text},`)
  test.each([
    ['no netstring', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['no length', Buffer.from(':,')],
    ['a huge length', Buffer.from('99999999999999:')],
    ['a length above the limit', Buffer.from('1048577:')],
    ['a negative length', Buffer.from('-1:')],
    ['no comma', Buffer.from('26:CONTENT_LENGTH\x000\0SCGI\x001\0;')],
    ['no SCGI', head('CONTENT_LENGTH\x000\0')],
    ['another version', head('CONTENT_LENGTH\x000\0SCGI\x002\0')],
    ['CONTENT_LENGTH not first', head('SCGI\x001\0CONTENT_LENGTH\x000\0')],
    ['CONTENT_LENGTH twice', head('CONTENT_LENGTH\x000\0SCGI\x001\0CONTENT_LENGTH\x005\0')],
    ['a length that is no number', head('CONTENT_LENGTH\x001e9\0SCGI\x001\0')],
    ['a value that is cut off', head('CONTENT_LENGTH\x000\0SCGI\x001')],
    ['a name without value', head('CONTENT_LENGTH\x000\0SCGI\x001\0X\0')],
    ['an empty head', Buffer.from('0:,')],
  ])('close the connection: %s', async (_name, bytes) => {
    let asked = 0
    respond = async () => {
      asked++
      return answer('')
    }
    expect((await scgiExchange(address, bytes)).length).toBe(0)
    expect(asked).toBe(0)
  })

  test('never stop the server: 300 connections of random requests', async () => {
    const random = randomFrom(7)
    const whole = scgiRequest({Q: 'x'}, Buffer.from('body'))
    for (let round = 0; round < 300; round++) {
      const socket = open()
      socket.resume()
      const bytes = Buffer.from(whole)
      for (let flips = random.number(6); flips > 0; flips--) bytes[random.number(bytes.length)] = random.number(256)
      socket.write(bytes.subarray(0, random.number(bytes.length + 1)))
      if (random.number(2) === 0) socket.end()
      if (round % 20 === 0) await sleep(2)
    }
    expect((await askScgi(address, {Q: 'alive'})).body.toString()).toBe('alive:0:')
  })
})

test('closing waits for the request under way', async () => {
  const {promise, resolve} = Promise.withResolvers<PageResponse>()
  respond = () => promise
  const asked = askScgi(address, {})
  await sleep(20)
  const closing = transport.close()
  resolve(answer('done'))
  expect((await asked).body.toString()).toBe('done')
  await closing
})
