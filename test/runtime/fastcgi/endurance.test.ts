/** What web servers and clients never do on purpose, against a backend in a process of its own: no crash, memory flat. */
import {type ChildProcess, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {connect, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {
  beginRecord,
  encodeParameters,
  fastcgiRequest,
  readAnswer,
  record,
  requestRecords,
} from '../support/fastcgi-client.ts'
import {randomFrom} from '../support/random.ts'
import {scgiRequest} from '../support/scgi-client.ts'

/** Connections at once; `ENDURANCE=10000` for the real thing. */
const MANY = Number(process.env.ENDURANCE ?? 1000)
const PAGE = {REQUEST_METHOD: 'POST', SCRIPT_NAME: '/page.php'}

let directory: string
let child: ChildProcess
let fastcgi: string
let scgi: string
let log = ''
let sockets: Socket[] = []

/** The backend, with `files` open files at most. */
async function start(files?: number): Promise<void> {
  const script = fileURLToPath(new URL('../support/serve.ts', import.meta.url))
  const options = {
    handlersDirectory: join(directory, 'handlers'),
    listen: [
      {protocol: 'fastcgi', address: fastcgi},
      {protocol: 'scgi', address: scgi},
    ],
  }
  const limit = files === undefined ? '' : `ulimit -n ${files}; `
  log = ''
  child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, script, JSON.stringify(options)])
  child.stdout?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-10_000)))
  child.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-10_000)))
  while (!log.includes('problems')) await sleep(10)
}

async function stop(): Promise<void> {
  for (const socket of sockets) socket.destroy()
  sockets = []
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
}

function open(address = fastcgi): Socket {
  const socket = connect(address.slice('unix:'.length))
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

/** A hundred at a time: more than wait to be taken are refused by the kernel, on a busy machine. */
async function opened(count: number, address?: string): Promise<Socket[]> {
  const all: Socket[] = []
  while (all.length < count) {
    const some = Array.from({length: Math.min(100, count - all.length)}, () => open(address))
    await Promise.all(
      some.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))),
    )
    all.push(...some)
  }
  return all
}

/** Megabytes in memory. */
function memory(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1]) / 1024
}

async function isAlive(): Promise<void> {
  expect(child.exitCode).toBe(null)
  for (let tries = 0; ; tries++) {
    try {
      const {body} = await fastcgiRequest(fastcgi, PAGE, Buffer.from('abc'))
      expect(body.toString()).toBe('3')
      return
    } catch (error) {
      // So many connections wait to be taken that the kernel takes no more.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || tries > 100) throw error
      await sleep(50)
    }
  }
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-endure-'))
  fastcgi = `unix:${join(directory, 'f.sock')}`
  scgi = `unix:${join(directory, 's.sock')}`
  mkdirSync(join(directory, 'handlers'))
  writeFileSync(
    join(directory, 'handlers/page.php.ts'),
    `import {readFileSync} from 'node:fs'
import {definePage} from 'banyan/runtime'
export default definePage({page: 'page.php', session: 'none', handle({rawBody, query}) {
  readFileSync('/etc/passwd')
  if (query.big) return (async function* () { for (let i = 0; i < 2000; i++) yield Buffer.alloc(100_000) })()
  return String(rawBody.length)
}})`,
  )
})

afterAll(() => rmSync(directory, {recursive: true}))

