import {mkdtempSync, rmSync} from 'node:fs'
import {connect, type Server, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {fastcgiServer} from '../../../src/runtime/fastcgi/server.ts'
import type {PageRequest, PageResponse} from '../../../src/runtime/run-page.ts'
import type {Transport} from '../../../src/runtime/serve.ts'
import {
  beginRecord,
  connectOptions,
  encodeParameters,
  fastcgiRequest,
  readAnswer,
  record,
  requestRecords,
} from '../support/fastcgi-client.ts'
import {randomFrom} from '../support/random.ts'
import {receiveBody} from '../support/receive-body.ts'

let directory: string
let address: string
let server: Server
let transport: Transport
let respond: (request: PageRequest) => Promise<PageResponse>
let sent: number[]
let sockets: Socket[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-fcgi-'))
  address = `unix:${join(directory, 's.sock')}`
  sent = []
  sockets = []
  respond = async ({body, parameters}) => {
    const bytes = await receiveBody(body)
    return response(`${parameters.get('Q') ?? ''}:${bytes.length}:${bytes.toString('latin1').slice(0, 20)}`)
  }
  const made = fastcgiServer(
    async (request) => ({
      response: await respond(request).catch((error: Error) => response(error.message, 500)),
      sent: (bytes) => sent.push(bytes),
    }),
    {head: 400, body: 400, answer: 400},
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

function response(body: PageResponse['body'] | string, status?: number): PageResponse {
  return {status, headers: [['X-A', '\xe9']], body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body}
}

function open(): Socket {
  const socket = connect(connectOptions(address))
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

describe('a request', () => {
  test('is answered with status, headers and body', async () => {
    respond = async () => response('body', 404)
    const answer = await fastcgiRequest(address, {})
    expect(answer.raw.toString('latin1')).toBe('Status: 404 Not Found\r\nX-A: \xe9\r\n\r\nbody')
    expect(answer.protocolStatus).toBe(0)
    expect(sent).toEqual([4])
  })

  test('has its parameters and body whatever their size', async () => {
    const long = '\xe9'.repeat(70_000)
    expect((await fastcgiRequest(address, {['N'.repeat(200)]: 'x', Q: long})).body.length).toBe(70_003)
    const body = Buffer.alloc(3_000_000, 'ab')
    expect((await fastcgiRequest(address, {Q: 'q'}, body)).body.toString()).toBe(`q:3000000:${'ab'.repeat(10)}`)
  })

  test('is understood however its bytes are cut', async () => {
    const bytes = requestRecords({Q: 'cut', A: 'b'.repeat(300)}, Buffer.from('body'))
    const socket = open()
    socket.setNoDelay(true)
    const answer = readAnswer(socket)
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]))
      if (byte % 16 === 0) await sleep(0)
    }
    expect((await answer).body.toString()).toBe('cut:4:body')
  })

  test('may follow another on the same connection when that is to be kept', async () => {
    const socket = open()
    for (const q of ['one', 'two', 'three']) {
      socket.write(requestRecords({Q: q}, Buffer.from(q), {keepConnection: true, id: q.length}))
      expect((await readAnswer(socket, q.length)).body.toString()).toBe(`${q}:${q.length}:${q}`)
    }
    socket.write(requestRecords({Q: 'last'}))
    const end = closed(socket)
    expect((await readAnswer(socket)).body.toString()).toBe('last:0:')
    await end
  })

  test('while another is under way is refused politely', async () => {
    const {promise, resolve} = Promise.withResolvers<PageResponse>()
    respond = () => promise
    const socket = open()
    socket.write(requestRecords({}, undefined, {id: 1, keepConnection: true}))
    const refused = readAnswer(socket, 2)
    socket.write(requestRecords({}, undefined, {id: 2, keepConnection: true}))
    expect((await refused).protocolStatus).toBe(1)
    const first = readAnswer(socket, 1)
    resolve(response('first'))
    expect((await first).body.toString()).toBe('first')
  })

  test('is answered when its client has closed its side of the connection', async () => {
    const socket = open()
    const answer = readAnswer(socket)
    socket.end(requestRecords({Q: 'half'}, Buffer.from('body'), {keepConnection: true}))
    expect((await answer).body.toString()).toBe('half:4:body')
    await closed(socket)
  })

  test('for another role than responder is refused', async () => {
    const socket = open()
    socket.write(beginRecord(1, {role: 2, keepConnection: true}))
    expect((await readAnswer(socket)).protocolStatus).toBe(3)
  })

  test('that is aborted ends, before and after its page has begun', async () => {
    const socket = open()
    socket.write(
      Buffer.concat([beginRecord(1, {keepConnection: true}), record(4, 1, encodeParameters({Q: 'x'})), record(2, 1)]),
    )
    expect((await readAnswer(socket)).raw.length).toBe(0)
    respond = async ({body}) =>
      response(
        await receiveBody(body).then(
          () => 'all',
          (error: Error) => error.message,
        ),
      )
    socket.write(
      Buffer.concat([beginRecord(1, {keepConnection: true}), record(4, 1), record(5, 1, Buffer.from('part'))]),
    )
    await sleep(20)
    socket.write(record(2, 1))
    expect((await readAnswer(socket)).body.toString()).toContain('aborted')
  })

  test('whose client goes away ends the reading of its body', async () => {
    const {promise, resolve} = Promise.withResolvers<string>()
    respond = async ({body}) => {
      resolve(
        await receiveBody(body).then(
          () => 'all',
          (error: Error) => error.message,
        ),
      )
      return response('')
    }
    const socket = open()
    socket.write(Buffer.concat([beginRecord(1), record(4, 1), record(5, 1, Buffer.from('part'))]))
    await sleep(20)
    socket.destroy()
    expect(await promise).toContain('closed the connection')
  })
})

