import {type ChildProcess, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {startBackend} from '../../src/runtime/index.ts'
import {type FastcgiAnswer, fastcgiRequest} from './support/fastcgi-client.ts'

const page = (name: string, body: string, imports = ''): string => `
import {definePage, html, hole, exit, raw, entries} from 'banyan/runtime'
import {toInt} from 'banyan/php'
${imports}
export default definePage({page: '${name}', session: 'none', async handle({query, form, files, echo, reply, server, rawBody}) {
  ${body}
}})
`

const HANDLERS: Record<string, string> = {
  'index.php.ts': page('index.php', "return html`<h1>${greeting} ${query.name as string}</h1>`", "import {greeting} from './lib/greeting.ts'"),
  'lib/greeting.ts': "export const greeting: string = 'Hello'",
  'book.php.ts': page('book.php', "return `${toInt(query.id)} ${server.SCRIPT_NAME} ${server.PATH_INFO ?? ''} ${server.SCRIPT_FILENAME}`"),
  'admin/index.php.ts': page('admin/index.php', 'return "admin"'),
  'form.php.ts': page('form.php', 'return {form: [...entries(form)], length: rawBody.length}'),
  'throws.php.ts': page('throws.php', "echo`secret so far`; throw new Error('broken\\nsecond line')"),
  'rejects.php.ts': page('rejects.php', "await Promise.resolve(); return null.x"),
  'late.php.ts': page('late.php', "void Promise.reject(new Error('late promise')); setTimeout(() => { throw new Error('late timer') }, 5); return 'fine'"),
  'hole.php.ts': page('hole.php', "echo`x`; return hole('hole.php:1', '48 lines of PHP are not ported yet')"),
  'leaves.php.ts': page('leaves.php', 'process.exit(7)'),
  'syntax.php.ts': 'export default {{{',
  'missing.php.ts': page('missing.php', '', "import './nowhere.ts'"),
  'nothing.php.ts': 'export const x = 1',
  'other.php.ts': page('another.php', 'return "x"'),
  'stream.php.ts': page('stream.php', "return (async function* () { yield 'a'; throw new Error('broke off') })()"),
  'slow.php.ts': page('slow.php', 'await new Promise((done) => setTimeout(done, 300)); return "slow"'),
  'refused.php.ts': page('refused.php', "reply.redirect(query.to as string); return 'x'"),
  'index.php.test.ts': 'throw new Error("a test is no handler")',
  'node_modules/x/hidden.php.ts': 'throw new Error("hidden")',
} // biome-ignore format: a table

let directory: string
let child: ChildProcess
let http: string
let fastcgi: string
const lines: string[] = []

async function lineThat(contains: string): Promise<string> {
  for (let waited = 0; waited < 5000; waited += 5) {
    const line = lines.find((each) => each.includes(contains))
    if (line !== undefined) return line
    await sleep(5)
  }
  throw new Error(`no line with ${contains} in:\n${lines.join('\n')}`)
}

const fcgi = (parameters: Record<string, string>, body?: Buffer): Promise<FastcgiAnswer> =>
  fastcgiRequest(fastcgi, {REQUEST_METHOD: 'GET', DOCUMENT_ROOT: '/srv/www', ...parameters}, body)

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'banyan back end-'))
  for (const [name, source] of Object.entries(HANDLERS)) {
    const file = join(directory, 'handlers', name)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, source)
  }
  const options = {
    handlersDirectory: join(directory, 'handlers'),
    documentRoot: '/srv/www',
    listen: [{protocol: 'http', address: '127.0.0.1:0'}, {protocol: 'fastcgi', address: `unix:${join(directory, 's.sock')}`}],
  } // biome-ignore format: short
  const script = fileURLToPath(new URL('support/serve.ts', import.meta.url))
  child = spawn(process.execPath, [script, JSON.stringify(options)], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout?.on('data', (chunk: Buffer) =>
    lines.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    ),
  )
  const [, first = '', second = ''] = (await lineThat('listening')).split(' ')
  http = `http://${first}`
  fastcgi = `${second} ${(await lineThat('listening')).split(' ').slice(3).join(' ')}`.trim()
  await lineThat('problems')
  lines.length = 0
})

afterAll(() => {
  child.kill('SIGKILL')
  rmSync(directory, {recursive: true})
})

