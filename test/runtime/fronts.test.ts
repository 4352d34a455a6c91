/** One backend behind three web servers, over every protocol they speak: a page must not be able to tell them apart. */
import {createHash} from 'node:crypto'
import {chmodSync, mkdirSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Backend, startBackend} from '../../src/runtime/index.ts'
import {type Apache, startApache} from '../support/apache.ts'
import {postForm, postMultipart} from '../support/body.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {type Answer, headerValues, type Request, send} from '../support/http.ts'
import {type Front, startLighttpd, startNginx} from '../support/other-fronts.ts'
import {describeWith} from '../support/programs.ts'
import {toolFor} from '../support/tool.ts'

const page = (name: string, body: string): string => `
import {createHash} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {definePage, entries} from 'banyan/runtime'
import {isPhpArray} from 'banyan/php'
const plain = (value) => isPhpArray(value) ? Object.fromEntries([...value].map(([key, each]) => [key, plain(each)])) : value
export default definePage({page: '${name}', session: 'none', async handle({query, form, files, reply, server, rawBody}) {
  ${body}
}})
`

const HANDLERS = {
  'echo.php.ts': page('echo.php', `
    reply.header('X-Page', 'caf\\u00e9').header('Set-Cookie', 'a=1').header('Set-Cookie', 'b=2', {replace: false})
    const {SCRIPT_NAME, SCRIPT_FILENAME, PATH_INFO, PHP_SELF, QUERY_STRING, REQUEST_URI, REQUEST_METHOD, DOCUMENT_ROOT, REMOTE_ADDR, HTTP_HOST, HTTP_X_TEST, HTTP_PROXY, CONTENT_TYPE, CONTENT_LENGTH} = server
    return {
      SCRIPT_NAME, SCRIPT_FILENAME, PATH_INFO: PATH_INFO ?? '', PHP_SELF, QUERY_STRING, REQUEST_URI, REQUEST_METHOD, DOCUMENT_ROOT, REMOTE_ADDR, HTTP_HOST, HTTP_X_TEST, HTTP_PROXY, CONTENT_TYPE: CONTENT_TYPE ?? '', CONTENT_LENGTH: CONTENT_LENGTH ?? '',
      query: Object.fromEntries([...entries(query)].map(([key, value]) => [key, plain(value)])),
      form: Object.fromEntries([...entries(form)].map(([key, value]) => [key, plain(value)])),
      files: [...entries(files)].map(([key, value]) => [key, value.get('name'), value.get('size'), value.get('error'), createHash('md5').update(readFileSync(value.get('tmp_name'))).digest('hex')]),
      raw: rawBody.toString('latin1'),
    }`),
  'status.php.ts': page('status.php', "reply.status(404); return 'not here'"),
  'big.php.ts': page('big.php', "return (async function* () { for (let i = 0; i < 200; i++) yield Buffer.alloc(100_000, 97 + i % 26) })()"),
  'endless.php.ts': page('endless.php', "return (async function* () { try { for (;;) { yield Buffer.alloc(100_000); await new Promise((done) => setTimeout(done, 1)) } } finally { writeFileSync(server.DOCUMENT_ROOT + '/../mark/' + query.mark, 'ended') } })()"),
} // biome-ignore format: a table

let root: string
let removeRoot: () => void
let backend: Backend
let apache: Apache
const fronts = new Map<string, {port: number}>()
const stops: (() => Promise<void>)[] = []

/** Web server and protocol; the protocol is asked for by the host's name. */
const ALL = ['apache fcgi', 'apache scgi', 'apache cgi', 'nginx fcgi', 'nginx scgi', 'lighttpd fcgi', 'lighttpd scgi', 'lighttpd cgi'] // biome-ignore format: short
const STREAMING = ALL.filter((front) => !front.endsWith('cgi') || front.endsWith('fcgi') || front.endsWith('scgi'))

function ask(front: string, request: Request): Promise<Answer> {
  const [server = '', protocol = ''] = front.split(' ')
  const headers = [['Host', `${protocol}.test`] as const, ...(request.headers ?? [])]
  return send({port: fronts.get(server)?.port ?? 0}, {...request, headers})
}

const seen = (answer: Answer): Record<string, unknown> => JSON.parse(answer.body.toString())

