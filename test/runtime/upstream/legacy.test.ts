import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {type AddressInfo, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Backend, type BackendOptions, startBackend} from '../../../src/runtime/index.ts'
import {type Apache, startApache} from '../../support/apache.ts'
import {makeDirectory} from '../../support/directory.ts'
import {describeWith} from '../../support/programs.ts'
import {type FastcgiAnswer, fastcgiRequest, type Parameters} from '../support/fastcgi-client.ts'
import {namelessFiles} from '../support/nameless-files.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'

/** A front controller: `page` says which sub-page. */
const INDEX_PHP = `<?php
session_start();
$page = $_GET['page'] ?? 'home';
if ($page === 'sleep') { sleep(3); exit; }
if ($page === 'dies') { echo str_repeat('x', 100000); flush(); exec('kill -9 ' . getmypid()); }
if ($page === 'big') { for ($i = 0; $i < 320; $i++) echo str_repeat("$i,", 20000); exit; }
if ($page === 'warns') error_log("PHP says something");
if ($page === 'gone') { http_response_code(410); setcookie('a', '1'); setcookie('b', '2'); header('X-Twice: 1'); header('X-Twice: 2', false); }
if ($page === 'md5') { echo md5(file_get_contents('php://input')); exit; }
if ($page === 'away') { header('Location: /index.php?page=home', true, 303); exit; }
$_SESSION['php'] = ($_SESSION['php'] ?? 0) + 1;
$file = $_FILES['f'] ?? null;
echo json_encode(['php', $page, $_POST, $file ? [$file['name'], md5_file($file['tmp_name'])] : null, $_SESSION,
  $_SERVER['SCRIPT_NAME'], $_SERVER['PATH_INFO'] ?? null, $_SERVER['REQUEST_METHOD'], file_get_contents('php://input')]);
`

const INDEX_TS = `
import {decline, definePage, hole} from 'banyan/runtime'
export default definePage({page: 'index.php', session: 'write', async handle({query, session, db, effect, echo, reply}) {
  echo\`half a page\`
  reply.status(418).header('X-Half', '1')
  if (query.page === 'news') { reply.status(200).removeHeader('X-Half'); session.set('ts', 1); return ' of news' }
  session.set('lost', 1)
  if (query.page === 'hole') { db.query('SELECT 1'); hole('index.php:3', 'not ported') }
  if (query.page === 'late-hole') { db.query('UPDATE t SET a = 1'); hole('index.php:4', 'not ported') }
  if (query.page === 'two') { db.query('SELECT 1; DELETE FROM t'); decline() }
  if (query.page === 'mailed') { effect('sent the mail'); decline() }
  if (query.page === 'rows') { db.rows.push(1); db.insert({a: 1}); decline() }
  decline()
}})
`

let directory: string
const lines: string[] = []

function handlersIn(root: string): string {
  const handlers = join(root, 'handlers')
  mkdirSync(handlers, {recursive: true})
  writeFileSync(join(handlers, 'index.php.ts'), INDEX_TS)
  return handlers
}

const start = (root: string, options: Partial<BackendOptions>): Promise<Backend> =>
  startBackend({
    handlersDirectory: handlersIn(root),
    listen: [{protocol: 'fastcgi', address: `unix:${join(root, 'ts.sock')}`}],
    documentRoot: root,
    db: new Database(),
    accessLog: (line) => lines.push(line),
    errorLog: (line) => lines.push(line),
    ...options,
  })

