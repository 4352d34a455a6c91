import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {decline, definePage, hole, toFetch} from '../../src/runtime/index.ts'
import {copySite, makeDirectory} from '../support/directory.ts'
import {type Php, skipsPhp, startPhp} from './support/php.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const page = definePage({
  page: 'shop/echo.php',
  session: 'none',
  handle({query, form, files, cookies, server, rawBody, reply}) {
    if (query.status) reply.status(Number(query.status))
    if (query.to) return reply.redirect(String(query.to))
    if (query.cookies) reply.cookie('a', '1').cookie('b', '2')
    if (query.throws) throw new Error('broken')
    if (query.hole) hole('echo.php:1', 'not ported')
    if (query.decline) decline()
    if (query.stream) {
      return (async function* () {
        yield 'one '
        yield 'two'
      })()
    }
    const photo = files.photo as {get(name: string): unknown} | undefined
    return {
      ...{query: query.q ?? null, form: form.f ?? null, cookie: cookies.c ?? null, raw: rawBody.toString('latin1')},
      ...{photo: photo ? [photo.get('name'), photo.get('size')] : null, method: server.REQUEST_METHOD ?? null},
      ...{info: server.PATH_INFO ?? null, uri: server.REQUEST_URI ?? null, self: server.PHP_SELF, https: server.HTTPS ?? null},
      ...{host: server.HTTP_HOST ?? null, address: server.REMOTE_ADDR ?? null, evil: server.HTTP_X_A ?? null},
    }
  },
}) // biome-ignore format: packed

describe('a handler as a function of Request', () => {
  const faults: string[] = []
  const fetch = toFetch(page, {errorLog: (line) => faults.push(line), clientAddress: () => '192.0.2.7'})
  const ask = async (url: string, init?: RequestInit) => fetch(new Request(url, init))

  test('gets what PHP would have got', async () => {
    const answer = await ask('https://shop.test:8443/shop/echo.php/a%20b?q=%C3%A9', {
      headers: {cookie: 'c=1', x_a: 'evil'},
    })
    expect(await answer.json()).toEqual({
      ...{query: 'é', form: null, cookie: '1', raw: '', photo: null, method: 'GET', info: '/a b', evil: null},
      ...{uri: '/shop/echo.php/a%20b?q=%C3%A9', self: '/shop/echo.php/a b', https: 'on', address: '192.0.2.7', host: 'shop.test:8443'},
    }) // biome-ignore format: packed
  })

  test('gets forms, uploads and other bodies', async () => {
    const url = 'http://shop.test/shop/echo.php'
    const form = await ask(url, {method: 'POST', body: new URLSearchParams({f: 'é'})})
    expect(await form.json()).toMatchObject({form: 'é', raw: 'f=%C3%A9', method: 'POST'})
    const body = new FormData()
    body.set('photo', new Blob(['12345']), 'a.png')
    expect(await (await ask(url, {method: 'POST', body})).json()).toMatchObject({photo: ['a.png', 5], raw: ''})
    const put = await ask(url, {method: 'PUT', body: 'as it is'})
    expect(await put.json()).toMatchObject({raw: 'as it is', method: 'PUT'})
  })

  test('answers with status, several cookies, redirects, streams, and without a body where there is none', async () => {
    expect((await ask('http://a.test/shop/echo.php?cookies=1')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const away = await ask('http://a.test/shop/echo.php?to=/else.php')
    expect([away.status, away.headers.get('location')]).toEqual([302, '/else.php'])
    expect(await (await ask('http://a.test/shop/echo.php?stream=1')).text()).toBe('one two')
    const nothing = await ask('http://a.test/shop/echo.php?status=204')
    expect([nothing.status, await nothing.text()]).toEqual([204, ''])
    const head = await ask('http://a.test/shop/echo.php', {method: 'HEAD'})
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test('answers 500 and says why when the handler fails, 501 at a hole', async () => {
    const answer = await ask('http://a.test/shop/echo.php?throws=1')
    expect([answer.status, await answer.text()]).toEqual([
      500,
      'The page shop/echo.php failed. The log of the backend says why.\n',
    ])
    expect(faults.at(-1)).toMatch(/ error shop\/echo\.php Error: broken \(.*to-fetch\.test\.ts:\d+\)/)
    expect((await ask('http://a.test/shop/echo.php?hole=1')).status).toBe(501)
    expect((await ask('http://a.test/shop/echo.php/%zz%E9?stream=1')).status).toBe(200)
  })
})

describe.skipIf(skipsPhp)('a handler that leaves its request to PHP', () => {
  let php: Php
  beforeAll(async () => {
    php = await startPhp()
    php.write('echo.php', '<?php echo "PHP ", $_GET["decline"], $_POST["f"] ?? "";')
  })
  afterAll(() => php.stop())

  test('does so outside of migrate serve too', async () => {
    const fetch = toFetch(definePage({page: 'echo.php', session: 'none', handle: () => decline()}), {
      legacy: {fastcgi: php.address},
      documentRoot: php.directory,
    })
    const body = new URLSearchParams({f: '!'})
    const answer = await fetch(new Request('http://a.test/echo.php?decline=yes', {method: 'POST', body}))
    expect(await answer.text()).toBe('PHP yes!')
  })
})

describe.each(['hono', 'express', 'fastify'])('the example under %s', (name) => {
  const work = makeDirectory(`under-${name}`)
  let server: ChildProcess
  let url: string
  beforeAll(async () => {
    copySite(join(root, 'examples/bookshop'), work.path)
    const file = join(root, 'examples/elsewhere', `${name}.ts`)
    server = spawn(process.execPath, ['--import', join(root, 'src/runtime/register.ts'), file], {
      env: {...process.env, BOOKSHOP: work.path, SESSIONS: work.path},
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!server.stdout) throw new Error('no output')
    const [line] = await once(server.stdout, 'data')
    url = String(line).trim()
  })
  afterAll(async () => {
    server.kill()
    await once(server, 'exit')
    work.remove()
  })

  test('answers as under Apache, beside pages of its own', async () => {
    expect(await (await fetch(`${url}/health`)).text()).toBe('fine')
    const answer = await fetch(`${url}/book.php?id=12%20or%201=1`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toMatch(/<h2>Máj<\/h2>[\s\S]*<\/html>\n$/)
    expect((await fetch(`${url}/book.php?id=999`)).status).toBe(404)
    expect((await fetch(`${url}/book.php`, {method: 'POST', body: new URLSearchParams({id: '1'})})).status).toBe(404)
  })

  test('shares the sessions of PHP', async () => {
    const first = await fetch(`${url}/book.php?id=12`)
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(/^\w+=[\w,-]{20,}; path=\/$/)
    const id = /=([^;]+)/.exec(cookie)?.[1] ?? ''
    expect(readFileSync(join(work.path, `sess_${id}`), 'utf8')).toBe('')
  })
})