describe('a backend', () => {
  beforeAll(() => start())
  afterAll(stop)

  test(`keeps ${MANY} connections open, idle and in the middle of a request, and forgets them`, async () => {
    await isAlive()
    const all = await opened(MANY)
    const half = requestRecords(PAGE, Buffer.from('abc')).subarray(0, 50)
    for (const socket of all.slice(0, MANY / 2)) socket.write(half)
    await sleep(100)
    const before = memory()
    await isAlive()
    for (const socket of all) socket.destroy()
    for (let round = 0; round < 3; round++) {
      for (const socket of await opened(MANY)) {
        socket.write(half)
        socket.destroySoon()
      }
      await isAlive()
    }
    expect(memory() - before).toBeLessThan(60)
  })

  test('survives random bytes, and records that are cut, bent and repeated', async () => {
    const random = randomFrom(11)
    const whole = [
      requestRecords(PAGE, Buffer.from('body'), {keepConnection: true}),
      scgiRequest(PAGE, Buffer.from('body')),
    ]
    await isAlive()
    const before = memory()
    for (let round = 0; round < MANY * 2; round++) {
      const kind = random.number(2)
      const socket = open(kind === 0 ? fastcgi : scgi)
      socket.resume()
      const bytes = Buffer.from(whole[kind] as Buffer)
      for (let bends = random.number(8); bends > 0; bends--) bytes[random.number(bytes.length)] = random.number(256)
      if (random.number(4) === 0) for (let at = 0; at < bytes.length; at++) bytes[at] = random.number(256)
      socket.write(
        bytes.subarray(random.number(4) === 0 ? random.number(bytes.length) : 0, random.number(bytes.length + 1)),
      )
      if (random.number(3) === 0) socket.end()
      else if (random.number(2) === 0) socket.destroySoon()
      if (round % 50 === 0) await sleep(1)
      if (round % 500 === 499) for (const each of sockets.splice(0)) each.destroy()
    }
    for (const socket of sockets.splice(0)) socket.destroy()
    await isAlive()
    expect(memory() - before).toBeLessThan(60)
  })

  test('takes a body of 200 MB off the connection without keeping it, where it is longer than the limit', async () => {
    await isAlive()
    const before = memory()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, memory())), 20)
    const socket = open()
    const answer = readAnswer(socket)
    socket.write(Buffer.concat([beginRecord(1), record(4, 1, encodeParameters(PAGE)), record(4, 1)]))
    const piece = record(5, 1, Buffer.alloc(65_528))
    for (let sent = 0; sent < 200e6; sent += 65_528) {
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve))
    }
    socket.write(record(5, 1))
    expect((await answer).body.toString()).toBe('0')
    clearInterval(watch)
    expect(most - before).toBeLessThan(130)
  })

  test('keeps a body that comes byte by byte in a few times its length', async () => {
    await isAlive()
    const before = memory()
    const socket = open()
    const answer = readAnswer(socket)
    socket.write(Buffer.concat([beginRecord(1), record(4, 1, encodeParameters(PAGE)), record(4, 1)]))
    const byte = Buffer.concat(Array.from({length: 1000}, () => record(5, 1, Buffer.from('x'))))
    for (let sent = 0; sent < 500; sent++) {
      if (!socket.write(byte)) await new Promise((resolve) => socket.once('drain', resolve))
    }
    socket.write(record(5, 1))
    expect((await answer).body.toString()).toBe('500000')
    expect(memory() - before).toBeLessThan(60)
  })

  test('does not make an answer of 200 MB for clients that do not read it', async () => {
    await isAlive()
    const before = memory()
    for (const socket of await opened(20)) {
      socket.pause()
      socket.write(requestRecords({...PAGE, REQUEST_METHOD: 'GET', QUERY_STRING: 'big=1'}))
    }
    await sleep(300)
    expect(memory() - before).toBeLessThan(80)
    await isAlive()
  })
})

describe('a backend that may open few files', () => {
  beforeAll(() => start(256))
  afterAll(stop)

  test('refuses connections rather than pages their files', async () => {
    const all = await opened(400)
    await sleep(100)
    const kept = all.filter((socket) => !socket.destroyed)
    expect(kept.length).toBeGreaterThan(100)
    expect(kept.length).toBeLessThan(256)
    const [first] = kept as [Socket]
    first.write(requestRecords(PAGE, Buffer.from('abc')))
    expect((await readAnswer(first)).body.toString()).toBe('3')
    for (const socket of all) socket.destroy()
    await sleep(50)
    await isAlive()
  })
})
