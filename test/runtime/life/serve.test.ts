import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {BackendStatus} from '../../../src/runtime/index.ts'
import {type FastcgiAnswer, fastcgiRequest} from '../support/fastcgi-client.ts'

const BIN = fileURLToPath(new URL('../../../src/bin.ts', import.meta.url))

const handler = (page: string, body: string, imports = ''): string => `
import {definePage} from 'banyan/runtime'
${imports}
export default definePage({page: '${page}', session: 'none', async handle({query, server}) {
  ${body}
}})
`
const SLEEP = 'await new Promise((done) => setTimeout(done, Number(query.ms ?? 0)))'

let project: string
let socket: string
let running: ChildProcess | undefined
let said = ''
let accessLog = ''

const write = (name: string, text: string): void => {
  const file = join(project, name)
  mkdirSync(dirname(file), {recursive: true})
  // As editors do: another file takes its place.
  writeFileSync(`${file}~`, text)
  renameSync(`${file}~`, file)
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'banyan-life-'))
  socket = join(project, 's.sock')
  said = ''
  accessLog = ''
  mkdirSync(join(project, 'www'))
  mkdirSync(join(project, 'project', 'handlers'), {recursive: true})
  writeFileSync(
    join(project, 'project', 'migrate.config.json'),
    JSON.stringify({site: {docroot: '../www'}, backend: {fastcgi: `unix:${socket}`, pageTimeout: 1}}),
  )
  write(
    'project/handlers/a.php.ts',
    handler('a.php', `${SLEEP}; return 'a ' + word`, "import {word} from '../lib/word.ts'"),
  )
  write('project/handlers/b.php.ts', handler('b.php', `${SLEEP}; return 'b of ' + process.pid`))
  write('project/handlers/loops.php.ts', handler('loops.php', 'for (;;) ;'))
  write('project/lib/word.ts', "import {tail} from './tail.ts'\nexport const word: string = 'one' + tail")
  write('project/lib/tail.ts', "export const tail: string = '!'")
})

afterEach(async () => {
  if (running && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM')
    await once(running, 'exit')
  }
  rmSync(project, {recursive: true})
})

/** Starts `migrate serve` and waits until it serves. */
async function serve(...flags: string[]): Promise<ChildProcess> {
  said = ''
  const child = spawn(process.execPath, [BIN, 'serve', ...flags], {
    cwd: join(project, 'project'),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  child.stderr?.on('data', (data) => {
    said += data
  })
  child.stdout?.on('data', (data) => {
    accessLog += data
  })
  await until(() => said.includes('Serving') || child.exitCode !== null)
  return child
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await check()); waited += 5) {
    if (waited > 10_000) throw new Error(`waited in vain; it said:\n${said}`)
    await sleep(5)
  }
}

const ask = (page: string, query = ''): Promise<FastcgiAnswer> =>
  fastcgiRequest(`unix:${socket}`, {
    REQUEST_METHOD: 'GET',
    SCRIPT_FILENAME: join(project, 'www', page),
    SCRIPT_NAME: `/${page}`,
    DOCUMENT_ROOT: join(project, 'www'),
    REQUEST_URI: `/${page}?${query}`,
    QUERY_STRING: query,
  })
const body = async (page: string, query = ''): Promise<string> => (await ask(page, query)).body.toString()

function status(): BackendStatus {
  const asked = spawnSync(process.execPath, [BIN, 'serve', '--status', '--json'], {
    cwd: join(project, 'project'),
    encoding: 'utf8',
  })
  return JSON.parse(asked.stdout)
}

describe('serve --watch', () => {
  test('answers by what was changed last: a handler, what it imports, and what that imports', async () => {
    await serve('--watch')
    expect(await body('a.php')).toBe('a one!')
    write('project/lib/word.ts', "import {tail} from './tail.ts'\nexport const word: string = 'two' + tail")
    await until(async () => (await body('a.php')) === 'a two!')
    write('project/lib/tail.ts', "export const tail: string = '?'")
    await until(async () => (await body('a.php')) === 'a two?')
    write('project/handlers/a.php.ts', handler('a.php', "return 'a new'"))
    await until(async () => (await body('a.php')) === 'a new')
    expect(said).toMatch(/reloaded a\.php\n/)
    expect(said).not.toContain('reloaded b.php')
  })

  test('drops no request, and lets one under way end as it began', async () => {
    await serve('--watch')
    await body('a.php')
    const slow = body('a.php', 'ms=300')
    const answers: string[] = []
    let isOver = false
    const asking = (async () => {
      while (!isOver) answers.push(await body('a.php'))
    })()
    for (let version = 0; version < 10; version++) {
      write('project/lib/tail.ts', `export const tail: string = '${version}'`)
      await sleep(30)
    }
    await until(async () => (await body('a.php')) === 'a one9')
    isOver = true
    await asking
    expect(await slow).toBe('a one!')
    expect(answers.length).toBeGreaterThan(20)
    expect(answers.filter((answer) => !/^a one[!0-9]$/.test(answer))).toEqual([])
  })

  test('goes on with the last good handler, and says what is wrong with the new one', async () => {
    await serve('--watch')
    await body('a.php')
    write('project/handlers/a.php.ts', 'export default {{{')
    await until(() => said.includes("error a.php can't be loaded"))
    expect(await body('a.php')).toBe('a one!')
    write('project/handlers/a.php.ts', handler('a.php', "return 'mended'"))
    await until(async () => (await body('a.php')) === 'mended')
  })

  test('takes up new handlers, also in new folders, and lets go of those that went', async () => {
    await serve('--watch')
    write('project/handlers/shop/new/c.php.ts', handler('shop/new/c.php', "return 'c'"))
    await until(async () => (await body('shop/new/c.php')) === 'c')
    rmSync(join(project, 'project/handlers/shop/new/c.php.ts'))
    await until(async () => (await ask('shop/new/c.php')).status === 500)
    expect(said).toMatch(/added shop\/new\/c\.php\n[\s\S]*removed shop\/new\/c\.php\n/)
  })
})