async function startAll(): Promise<void> {
  const made = makeDirectory('fronts')
  root = made.path
  removeRoot = made.remove
  const docroot = join(root, 'www')
  const pages = Object.keys(HANDLERS).map((name) => name.slice(0, -3))
  writeFiles(docroot, Object.fromEntries(pages.map((name) => [name, '<?php echo "PHP";'])))
  writeFiles(join(root, 'project/handlers'), HANDLERS)
  writeFiles(join(root, 'project'), {'migrate.config.json': JSON.stringify({site: {docroot}})})
  mkdirSync(join(root, 'mark'))
  chmodSync(join(root, 'mark'), 0o777)
  const [fcgi, scgi] = [join(root, 'fcgi.sock'), join(root, 'scgi.sock')]
  backend = await startBackend({
    handlersDirectory: join(root, 'project/handlers'),
    documentRoot: docroot,
    listen: [
      {protocol: 'fastcgi', address: `unix:${fcgi}`},
      {protocol: 'scgi', address: `unix:${scgi}`},
      {protocol: 'scgi', address: '127.0.0.1:0'},
    ],
    socketMode: 0o666,
    settings: {postMaxSize: 2 ** 26, uploadMaxFilesize: 2 ** 26},
  })
  const scgiPort = backend.addresses[2]
  await Promise.all([
    startApacheFront(docroot, fcgi, scgi),
    startNginx(nginxServers(docroot, fcgi, scgi)).then((front) => keep('nginx', front)),
  ])
  const lighttpd = await startLighttpd(
    docroot,
    `server.stream-response-body = 1
$HTTP["host"] == "fcgi.test" { fastcgi.server = ( ".php" => (( "socket" => "${fcgi}" )) ) }
$HTTP["host"] == "scgi.test" { scgi.server = ( ".php" => (( "host" => "127.0.0.1", "port" => ${scgiPort?.split(':')[1]} )) ) }
$HTTP["host"] == "cgi.test" { cgi.assign = ( ".php" => "${join(root, 'cgi/migrate.cgi')}" ) }`,
  )
  keep('lighttpd', lighttpd)
}

function keep(name: string, front: Front): void {
  fronts.set(name, front)
  stops.push(front.stop)
}

