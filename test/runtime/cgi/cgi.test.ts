import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {cgiVariables} from '../../../src/runtime/cgi/environment.ts'

const bin = fileURLToPath(new URL('../../../src/bin.ts', import.meta.url))
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-cgi-'))
  mkdirSync(join(directory, 'www'))
  mkdirSync(join(directory, 'project/handlers'), {recursive: true})
  writeFileSync(join(directory, 'project/migrate.config.json'), JSON.stringify({site: {docroot: '../www'}}))
  writeFileSync(
    join(directory, 'project/handlers/page.php.ts'),
    `import {definePage} from 'banyan/runtime'
export default definePage({page: 'page.php', session: 'none', handle({query, rawBody, server}) {
  console.log('for the author')
  if (query.fail) throw new Error('broken')
  return server.HTTP_X_BYTES + '|' + rawBody
}})`,
  )
})

afterAll(() => rmSync(directory, {recursive: true}))

function cgi(environment: Record<string, string>, body = '', config = 'migrate.config.json') {
  const docroot = join(directory, 'www')
  const variables = {
    REDIRECT_STATUS: '200',
    REQUEST_METHOD: 'POST',
    SCRIPT_NAME: '/page.php',
    SCRIPT_FILENAME: join(docroot, 'page.php'),
    DOCUMENT_ROOT: docroot,
    CONTENT_LENGTH: String(body.length),
    ...environment,
  }
  // The shell, since Node would write the bytes of the environment as UTF-8.
  const assignments = Object.entries(variables).map(([name, value]) => `export ${name}=$(printf '${value}')`)
  const command = `${assignments.join('; ')}; exec '${process.execPath}' '${bin}' cgi --config '${join(directory, 'project', config)}'`
  const {status, stdout, stderr} = spawnSync('/bin/sh', ['-c', command], {
    input: body,
    env: {PATH: process.env.PATH},
    encoding: 'latin1',
  })
  return {status, stdout, stderr}
}

test('a CGI request is answered on stdout, byte for byte, and only as much of stdin is read as belongs to it', () => {
  const {status, stdout, stderr} = cgi({HTTP_X_BYTES: '\\351', CONTENT_LENGTH: '4'}, 'body and more')
  expect([status, stdout]).toEqual([0, 'Content-type: text/html; charset=UTF-8\r\n\r\n\xe9|body'])
  expect(stderr).toContain('for the author')
})

test('a page that fails is a 500 on stdout and a line on stderr', () => {
  const {status, stdout, stderr} = cgi({QUERY_STRING: 'fail=1', REQUEST_URI: '/page.php?fail=1'})
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^Status: 500 Internal Server Error\r\n/)])
  expect(stdout).not.toContain('broken')
  expect(stderr).toMatch(/error page\.php Error: broken \(.*page\.php\.ts:4/)
})

test('a project that cannot be used is a 500 too', () => {
  const {status, stdout, stderr} = cgi({}, '', 'nowhere.json')
  expect([status, stdout]).toEqual([
    2,
    expect.stringMatching(/^Status: 500 Internal Server Error\r\n.*\r\n\r\nThe page/),
  ])
  expect(stderr).toContain('Code: NO_CONFIG')
})

test('a request that the web server did not direct here is refused', () => {
  expect(cgiVariables(new Map([['SCRIPT_NAME', '/cgi/migrate.cgi']]))).toBeUndefined()
})

test('under `Action` the page is what the visitor asked for, and the program is not', () => {
  const environment = new Map([
    ['REDIRECT_STATUS', '200'],
    ['REDIRECT_URL', '/book.php/12'],
    ['SCRIPT_NAME', '/cgi/migrate.cgi'],
    ['SCRIPT_FILENAME', '/srv/cgi/migrate.cgi'],
    ['PATH_INFO', '/book.php/12'],
    ['PATH_TRANSLATED', '/srv/www/book.php/12'],
  ])
  expect(Object.fromEntries(cgiVariables(environment) ?? [])).toMatchObject({
    SCRIPT_NAME: '/book.php/12',
    SCRIPT_FILENAME: '/srv/www/book.php/12',
    ORIG_SCRIPT_NAME: '/cgi/migrate.cgi',
  })
  // Any address below the program's own, were it to get here, is no page.
  const other = cgiVariables(new Map([...environment, ['REDIRECT_URL', '/elsewhere']]))
  expect(other?.get('SCRIPT_NAME')).toBe('/cgi/migrate.cgi')
})