describe('handlers in a directory without node_modules', () => {
  test('answer over both transports, with banyan/* and their own modules', async () => {
    const answer = await fetch(`${http}/?name=%3CBob%3E`)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/html; charset=UTF-8',
      '<h1>Hello &lt;Bob&gt;</h1>',
    ])
    const other = await fcgi({
      SCRIPT_FILENAME: 'proxy:fcgi://localhost/srv/www/index.php',
      SCRIPT_NAME: '/index.php',
      QUERY_STRING: 'name=Eve',
    })
    expect(other.raw.toString()).toBe('Content-type: text/html; charset=UTF-8\r\n\r\n<h1>Hello Eve</h1>')
  })

  test('are found by directory, PATH_INFO and any spelling over HTTP', async () => {
    const bodies = await Promise.all(
      [
        '/book.php?id=7x',
        '/book.php/a%20b/c?id=1',
        '//book.php',
        '/./book.php',
        '/admin/../book.php',
        '/%62ook.php',
      ].map(async (path) => (await fetch(http + path)).text()),
    )
    expect(bodies).toEqual([
      '7 /book.php  /srv/www/book.php',
      '1 /book.php /a b/c /srv/www/book.php',
      ...Array.from({length: 4}, () => '0 /book.php  /srv/www/book.php'),
    ])
    expect(await (await fetch(`${http}/admin/`)).text()).toBe('admin')
    const redirect = await fetch(`${http}/admin?x=1`, {redirect: 'manual'})
    expect([redirect.status, redirect.headers.get('location')]).toEqual([301, '/admin/?x=1'])
    for (const path of [
      '/none.php',
      '/../etc/passwd',
      '/book.phpx',
      '/lib/greeting.ts',
      '/index.php.ts',
      '/handlers/',
      '/BOOK.PHP',
    ]) {
      expect((await fetch(http + path)).status, path).toBe(404)
    }
  })

  test('read a form over both transports', async () => {
    const form = 'b=1&10=2&2=3'
    const headers = {'content-type': 'application/x-www-form-urlencoded'}
    const expected = {form: [['b', '1'], [10, '2'], [2, '3']], length: form.length} // biome-ignore format: short
    expect(await (await fetch(`${http}/form.php`, {method: 'POST', body: form, headers})).json()).toEqual(expected)
    const answer = await fcgi(
      {SCRIPT_NAME: '/form.php', REQUEST_METHOD: 'POST', CONTENT_TYPE: headers['content-type']},
      Buffer.from(form),
    )
    expect(JSON.parse(answer.body.toString())).toEqual(expected)
  })

  test('log one line per request, whatever the client wrote', async () => {
    await fcgi({SCRIPT_NAME: '/book.php', REQUEST_URI: '/book.php?\x1b[31m\nfake line'})
    expect(await lineThat('[31m')).toMatch(
      /^- - - \[\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000\] "GET \/book\.php\?\\x1b\[31m\\x0afake line -" 200 \d+ "-" "-" book\.php typescript \d+\.\d$/,
    )
    expect(lines.filter((line) => line.startsWith('fake'))).toEqual([])
  })
})