/** Apache, and the CGI program, which runs as its user. */
async function startApacheFront(docroot: string, fcgi: string, scgi: string): Promise<void> {
  const handler = (host: string, name: string): string =>
    `<If "%{HTTP_HOST} == '${host}.test' && %{REQUEST_FILENAME} =~ m#^${docroot}/#">\nSetHandler "${name}"\n</If>`
  apache = await startApache({
    mpm: 'event',
    php: 'none',
    documentRoot: docroot,
    modules: {with: ['proxy_scgi', 'cgid']},
    serverConfig: `ScriptSock ${join(root, 'cgid.sock')}`,
    virtualHostConfig: `<Proxy "unix:${fcgi}|fcgi://site" enablereuse=on max=4>
</Proxy>
${handler('fcgi', `proxy:unix:${fcgi}|fcgi://site`)}
${handler('scgi', `proxy:unix:${scgi}|scgi://site`)}
<IfModule cgid_module>
ScriptAlias /cgi/ ${join(root, 'cgi')}/
<Directory ${join(root, 'cgi')}>
Require all granted
</Directory>
Action ts-page /cgi/migrate.cgi
${handler('cgi', 'ts-page')}
</IfModule>`,
  })
  const {node, bin} = toolFor(apache.user, root)
  const program = `#!/bin/sh\nexec ${node} ${bin} cgi --config ${join(root, 'project/migrate.config.json')}\n`
  writeFiles(root, {'cgi/migrate.cgi': program})
  chmodSync(join(root, 'cgi/migrate.cgi'), 0o755)
  fronts.set('apache', apache)
  stops.push(apache.stop)
}

function nginxServers(docroot: string, fcgi: string, scgi: string): string {
  const variables = (prefix: string): string =>
    Object.entries({
      SCRIPT_FILENAME: '$document_root$fastcgi_script_name', SCRIPT_NAME: '$fastcgi_script_name', PATH_INFO: '$fastcgi_path_info',
      QUERY_STRING: '$query_string', REQUEST_METHOD: '$request_method', CONTENT_TYPE: '$content_type', CONTENT_LENGTH: '$content_length',
      REQUEST_URI: '$request_uri', DOCUMENT_ROOT: '$document_root', SERVER_PROTOCOL: '$server_protocol', REMOTE_ADDR: '$remote_addr',
      SERVER_NAME: '$server_name',
    })
      .filter(([name]) => prefix === 'fastcgi' || name !== 'CONTENT_LENGTH')
      .map(([name, value]) => `${prefix}_param ${name} ${value};`)
      .join(' ') // biome-ignore format: a table
  const split = 'fastcgi_split_path_info ^(.+?\\.php)(/.*)$;'
  return `server { server_name fcgi.test; root ${docroot};
  location ~ \\.php(/|$) { ${split} ${variables('fastcgi')} fastcgi_pass site; fastcgi_keep_conn on; } }
server { server_name scgi.test; root ${docroot};
  location ~ \\.php(/|$) { ${split} ${variables('scgi')} scgi_param SCGI 1; scgi_pass unix:${scgi}; } }
upstream site { server unix:${fcgi}; keepalive 4; }`
}

describeWith(['apache', 'nginx', 'lighttpd'], 'behind Apache, nginx and lighttpd', () => {
  beforeAll(startAll)
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()))
    await backend.close()
    removeRoot()
  })

  test.each(ALL)('%s: a page knows its address, its query and who asks', async (front) => {
    const answer = await ask(front, {
      target: '/echo.php/pa%20th/x?a=1&b%5B%5D=%C3%A9',
      headers: [['X-Test', 'v'], ['Proxy', 'evil']],
    }) // biome-ignore format: short
    expect(answer.status).toBe(200)
    expect(headerValues(answer, 'set-cookie')).toEqual(['a=1', 'b=2'])
    expect(headerValues(answer, 'content-type')).toEqual(['application/json'])
    expect(Buffer.from(headerValues(answer, 'x-page')[0] ?? '', 'latin1').toString()).toBe('café')
    expect(seen(answer)).toMatchObject({
      SCRIPT_NAME: '/echo.php',
      SCRIPT_FILENAME: join(root, 'www/echo.php'),
      PATH_INFO: '/pa th/x',
      PHP_SELF: '/echo.php/pa th/x',
      QUERY_STRING: 'a=1&b%5B%5D=%C3%A9',
      REQUEST_URI: '/echo.php/pa%20th/x?a=1&b%5B%5D=%C3%A9',
      REQUEST_METHOD: 'GET',
      DOCUMENT_ROOT: join(root, 'www'),
      REMOTE_ADDR: '127.0.0.1',
      HTTP_HOST: `${front.split(' ')[1]}.test`,
      HTTP_X_TEST: 'v',
      query: {a: '1', b: {0: 'é'}},
    })
    expect(seen(answer)).not.toHaveProperty('HTTP_PROXY', 'evil')
  })

  test.each(ALL)('%s: a form and an upload that is not kept in memory arrive whole', async (front) => {
    const form = await ask(front, postForm('/echo.php', [['name', 'Ada'], ['tags[]', 'x']])) // biome-ignore format: short
    expect(seen(form)).toMatchObject({
      REQUEST_METHOD: 'POST',
      CONTENT_TYPE: 'application/x-www-form-urlencoded',
      CONTENT_LENGTH: '21',
      form: {name: 'Ada', tags: {0: 'x'}},
    })
    const contents = Buffer.from(Array.from({length: 1_500_000}, (_, at) => (at * 31 + (at >> 8)) & 255))
    const upload = postMultipart('/echo.php', [], [{field: 'photo', name: 'a.jpg', type: 'image/jpeg', contents}])
    const md5 = createHash('md5').update(contents).digest('hex')
    expect(seen(await ask(front, upload)).files).toEqual([['photo', 'a.jpg', 1_500_000, 0, md5]])
  })

  // Apache's SCGI and CGI answer 411 or leave the length out; nginx, lighttpd and Apache's FastCGI count it.
  test.each(ALL.filter((front) => !/apache s?cgi/.test(front)))(
    '%s: a body without a length arrives whole',
    async (front) => {
      const answer = await ask(front, {
      method: 'POST',
      target: '/echo.php',
      headers: [['Content-Type', 'text/plain'], ['Transfer-Encoding', 'chunked']],
      body: '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    }) // biome-ignore format: short
      expect(seen(answer)).toMatchObject({raw: 'abcde', CONTENT_LENGTH: '5'})
    },
  )

  test.each(ALL)('%s: status, HEAD and a large answer', async (front) => {
    const missing = await ask(front, {target: '/status.php'})
    expect([missing.status, missing.body.toString()]).toEqual([404, 'not here'])
    const head = await ask(front, {method: 'HEAD', target: '/echo.php'})
    expect([head.status, headerValues(head, 'content-type'), head.body.length]).toEqual([200, ['application/json'], 0])
    const {body} = await ask(front, {target: '/big.php'})
    expect([body.length, body[0], body.at(-1)]).toEqual([20_000_000, 97, 97 + (199 % 26)])
  })

  test.each(STREAMING)('%s: a client that goes away ends the page that writes to it', async (front) => {
    const mark = front.replace(' ', '-')
    const port = fronts.get(front.split(' ')[0] ?? '')?.port ?? 0
    const socket = connect({port, host: '127.0.0.1'})
    socket.write(`GET /endless.php?mark=${mark} HTTP/1.1\r\nHost: ${front.split(' ')[1]}.test\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()
    const {existsSync} = await import('node:fs')
    for (let waited = 0; waited < 10_000 && !existsSync(join(root, 'mark', mark)); waited += 20) await sleep(20)
    expect(existsSync(join(root, 'mark', mark))).toBe(true)
  })

  test('the CGI program answers nobody who asks for it by its own address', async () => {
    const answer = await ask('apache cgi', {target: '/cgi/migrate.cgi/echo.php'})
    expect([answer.status, answer.body.toString()]).toEqual([403, expect.stringContaining('no address of its own')])
  })
})
