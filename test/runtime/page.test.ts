import {Readable} from 'node:stream'
import {describe, expect, test} from 'vitest'
import {float, PhpArray, toInt} from '../../src/php/index.ts'
import {definePage, entries, exit, hole, html, type PageResult, raw, requestPage} from '../../src/runtime/index.ts'

function pageThat(handle: Parameters<typeof definePage<'none'>>[0]['handle']) {
  return definePage({page: 'shop/book.php', session: 'none', handle})
}

describe('html', () => {
  test('escapes as htmlspecialchars does and prints values as PHP’s echo does', () => {
    const values = [
      '<b> & "q" \'s\'',
      null,
      undefined,
      false,
      true,
      0,
      1.5,
      0.1 + 0.2,
      1e25,
      float(1e15),
      12n,
      new PhpArray(),
    ]
    expect(values.map((value) => html`${value}`.text)).toEqual([
      '&lt;b&gt; &amp; &quot;q&quot; &#039;s&#039;',
      '',
      '',
      '',
      '1',
      '0',
      '1.5',
      '0.3',
      '1.0E+25',
      '1.0E+15',
      '12',
      'Array',
    ])
  })

  test('keeps HTML as it is, joins lists, and replaces invalid bytes when it escapes', () => {
    const rows = ['a&b', 'c'].map((text) => html`<li>${text}</li>`)
    expect(html`<ul>${rows}</ul>${raw('<hr>')}${[1, ['<', null]]}`.text).toBe(
      '<ul><li>a&amp;b</li><li>c</li></ul><hr>1&lt;',
    )
    expect(html`${'a\udce9b'}|${raw('a\udce9b')}`.text).toBe('a\ufffdb|a\udce9b')
  })
})