describe('a peer that stalls loses its connection', () => {
  const ready = Buffer.concat([beginRecord(1, {keepConnection: true}), record(4, 1)])
  test.each([
    ['before its first request', Buffer.alloc(0)],
    ['in a record', requestRecords({Q: 'x'}).subarray(0, 20)],
    ['in its parameters', Buffer.concat([beginRecord(1), record(4, 1, encodeParameters({Q: 'x'}))])],
    ['in its body', Buffer.concat([ready, record(5, 1, Buffer.from('part'))])],
  ])('%s', async (_when, bytes) => {
    const socket = open()
    socket.resume()
    socket.write(bytes)
    await closed(socket)
  })

  test('with parameters that trickle in for ever', async () => {
    const socket = open()
    socket.resume()
    let isClosed = false
    socket.once('close', () => {
      isClosed = true
    })
    socket.write(beginRecord(1))
    for (let count = 0; count < 200 && !isClosed; count++) {
      socket.write(record(4, 1, encodeParameters({[`N${count}`]: 'x'})))
      await sleep(10)
    }
    expect(isClosed).toBe(true)
  })

  test('when it does not read the answer', async () => {
    respond = async () => response(Buffer.alloc(40_000_000))
    const socket = open()
    socket.pause()
    socket.write(requestRecords({}, undefined, {keepConnection: true}))
    while (sent.length === 0) await sleep(20)
    expect(sent[0]).toBeLessThan(5_000_000)
  })

  test('but not when it waits for a slow page, sends a slow body, or keeps an idle connection', async () => {
    const slow = open()
    slow.write(ready)
    for (let piece = 0; piece < 8; piece++) {
      await sleep(100)
      slow.write(record(5, 1, Buffer.from('.')))
    }
    const answer = readAnswer(slow)
    slow.write(record(5, 1))
    expect((await answer).body.toString()).toBe(':8:........')
    respond = async () => {
      await sleep(900)
      return response('late')
    }
    slow.write(requestRecords({}, undefined, {keepConnection: true}))
    expect((await readAnswer(slow)).body.toString()).toBe('late')
    await sleep(900)
    expect(slow.destroyed).toBe(false)
  })
})

describe('an answer', () => {
  test('may be a stream of any length, and goes no faster than it is read', async () => {
    let produced = 0
    async function* chunks(): AsyncGenerator<Buffer> {
      for (; produced < 400; produced++) yield Buffer.alloc(100_000, 'x')
    }
    respond = async () => response(chunks())
    const socket = open()
    socket.pause()
    socket.write(requestRecords({}))
    await sleep(200)
    expect(produced).toBeLessThan(50)
    socket.resume()
    expect((await readAnswer(socket)).body.length).toBe(40_000_000)
    expect(sent).toEqual([40_000_000])
  })

  test('that breaks off in the middle is not taken for the whole', async () => {
    respond = async () =>
      response(
        (async function* () {
          yield Buffer.from('part')
          await sleep(10)
          throw new Error('disk')
        })(),
      )
    await expect(fastcgiRequest(address, {})).rejects.toThrow('closed before END_REQUEST')
  })

  test('of exactly a record, and of one byte more, is whole', async () => {
    for (const length of [0, 1, 65_527, 65_528, 65_529, 65_535, 65_536, 131_056, 200_001]) {
      respond = async () => ({status: undefined, headers: [], body: Buffer.alloc(length, 'y')})
      expect((await fastcgiRequest(address, {})).raw.length).toBe(length + 2)
    }
  })

  test('to a client that has gone harms nobody', async () => {
    respond = async () => {
      await sleep(50)
      return response(Readable.from([Buffer.alloc(1_000_000)]))
    }
    const socket = open()
    socket.write(requestRecords({}))
    await sleep(10)
    socket.destroy()
    await sleep(80)
    expect(sent.length).toBe(1)
    respond = async () => response('fine')
    expect((await fastcgiRequest(address, {})).body.toString()).toBe('fine')
  })
})