class Database {
  readonly #statements: string[] = []
  readonly rows: number[] = []
  query(sql: string): void {
    this.#statements.push(sql)
  }
  insert(_row: object): void {
    this.#statements.push('insert')
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const ask = (root: string, php: string, more: Parameters = {}, body?: Buffer): Promise<FastcgiAnswer> =>
  fastcgiRequest(
    php,
    {
      REQUEST_METHOD: body ? 'POST' : 'GET',
      SCRIPT_FILENAME: join(root, 'index.php'),
      SCRIPT_NAME: '/index.php',
      REQUEST_URI: `/index.php?${more.QUERY_STRING ?? ''}`,
      DOCUMENT_ROOT: root,
      SERVER_PROTOCOL: 'HTTP/1.1',
      REMOTE_ADDR: '127.0.0.1',
      ...(body ? {CONTENT_LENGTH: String(body.length)} : {}),
      ...more,
    },
    body,
  )

describe.skipIf(skipsPhp)('a request that its handler leaves to PHP, over FastCGI', () => {
  let php: Php
  let backend: Backend
  let ts: string
  beforeAll(async () => {
    php = await startPhp({'session.save_path': tmpdir(), 'session.use_strict_mode': '0', upload_max_filesize: '8M'}, 2)
    directory = php.directory
    php.write('index.php', INDEX_PHP)
    php.write('other.php', '<?php echo "other ", $_POST["a"] ?? "";')
    backend = await start(directory, {
      legacy: {fastcgi: php.address, timeout: 1000},
      settings: {session: {savePath: tmpdir()}, uploadDirectory: directory},
    })
    ts = `unix:${join(directory, 'ts.sock')}`
  })
  afterAll(async () => {
    await backend.close()
    await php.stop()
  })

  const id = `legacy${process.pid}`
  afterAll(() => rmSync(join(tmpdir(), `sess_${id}`), {force: true}))
  const visit = (QUERY_STRING: string, more: Parameters = {}, body?: Buffer): Promise<FastcgiAnswer> => {
    lines.length = 0
    return ask(directory, ts, {QUERY_STRING, HTTP_COOKIE: `PHPSESSID=${id}`, ...more}, body)
  }
  const FORM = {CONTENT_TYPE: 'application/x-www-form-urlencoded'}

  test('gets what PHP alone would have answered: body, form, status, cookies and headers', async () => {
    for (const [query, more, body] of [
      ['page=home', {}, undefined],
      ['page=home', FORM, Buffer.from('a=1&b[]=%E9')],
      ['page=gone', {}, undefined],
      ['page=away', {}, undefined],
      ['page=big', {}, undefined],
      ['page=home', {REQUEST_METHOD: 'HEAD'}, undefined],
      ['page=raw', {REQUEST_METHOD: 'PUT', CONTENT_TYPE: 'text/plain'}, Buffer.from('as it came')],
    ] as const) {
      const counted = /"php":\d+/g
      const expected = await ask(
        directory,
        php.address,
        {QUERY_STRING: query, HTTP_COOKIE: `PHPSESSID=${id}`, ...more},
        body,
      )
      const answer = await visit(query, more, body)
      expect([answer.status, answer.headers]).toEqual([expected.status, expected.headers])
      expect(answer.body.toString('latin1').replace(counted, '')).toBe(
        expected.body.toString('latin1').replace(counted, ''),
      )
      expect(lines.at(-1), query).toMatch(/ index\.php php [\d.]+$/)
    }
  })

  test.each([300_000, 5_000_000])('gets an upload of %i bytes through, and a body of another type', async (size) => {
    const content = Buffer.alloc(size, 'what is uploaded\n')
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n'),
      content,
      Buffer.from('\r\n--b--\r\n'),
    ])
    const answer = await visit('page=home', {CONTENT_TYPE: 'multipart/form-data; boundary=b'}, body)
    const md5 = createHash('md5').update(content).digest('hex')
    expect(JSON.parse(answer.body.toString())[3]).toEqual(['a.bin', md5])
    expect((await visit('page=md5', {CONTENT_TYPE: 'text/plain'}, content)).body.toString()).toBe(md5)
    await expect.poll(() => namelessFiles(directory)).toEqual([])
  })

  test('shares the session with the sub-page that has moved; what was changed before it was left is dropped', async () => {
    expect((await visit('page=news')).body.toString()).toBe('half a page of news')
    expect(lines.at(-1)).toMatch(/ index\.php typescript [\d.]+$/)
    const [, , , , session] = JSON.parse((await visit('page=home')).body.toString())
    expect(session).toMatchObject({ts: 1, php: expect.any(Number)})
    expect(session).not.toHaveProperty('lost')
    expect(readFileSync(join(tmpdir(), `sess_${id}`), 'utf8')).toContain('ts|i:1;')
  })

  test('is left at a hole too, and after SQL that only reads', async () => {
    expect(JSON.parse((await visit('page=hole')).body.toString())[1]).toBe('hole')
    expect(lines[0]).toMatch(
      / hole index\.php Hole: index\.php:3: not ported \(.*index\.php\.ts:\d+\): left to PHP \[GET /,
    )
  })

  test.each([
    ['late-hole', 'Hole: index.php:4: not ported', 'SQL: UPDATE t SET a = 1'],
    ['two', 'Declined: the handler declined', 'SQL: SELECT 1; DELETE FROM t'],
    ['mailed', 'Declined: the handler declined', 'sent the mail'],
    ['rows', 'Declined: the handler declined', 'insert() of the database'],
  ])('is an error after an effect, with the place: %s', async (page, reason, effect) => {
    const answer = await visit(`page=${page}`)
    expect([answer.status, answer.body.toString()]).toEqual([
      500,
      'The page index.php failed. The log of the backend says why.\n',
    ])
    expect(lines[0]).toContain(`error index.php ${reason} (${join(directory, 'handlers/index.php.ts')}:`)
    expect(lines[0]).toContain(`after an effect, so PHP was not asked: ${effect}`)
    expect(lines[1]).toMatch(/ index\.php typescript [\d.]+$/)
  })

  test('is 504 when PHP is silent too long, 502 when it is not there, and broken off when PHP breaks off', async () => {
    const late = await visit('page=sleep')
    expect([late.status, late.body.toString()]).toEqual([
      504,
      'The page index.php was left to PHP. PHP did not answer.\n',
    ])
    expect(lines[0]).toContain('PHP said nothing for 1000 ms')
    await expect(visit('page=dies')).rejects.toThrow('closed before END_REQUEST')
    const gone = await start(join(directory, 'gone'), {
      legacy: {fastcgi: `unix:${directory}/none.sock`},
      documentRoot: directory,
      settings: {uploadDirectory: directory},
    })
    const answer = await ask(directory, `unix:${join(directory, 'gone', 'ts.sock')}`, {}, Buffer.alloc(2_000_000))
    expect(answer.status).toBe(502)
    await expect.poll(() => namelessFiles(directory)).toEqual([])
    await gone.close()
  })

  test('says in our log what PHP writes to its own', async () => {
    await visit('page=warns')
    expect(lines[0]).toMatch(/ php index\.php PHP says something \[GET/)
  })

  test('is also one for a page that has no handler, if it is a PHP page', async () => {
    const other = {SCRIPT_FILENAME: join(directory, 'other.php'), SCRIPT_NAME: '/other.php'}
    const answer = await visit('', {...other, ...FORM}, Buffer.from('a=5'))
    expect(answer.body.toString()).toBe('other 5')
    const long = await visit('', {...other, ...FORM}, Buffer.from(`a=${'x'.repeat(3_000_000)}`))
    expect(long.body.length).toBe('other '.length + 3_000_000)
    expect(lines[0]).toContain('error other.php no handler for this page')
    const readme = {SCRIPT_FILENAME: join(directory, 'readme.txt'), SCRIPT_NAME: '/readme.txt'}
    expect((await visit('', readme)).status).toBe(500)
  })

  test('is 501 when no PHP is configured', async () => {
    const alone = await start(join(directory, 'alone'), {documentRoot: directory})
    const answer = await ask(directory, `unix:${join(directory, 'alone', 'ts.sock')}`)
    expect([answer.status, answer.body.toString()]).toEqual([
      501,
      'The page index.php was left to PHP. No PHP is configured to leave it to.\n',
    ])
    await alone.close()
  })
})

describeWith(['apache', 'mod_php'], 'a request that its handler leaves to a host of PHP', () => {
  let apache: Apache
  let backend: Backend
  let work: ReturnType<typeof makeDirectory>
  let root: string
  beforeAll(async () => {
    work = makeDirectory('host')
    root = work.path
    const docroot = join(root, 'www')
    mkdirSync(docroot)
    writeFileSync(join(docroot, 'index.php'), INDEX_PHP)
    apache = await startApache({mpm: 'prefork', php: 'module', documentRoot: docroot})
    backend = await start(root, {
      legacy: {http: apache.url},
      documentRoot: docroot,
      settings: {session: {savePath: dirname(apache.sessions)}, uploadDirectory: root},
    })
  })
  afterAll(async () => {
    await backend.close()
    await apache.stop()
    work.remove()
  })

  test('gets its answer', async () => {
    const form = {CONTENT_TYPE: 'application/x-www-form-urlencoded', QUERY_STRING: 'page=gone'}
    const answer = await ask(join(root, 'www'), `unix:${join(root, 'ts.sock')}`, form, Buffer.from('a=1&b[]=%E9'))
    expect(answer.status).toBe(410)
    expect(answer.headers.filter(([name]) => /^(x-twice|set-cookie)$/i.test(name)).map(([, value]) => value)).toEqual(
      expect.arrayContaining(['1', '2', 'a=1', 'b=2']),
    )
    expect(answer.headers.map(([name]) => name.toLowerCase())).not.toContain('transfer-encoding')
    expect(answer.body.toString()).toMatch(/^(false|)$|^\["php","gone"/)
  })

  test('gives it a body of 5 MB', async () => {
    const content = Buffer.alloc(5_000_000, 'what is sent\n')
    const more = {CONTENT_TYPE: 'text/plain', QUERY_STRING: 'page=md5'}
    const answer = await ask(join(root, 'www'), `unix:${join(root, 'ts.sock')}`, more, content)
    expect(answer.body.toString()).toBe(createHash('md5').update(content).digest('hex'))
    await expect.poll(() => namelessFiles(root)).toEqual([])
  })

  test('is an error when that host sends it back here', async () => {
    const port = await freePort()
    // One that has itself as its PHP.
    const self = await start(join(root, 'self'), {
      listen: [{protocol: 'http', address: `127.0.0.1:${port}`}],
      legacy: {http: `http://127.0.0.1:${port}`},
    })
    lines.length = 0
    expect((await fetch(`http://127.0.0.1:${port}/index.php`)).status).toBe(508)
    expect(lines.join('\n')).toContain('sends this page back here: it must leave every page to PHP')
    await self.close()
  })
})