describe('a page', () => {
  test('answers with what echo wrote and then what it returned', async () => {
    const page = pageThat(({query, echo}) => {
      echo`<p>${query.q as string}</p>`
      echo`\n`
      return html`<b>end</b>`
    })
    expect(await requestPage(page, {url: '/shop/book.php?q=%3Ci%3E'})).toMatchObject({
      status: 200,
      headers: {'content-type': 'text/html; charset=UTF-8'},
      body: '<p>&lt;i&gt;</p>\n<b>end</b>',
    })
  })

  const results: [name: string, result: () => PageResult, type: string, body: string][] = [
    ['text, unescaped', () => '<b>é</b>', 'text/html; charset=UTF-8', '<b>é</b>'],
    ['nothing', () => undefined, 'text/html; charset=UTF-8', ''],
    [
      'an object, as json_encode',
      () => ({a: 'é/', b: [1, 1.5, null]}),
      'application/json',
      '{"a":"\\u00e9\\/","b":[1,1.5,null]}',
    ],
    ['a PHP array, as json_encode', () => PhpArray.from([[2, 'x']]), 'application/json', '{"2":"x"}'],
    ['bytes', () => Buffer.from('caf\xe9', 'utf8'), 'text/html; charset=UTF-8', 'café'],
    ['a stream', () => Readable.from(['a', Buffer.from('é')]), 'text/html; charset=UTF-8', 'aé'],
    ['a generator', async function* () { yield 'x'; yield 'y' }, 'text/html; charset=UTF-8', 'xy'], // biome-ignore format: one line
    ['a Response', () => new Response('hi', {headers: {'content-type': 'text/csv'}}), 'text/csv;charset=UTF-8', 'hi'],
  ]
  test.each(results)('can return %s', async (_name, result, type, body) => {
    const answer = await requestPage(pageThat(() => result()))
    expect([answer.headers['content-type'], answer.body]).toEqual([type, body])
  })

  test('takes status, several cookies and headers from a Response', async () => {
    const headers = new Headers({'X-A': '1'})
    headers.append('Set-Cookie', 'a=1')
    headers.append('Set-Cookie', 'b=2')
    const answer = await requestPage(pageThat(() => new Response('gone', {status: 410, headers})))
    expect(answer).toMatchObject({status: 410, body: 'gone', headers: {'x-a': '1', 'set-cookie': 'a=1\nb=2'}})
  })

  test('ends at exit() from anywhere, and keeps the body of a redirect', async () => {
    const leave = (): never => exit('bye')
    const page = pageThat(({echo, reply}) => {
      echo`moved `
      reply.redirect('cart.php?msg=1')
      leave()
    })
    expect(await requestPage(page)).toMatchObject({
      status: 302,
      headers: {location: 'cart.php?msg=1'},
      body: 'moved bye',
    })
  })

  test('has no body for HEAD, and ends a stream that nobody reads', async () => {
    let isDestroyed = false
    const stream = new Readable({read() {}, destroy: (_error, done) => { isDestroyed = true; done(null) }}) // biome-ignore format: one line
    stream.push('x')
    const answer = await requestPage(
      pageThat(() => stream),
      {method: 'HEAD'},
    )
    expect([answer.body, answer.headers['content-type'], isDestroyed]).toEqual(['', 'text/html; charset=UTF-8', true])
  })

  test('reads and writes the charset that it is defined with', async () => {
    const page = definePage({
      page: 'impressum.php',
      session: 'none',
      charset: 'iso-8859-1',
      handle: ({query, reply}) => {
        reply.type('text/html; charset=ISO-8859-1')
        return html`M${query.name as string}ller`
      },
    })
    const answer = await requestPage(page, {url: '/impressum.php?name=%FC'})
    expect([answer.body, answer.headers['content-type']]).toEqual(['Müller', 'text/html; charset=ISO-8859-1'])
  })

  test('fails when its output has a character that its charset does not have', async () => {
    const page = pageThat(() => '—')
    await expect(requestPage(page, {settings: {charset: 'iso-8859-1'}})).rejects.toThrow('U+2014')
  })

  test('gives back an invalid byte as that byte', async () => {
    const answer = await requestPage(
      pageThat(({query}) => raw(query.q as string)),
      {url: '/?q=%E9%C3%A9'},
    )
    expect(answer.body).toBe('\udce9é')
  })

  test('has inputs whose keys are properties, in PHP’s order through entries()', async () => {
    const protoName = '__proto__'
    const page = pageThat(({query, form, cookies, server}) => ({
      id: toInt(query.id),
      missing: query.missing === undefined,
      constructor: query.constructor,
      proto: query[protoName],
      order: [...entries(form)].map(([key]) => key),
      cookie: cookies['session id'],
      self: server.PHP_SELF,
      isFrozen: Object.isFrozen(query),
    }))
    const answer = await requestPage(page, {
      url: '/shop/book.php?id=12abc&__proto__=p&constructor=c',
      form: 'b=1&10=2&2=3&a=4',
      cookies: {a: '1'},
    })
    expect(JSON.parse(answer.body)).toEqual({
      id: 12,
      missing: true,
      constructor: 'c',
      proto: 'p',
      order: ['b', 10, 2, 'a'],
      cookie: null,
      self: '/shop/book.php',
      isFrozen: true,
    })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('is given the database, the clock and the time zone of its site, and the raw body', async () => {
    const page = pageThat(
      ({db, clock, timezone, rawBody, server}) => `${db} ${clock.time()} ${timezone} ${rawBody} ${server.REQUEST_TIME}`,
    )
    const clock = {time: () => 5, microtime: () => 5.25}
    expect(
      (await requestPage(page, {db: 'shop', clock, body: '{"a":1}', settings: {timezone: 'Europe/Berlin'}})).body,
    ).toBe('shop 5 Europe/Berlin {"a":1} 5')
  })

  test('rejects in a test with what it threw, or with its hole', async () => {
    await expect(requestPage(pageThat(() => { throw new Error('no') }))).rejects.toThrow('no') // biome-ignore format: one line
    await expect(requestPage(pageThat(() => hole('book.php:1', '3 lines')))).rejects.toMatchObject({
      where: 'book.php:1',
      why: '3 lines',
    })
  })
})