describe('a page that takes longer than the timeout', () => {
  test('is an error for its visitor; others are served', async () => {
    await serve()
    const slow = ask('b.php', 'ms=3000')
    expect(await body('b.php')).toMatch(/^b of/)
    expect((await slow).status).toBe(500)
    expect(said).toContain('error b.php Error: The page took longer than 1 s')
  })
})

describe('serve --workers', () => {
  test('answers from several processes, and says of each how it is', async () => {
    const child = await serve('--workers', '2')
    const seen = new Set<string>()
    await until(async () => {
      for (const answer of await Promise.all(Array.from({length: 8}, () => body('b.php', 'ms=20')))) seen.add(answer)
      return seen.size === 2
    })
    await ask('none.php')
    const known = status()
    expect(known).toMatchObject({pid: child.pid, restarts: 0, handlers: 3, addresses: [`unix:${socket}`]})
    expect(known.workers.map(({pid}) => `b of ${pid}`).sort()).toEqual([...seen].sort())
    expect(
      known.workers.every(({isAnswering, memory, inFlight}) => isAnswering && memory > 1e7 && inFlight === 0),
    ).toBe(true)
    expect(known.pages['b.php']?.requests).toBeGreaterThan(7)
    expect(known.pages['']).toMatchObject({requests: 1, errors: 1})
    await until(() => accessLog.split('\n').length > 9)
    expect(accessLog).toMatch(/"GET \/b\.php\?ms=20 -" 200 \d+ "-" "-" b\.php typescript \d+\.\d\n/)
  })

  test('replaces a worker that died, and counts on', async () => {
    await serve('--workers', '2')
    await body('b.php')
    const before = status()
    process.kill(before.workers[0]?.pid ?? 0, 'SIGKILL')
    await until(() => said.includes('a new one starts'))
    await until(() => status().workers.filter(({isAnswering}) => isAnswering).length === 2)
    expect(await body('b.php')).toMatch(/^b of/)
    expect(status().restarts).toBe(1)
  })

  test('replaces a worker whose handler never returns, says where that was, and serves on meanwhile', async () => {
    await serve('--workers', '2', '--stuck-after', '1')
    await Promise.all([body('b.php'), body('b.php')])
    const lost = ask('loops.php').then(
      () => 'answered',
      (error: Error) => error.message,
    )
    await sleep(100)
    const during = performance.now()
    for (let request = 0; request < 20; request++) expect(await body('b.php')).toMatch(/^b of/)
    expect(performance.now() - during).toBeLessThan(900)
    expect(await lost).toContain('closed before END_REQUEST')
    await until(() => said.includes('a new one starts'))
    const line = handler('loops.php', 'for (;;) ;').split('\n').indexOf('  for (;;) ;') + 1
    expect(said).toContain(
      `stuck - a handler held the processor for 1 s; its worker is replaced (${project}/project/handlers/loops.php.ts:${line})`,
    )
  })

  test('stops gracefully: the request under way is answered, no process and no socket stays', async () => {
    const child = await serve('--workers', '2')
    const {workers} = status()
    const slow = body('b.php', 'ms=400')
    await sleep(100)
    child.kill('SIGTERM')
    expect(await slow).toMatch(/^b of/)
    await once(child, 'exit')
    expect(child.exitCode).toBe(0)
    expect(existsSync(socket)).toBe(false)
    expect(existsSync(`${socket}.status`)).toBe(false)
    for (const {pid} of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('ends the workers when the supervisor is killed', async () => {
    const child = await serve('--workers', '2')
    const {workers} = status()
    child.kill('SIGKILL')
    await until(() =>
      workers.every(
        ({pid}) => !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
      ),
    )
    await serve('--workers', '1')
    expect(await body('b.php')).toMatch(/^b of/)
  })

  test('renews the workers on SIGHUP and drops no request', async () => {
    const child = await serve('--workers', '2')
    const old = status().workers.map(({pid}) => pid)
    write('project/handlers/a.php.ts', handler('a.php', "return 'renewed'"))
    const answers: string[] = []
    let isOver = false
    const asking = (async () => {
      while (!isOver) answers.push(await body('a.php'))
    })()
    child.kill('SIGHUP')
    await until(() => said.includes('2 new workers'))
    isOver = true
    await asking
    expect(await body('a.php')).toBe('renewed')
    expect(answers.filter((answer) => answer !== 'a one!' && answer !== 'renewed')).toEqual([])
    expect(status().workers.filter(({pid}) => old.includes(pid))).toEqual([])
  })

  test('says when it can not start, and leaves nothing behind', async () => {
    writeFileSync(socket, 'a file')
    const child = await serve('--workers', '2')
    expect(child.exitCode).toBe(2)
    expect(said).toContain('exists and is not a socket')
    expect(readFileSync(socket, 'utf8')).toBe('a file')
  })
})

test('serve --status says that no backend is there', () => {
  const asked = spawnSync(process.execPath, [BIN, 'serve', '--status'], {
    cwd: join(project, 'project'),
    encoding: 'utf8',
  })
  expect([asked.status, asked.stdout]).toEqual([1, ''])
  expect(asked.stderr).toContain('Code: NO_BACKEND')
})