describe('a page that fails', () => {
  const failures: [name: string, line: RegExp][] = [
    ['throws', /^\S+Z error throws\.php Error: broken\\x0Asecond line \(.*\/handlers\/throws\.php\.ts:\d+\) \[GET \/throws\.php\]$/],
    ['rejects', /error rejects\.php TypeError: .*\/handlers\/rejects\.php\.ts:6\) \[/],
    ['leaves', /error leaves\.php Error: process\.exit\(\) would end the backend for everybody.*leaves\.php\.ts:6\) \[/],
    ['syntax', /error syntax\.php SyntaxError/],
    ['missing', /error missing\.php Error: .*nowhere\.ts/],
    ['nothing', /error nothing\.php Error: The module has no default export/],
    ['other', /error other\.php Error: The module defines the page `another\.php`, not `other\.php`/],
  ] // biome-ignore format: packed
  test.each(failures)('answers 500 without details and logs what happened: %s', async (name, line) => {
    lines.length = 0
    const answer = await fetch(`${http}/${name}.php`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/plain; charset=UTF-8'])
    expect(await answer.text()).toBe(`The page ${name}.php failed. The log of the backend says why.\n`)
    expect(await lineThat(`"GET /${name}.php HTTP/1.1" 500`)).toContain(` ${name}.php typescript `)
    expect(await lineThat(`error ${name}.php`)).toMatch(line)
    expect(lines.length).toBe(2)
  })

  test('late, after its answer, does not end the process', async () => {
    lines.length = 0
    expect(await (await fetch(`${http}/late.php`)).text()).toBe('fine')
    expect(await lineThat('late promise')).toMatch(/^\S+Z late late\.php Error: late promise \(.*late\.php\.ts:6\)$/)
    expect(await lineThat('late timer')).toMatch(/^\S+Z late late\.php Error: late timer \(.*late\.php\.ts:6\)$/)
    expect((await fetch(`${http}/book.php`)).status).toBe(200)
    expect(child.exitCode).toBe(null)
  })

  test('in the middle of a stream breaks the connection and is logged', async () => {
    await expect(fetch(`${http}/stream.php`).then((answer) => answer.text())).rejects.toThrow()
    expect(await lineThat('broke off')).toMatch(/error stream\.php Error: broke off/)
  })

  test('at a hole says what is not ported', async () => {
    const answer = await fetch(`${http}/hole.php`)
    expect(answer.status).toBe(501)
    expect(await answer.text()).toBe(
      'The page hole.php is not ported yet.\nhole.php:1: 48 lines of PHP are not ported yet\n',
    )
    expect(await lineThat('hole.php:1')).toContain('hole hole.php Hole: hole.php:1: 48 lines')
  })

  test('because it has no handler says so', async () => {
    const answer = await fcgi({SCRIPT_NAME: '/cart.php', SCRIPT_FILENAME: '/srv/www/cart.php'})
    expect(answer.status).toBe(500)
    expect(answer.body.toString()).toBe(
      'The page cart.php has no handler in this backend. The web server sent it here by mistake.\n',
    )
    expect(await lineThat('no handler')).toMatch(/error cart\.php no handler for this page \[/)
  })

  test('to send a header with a line break goes on without it, as PHP, and logs it', async () => {
    const answer = await fetch(`${http}/refused.php?to=a%0d%0aX-Evil:1`, {redirect: 'manual'})
    expect([answer.status, answer.headers.get('x-evil'), answer.headers.get('location')]).toEqual([200, null, null])
    expect(await lineThat('warning refused')).toContain('warning refused.php header "Location" refused')
  })
})

test('stops gracefully: the request under way is answered, the socket goes, the process ends', async () => {
  lines.length = 0
  const slow = fetch(`${http}/slow.php`)
  await sleep(100)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await sleep(50)
  await expect(fetch(`${http}/book.php`)).rejects.toThrow()
  expect(await (await slow).text()).toBe('slow')
  expect(await ended).toBe(0)
  expect(lines.at(-1)).toBe('closed')
})

describe('starting', () => {
  const start = (options: Partial<Parameters<typeof startBackend>[0]>) =>
    startBackend({handlersDirectory: join(directory, 'handlers'), listen: [], ...options})

  test('lists the pages and checks every handler', async () => {
    const backend = await start({extensions: ['php']})
    expect(backend.pages).toContain('admin/index.php')
    expect(backend.pages).not.toContain('lib/greeting')
    await backend.close()
    expect(backend.pages.filter((name) => name.includes('test') || name.includes('hidden'))).toEqual([])
  })

  test('refuses settings, addresses and directories that cannot work', async () => {
    await expect(start({settings: {charset: 'koi8-r'}})).rejects.toThrow('No codec for the charset `koi8-r`')
    await expect(start({settings: {session: {serializeHandler: 'igbinary' as 'php'}}})).rejects.toThrow(
      'No session format',
    )
    await expect(start({settings: {session: {saveHandler: 'memcached' as 'files'}}})).rejects.toThrow(
      'No session store',
    )
    await expect(start({listen: [{protocol: 'http', address: '0.0.0.0:80'}]})).rejects.toThrow('reached from outside')
    await expect(start({handlersDirectory: join(directory, 'nowhere')})).rejects.toThrow('ENOENT')
  })

  test('leaves nothing behind when one of its addresses is taken', async () => {
    const first = await start({listen: [{protocol: 'http', address: '127.0.0.1:0'}]})
    const free = `unix:${join(directory, 'free.sock')}`
    const taken = {protocol: 'http', address: first.addresses[0] ?? ''} as const
    await expect(start({listen: [{protocol: 'fastcgi', address: free}, taken]})).rejects.toThrow('EADDRINUSE')
    const again = await start({listen: [{protocol: 'fastcgi', address: free}]})
    await again.close()
    await first.close()
  })
})
