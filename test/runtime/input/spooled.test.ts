/** Request bodies that are too long for memory: what pages get of them, and that nothing of them stays on disk. */
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {PageContext} from '../../../src/runtime/context.ts'
import {type BodySource, readBody} from '../../../src/runtime/input/body.ts'
import {definePage, type PageDefinition} from '../../../src/runtime/page-definition.ts'
import {type PageOutcome, runPage} from '../../../src/runtime/run-page.ts'
import {memoryStore} from '../../../src/runtime/session/memory.ts'
import {resolveSettings, type Settings} from '../../../src/runtime/settings.ts'
import {decline} from '../../../src/runtime/signals.ts'
import {systemClock} from '../../../src/runtime/system-clock.ts'
import {namelessFiles, untilNone} from '../support/nameless-files.ts'

const FORM = 'multipart/form-data; boundary=XX'
const HEAD = '--XX\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
const TAIL = '\r\n--XX--\r\n'

describe('a body on disk', () => {
  let uploads: string
  beforeEach(() => {
    uploads = mkdtempSync(join(tmpdir(), 'banyan-spool-'))
  })
  afterEach(() => rmSync(uploads, {recursive: true, force: true}))

  type Handle = Parameters<typeof definePage>[0]['handle']
  const run = (
    handle: Handle,
    body: BodySource,
    more: Partial<PageDefinition> & {type?: string; settings?: Settings; method?: string} = {},
  ): Promise<PageOutcome> => {
    const settings = resolveSettings({uploadDirectory: uploads, ...more.settings}, memoryStore(new Map()))
    settings.body.inMemory = 1000
    const page = {...definePage({page: 'page.php', session: 'none', handle}), timeout: more.timeout}
    const parameters = new Map([
      ['REQUEST_METHOD', more.method ?? 'POST'],
      ['CONTENT_TYPE', more.type ?? FORM],
    ])
    const environment = {settings, clock: systemClock, db: undefined, warn: () => undefined}
    return runPage(page as PageDefinition, {parameters, body}, environment)
  }
  async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
    for (const text of texts) {
      await sleep(1)
      for (let at = 0; at < text.length; at += 700) yield Buffer.from(text.slice(at, at + 700), 'latin1')
    }
  }
  const upload = (size = 5000): AsyncGenerator<Buffer> => pieces(HEAD, 'x'.repeat(size), TAIL)
  const text = (outcome: PageOutcome): string =>
    outcome.kind === 'response'
      ? String(outcome.response.body)
      : `${outcome.kind}: ${(outcome as {error?: Error}).error}`

  test('has no name while it arrives, and is the one that its owner alone may read', async () => {
    const seen: unknown[] = []
    const source = async function* (): AsyncGenerator<Buffer> {
      yield* pieces('x'.repeat(5000))
      const fds = readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(uploads)
        } catch {
          return false
        }
      })
      seen.push(readdirSync(uploads), ...fds.map((fd) => statSync(`/proc/self/fd/${fd}`).mode & 0o777))
    }
    expect(text(await run(({rawBody}) => String(rawBody), source(), {type: 'text/plain'}))).toBe('x'.repeat(5000))
    expect(seen).toEqual([[], 0o600])
    await untilNone(uploads)
  })

  test('gives its upload to the page, which may move it away', async () => {
    const outcome = await run(({files}) => {
      const path = String((files.f as unknown as Map<string, string>).get('tmp_name'))
      return `${statSync(path).mode & 0o777} ${readFileSync(path, 'latin1').length} ${readdirSync(uploads).length}`
    }, upload())
    expect(text(outcome)).toBe(`${0o600} 5000 1`)
    await untilNone(uploads)
  })

  test('is read as a form, and again and again as the raw body', async () => {
    const form = (): AsyncGenerator<Buffer> => pieces('a=1&b=', 'y'.repeat(3000))
    const type = 'application/x-www-form-urlencoded'
    const outcome = await run(
      ({form, rawBody}) => `${String(form.b).length} ${rawBody.length} ${rawBody.length}`,
      form(),
      {type},
    )
    expect(text(outcome)).toBe('3000 3006 3006')
    await untilNone(uploads)
  })

  test('goes when the page throws, takes too long, or was never looked at', async () => {
    const fails: Handle = () => {
      throw new Error('no')
    }
    expect(text(await run(fails, upload()))).toContain('no')
    await untilNone(uploads)
    expect(text(await run(() => new Promise<string>(() => undefined), upload(), {timeout: 0.02}))).toContain('longer')
    await untilNone(uploads)
    expect(text(await run(() => 'ok', upload()))).toBe('ok')
    await untilNone(uploads)
  })

  test('is there until a page that streams has ended, also when nobody reads it to the end', async () => {
    const handle = async function* ({files}: PageContext): AsyncGenerator<string> {
      const path = String((files.f as unknown as Map<string, string>).get('tmp_name'))
      yield 'first'
      yield String(statSync(path).size)
    }
    for (const isWhole of [true, false]) {
      const outcome = await run(handle, upload())
      const chunks: string[] = []
      for await (const chunk of (outcome as {response: {body: AsyncIterable<Buffer>}}).response.body) {
        chunks.push(String(chunk))
        expect(namelessFiles(uploads)).toHaveLength(1)
        if (!isWhole) break
      }
      expect(chunks).toEqual(isWhole ? ['first', '5000'] : ['first'])
      await untilNone(uploads)
    }
  })

  test('outlives a page that leaves the request to PHP, without what was uploaded', async () => {
    const outcome = await run(() => decline(), upload())
    if (outcome.kind !== 'declined') throw new Error(outcome.kind)
    expect([readdirSync(uploads), outcome.body.length]).toEqual([[], HEAD.length + 5000 + TAIL.length])
    outcome.body.close()
    await untilNone(uploads)
  })

  test('is dropped when it gets too long', async () => {
    const outcome = await run(({files, rawBody}) => `${[...Object.keys(files)].length} ${rawBody.length}`, upload(), {
      settings: {postMaxSize: 4000},
    })
    expect(text(outcome)).toBe('0 0')
    await untilNone(uploads)
  })

  test('goes when the client goes away in the middle', async () => {
    const breaks = async function* (): AsyncGenerator<Buffer> {
      yield* pieces(HEAD, 'x'.repeat(5000))
      throw new Error('The web server closed the connection')
    }
    expect(text(await run(() => 'ok', breaks()))).toContain('closed the connection')
    await untilNone(uploads)
  })

  test('that cannot be written is an error, after all of it was taken off the connection', async () => {
    rmSync(uploads, {recursive: true})
    let taken = 0
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const piece of upload(20_000)) {
        taken += piece.length
        yield piece
      }
    }
    expect(text(await run(() => 'ok', counted()))).toContain('ENOENT')
    expect(taken).toBe(HEAD.length + 20_000 + TAIL.length)
    mkdirSync(uploads)
  })

  test('whose uploads cannot be written is an error too', async () => {
    const source = async function* (): AsyncGenerator<Buffer> {
      yield* upload()
      rmSync(uploads, {recursive: true})
    }
    expect(text(await run(() => 'ok', source()))).toContain('ENOENT')
    mkdirSync(uploads)
    await untilNone(uploads)
  })

  test('leaves nothing of an upload form that breaks an upload off', async () => {
    const body = `${HEAD}${'x'.repeat(3000)}\r\n--XX\r\nContent-Disposition: form-data; name="g"; filename="b"\r\n\r\nyy`
    const outcome = await run(({files}) => {
      const fields = files.g as unknown as Map<string, string>
      return `${fields.get('error')} ${fields.get('size')} ${readdirSync(uploads).length}`
    }, pieces(body))
    expect(text(outcome)).toBe('3 0 1')
    await untilNone(uploads)
  })

  test('is not where a body is that fits into memory', async () => {
    const limits = {postMaxSize: 5000, inMemory: 1000, uploadDirectory: '/nowhere'}
    const body = await readBody(pieces('x'.repeat(1000)), limits)
    expect([body.isInMemory, body.length]).toEqual([true, 1000])
    expect((await readBody(Buffer.alloc(2000), limits)).isInMemory).toBe(true)
  })
})