describe('management records', () => {
  test('say that connections are not multiplexed', async () => {
    const socket = open()
    socket.write(record(9, 0, encodeParameters({FCGI_MPXS_CONNS: '', FCGI_OTHER: ''})))
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    expect([answer[1], answer.toString('latin1', 8, 8 + answer.readUInt16BE(4))]).toEqual([
      10,
      '\x0f\x01FCGI_MPXS_CONNS0',
    ])
  })

  test('of an unknown type are answered as such', async () => {
    const socket = open()
    socket.write(record(77, 0))
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    expect([answer[1], answer[8]]).toEqual([11, 77])
  })
})

describe('what is not FastCGI', () => {
  const malformed: [name: string, bytes: Buffer][] = [
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['another version', Buffer.from([2, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])],
    ['a short BEGIN_REQUEST', record(1, 1, Buffer.from([0, 1]))],
    ['the same request begun twice', Buffer.concat([beginRecord(1), beginRecord(1)])],
    ['a parameter that is cut off', Buffer.concat([beginRecord(1), record(4, 1, Buffer.from([5, 5, 65])), record(4, 1)])],
    ['a length that is cut off', Buffer.concat([beginRecord(1), record(4, 1, Buffer.from([0x80, 0])), record(4, 1)])],
    ['a record only a responder sends', record(6, 1, Buffer.from('x'))],
    ['a body before the end of the parameters', Buffer.concat([beginRecord(1), record(5, 1, Buffer.from('x'))])],
    ['a hundred thousand parameters records', Buffer.concat([beginRecord(1), ...Array.from({length: 100_000}, () => record(4, 1, Buffer.from('x')))])],
    ['parameters after their end', Buffer.concat([beginRecord(1), record(4, 1), record(4, 1)])],
    ['two megabytes of parameters', Buffer.concat([beginRecord(1), ...Array.from({length: 32}, () => record(4, 1, Buffer.alloc(65_000)))])],
  ] // biome-ignore format: a table
  test.each(malformed)('closes the connection: %s', async (_name, bytes) => {
    respond = () => new Promise(() => undefined)
    const socket = open()
    const end = closed(socket)
    socket.write(bytes)
    socket.resume()
    await end
    respond = async () => response('fine')
    expect((await fastcgiRequest(address, {})).body.toString()).toBe('fine')
  })

  test('never stops the server: 300 connections of random records', async () => {
    const random = randomFrom(5)
    for (let round = 0; round < 300; round++) {
      const socket = open()
      socket.resume()
      const whole = Buffer.from(requestRecords({Q: 'x'}, Buffer.from('body'), {keepConnection: true}))
      for (let flips = random.number(6); flips > 0; flips--) whole[random.number(whole.length)] = random.number(256)
      socket.write(whole.subarray(0, random.number(whole.length + 1)))
      if (random.number(2) === 0) socket.end()
      if (round % 20 === 0) await sleep(5)
    }
    await sleep(50)
    expect((await fastcgiRequest(address, {Q: 'alive'})).body.toString()).toBe('alive:0:')
  })
})

test('closing waits for the request under way and ends idle connections', async () => {
  const {promise, resolve} = Promise.withResolvers<PageResponse>()
  const idle = open()
  idle.write(requestRecords({Q: 'a'}, undefined, {keepConnection: true}))
  await readAnswer(idle)
  respond = () => promise
  const busy = open()
  busy.write(requestRecords({}, undefined, {keepConnection: true}))
  const answer = readAnswer(busy)
  await sleep(20)
  const idleEnded = closed(idle)
  let isClosed = false
  const closing = transport.close().then(() => {
    isClosed = true
  })
  await idleEnded
  expect(isClosed).toBe(false)
  resolve(response('done'))
  expect((await answer).body.toString()).toBe('done')
  await closing
})
