/** Long uploads to a backend in a process of its own: whole, in little memory, and nothing stays on disk. */
import {type ChildProcess, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {connect, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {beginRecord, encodeParameters, fastcgiRequest, readAnswer, record} from '../support/fastcgi-client.ts'
import {namelessFiles, untilNone} from '../support/nameless-files.ts'

const FORM = 'multipart/form-data; boundary=XX'
const HEAD = '--XX\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
const TAIL = '\r\n--XX--\r\n'

describe('a backend that gets long bodies', () => {
  let directory: string
  let uploads: string
  let address: string
  let child: ChildProcess
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'banyan-uploads-'))
    uploads = join(directory, 'uploads')
    address = `unix:${join(directory, 'f.sock')}`
    mkdirSync(uploads)
    mkdirSync(join(directory, 'handlers'))
    writeFileSync(
      join(directory, 'handlers/page.php.ts'),
      `import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {definePage} from 'banyan/runtime'
export default definePage({page: 'page.php', session: 'none', async handle({files}) {
  if (!files.f) return 'nothing'
  const hash = createHash('md5')
  for await (const chunk of createReadStream(files.f.get('tmp_name'))) hash.update(chunk)
  return files.f.get('size') + ' ' + hash.digest('hex')
}})`,
    )
    const settings = {postMaxSize: 2 ** 30, uploadMaxFilesize: 2 ** 30, uploadDirectory: uploads}
    const options = {handlersDirectory: join(directory, 'handlers'), listen: [{protocol: 'fastcgi', address}], settings}
    const script = fileURLToPath(new URL('../support/serve.ts', import.meta.url))
    child = spawn(process.execPath, [script, JSON.stringify(options)])
    let log = ''
    child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()))
    while (!log.includes('problems')) await sleep(10)
  })
  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
    rmSync(directory, {recursive: true})
  })

  const parameters = {REQUEST_METHOD: 'POST', SCRIPT_NAME: '/page.php', CONTENT_TYPE: FORM}
  /** Megabytes in memory. */
  const memory = (): number =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1]) / 1024

  const begin = (): Socket => {
    const socket = connect(address.slice('unix:'.length))
    socket.write(Buffer.concat([beginRecord(1), record(4, 1, encodeParameters(parameters)), record(4, 1)]))
    socket.write(record(5, 1, Buffer.from(HEAD)))
    return socket
  }
  /** In records as long as those of Apache. */
  const send = async (socket: Socket, size: number, fill: string): Promise<string> => {
    const piece = Buffer.alloc(8000, fill)
    const hash = createHash('md5')
    const whole = record(5, 1, piece)
    for (let sent = 0; sent < size; sent += piece.length) {
      hash.update(piece)
      if (!socket.write(whole)) await new Promise((resolve) => socket.once('drain', resolve))
    }
    return `${size} ${hash.digest('hex')}`
  }
  const post = async (size: number, fill: string): Promise<{expected: string; answer: string}> => {
    const socket = begin()
    const answer = readAnswer(socket)
    const expected = await send(socket, size, fill)
    socket.write(Buffer.concat([record(5, 1, Buffer.from(TAIL)), record(5, 1)]))
    return {expected, answer: (await answer).body.toString()}
  }

  test('takes an upload of 100 MB in less memory than it is long, by much', async () => {
    await fastcgiRequest(address, parameters, Buffer.from(HEAD + TAIL))
    const before = memory()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, memory())), 10)
    const {expected, answer} = await post(100_000_000, 'a line of a text\r\n')
    clearInterval(watch)
    expect(answer).toBe(expected)
    // Some 25 to 50: what came from the connection stays until V8 collects it. In memory the body took 145.
    expect(most - before).toBeLessThan(85)
    await untilNone(uploads, child.pid)
  })

  test('keeps uploads that come at once apart', async () => {
    const all = await Promise.all(['a', 'bb\n', '--XX', '\r\n--X', 'e', '\n'].map((fill) => post(4_000_000, fill)))
    expect(all.map(({answer}) => answer)).toEqual(all.map(({expected}) => expected))
    await untilNone(uploads, child.pid)
  })

  test('keeps nothing of an upload whose client goes away, and none of it has a name before', async () => {
    const socket = begin()
    await send(socket, 4_000_000, 'x')
    for (let waited = 0; waited < 2000 && namelessFiles(uploads, child.pid).length === 0; waited += 5) await sleep(5)
    expect([namelessFiles(uploads, child.pid).length, readdirSync(uploads)]).toEqual([1, []])
    socket.destroy()
    await untilNone(uploads, child.pid)
  })
})
