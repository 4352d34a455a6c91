import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {isPhpArray, type PhpArray} from '../../../src/php/index.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import type {PageContext} from '../../../src/runtime/context.ts'
import {entries, type InputRecord} from '../../../src/runtime/index.ts'
import {definePage} from '../../../src/runtime/page-definition.ts'
import {runPage} from '../../../src/runtime/run-page.ts'
import {memoryStore} from '../../../src/runtime/session/memory.ts'
import {resolveSettings} from '../../../src/runtime/settings.ts'
import {systemClock} from '../../../src/runtime/system-clock.ts'
import type {Parameters} from '../support/fastcgi-client.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'
import {type Random, randomFrom} from '../support/random.ts'

const codec = codecOf('utf-8')
const uploads = mkdtempSync(join(tmpdir(), 'banyan-uploads-'))
let php: Php

/** The dump of support/dump.php, from what a handler is given. */
function dump({query, form, cookies, files, rawBody}: PageContext): unknown {
  return {
    get: dumpEntries(query),
    post: dumpEntries(form),
    cookie: dumpEntries(cookies),
    files: [...entries(files)].map(([name, file]) => [dumpKey(name), dumpFile(file as PhpArray)]),
    raw: rawBody.toString('hex'),
  }
}

function dumpEntries(record: InputRecord<unknown>): unknown {
  return [...entries(record)].map(([key, value]) => [dumpKey(key), dumpValue(value)])
}

function dumpFile(file: PhpArray): unknown {
  const contents = (path: unknown): unknown => {
    if (isPhpArray(path)) return [...path].map(([key, item]) => [dumpKey(key), contents(item)])
    return path === '' ? 's' : `s${readFileSync(String(path)).toString('hex')}`
  }
  return [...file].map(([key, value]) => [dumpKey(key), key === 'tmp_name' ? contents(value) : dumpValue(value)])
}

function dumpKey(key: string | number): string {
  const isInteger =
    typeof key === 'number' || (/^-?[1-9]\d{15,18}$/.test(key) && BigInt.asIntN(64, BigInt(key)) === BigInt(key))
  return isInteger ? `i${key}` : `s${codec.encode(key).toString('hex')}`
}

function dumpValue(value: unknown): unknown {
  if (isPhpArray(value)) return [...value].map(([key, item]) => [dumpKey(key), dumpValue(item)])
  return typeof value === 'string' ? `s${codec.encode(value).toString('hex')}` : value
}

async function ours(parameters: Parameters, body: Buffer): Promise<unknown> {
  let seen: unknown
  const page = definePage({
    page: 'dump.php',
    session: 'none',
    handle: (context) => {
      seen = dump(context)
    },
  })
  const settings = resolveSettings({uploadDirectory: uploads, uploadMaxFilesize: 1000}, memoryStore(new Map()))
  const request = {parameters: new Map(Object.entries({REQUEST_METHOD: 'GET', ...parameters})), body}
  const outcome = await runPage(page, request, {settings, clock: systemClock, db: undefined, warn: () => undefined})
  if (outcome.kind === 'error') throw outcome.error
  return seen
}

async function expectSame(parameters: Parameters, body: Buffer = Buffer.alloc(0)): Promise<void> {
  const answer = await php.request('dump.php', parameters, body)
  expect({...parameters, body: body.toString('latin1'), seen: await ours(parameters, body)}).toEqual({
    ...parameters,
    body: body.toString('latin1'),
    seen: JSON.parse(answer.body.toString()),
  })
}

const FORM = {REQUEST_METHOD: 'POST', CONTENT_TYPE: 'application/x-www-form-urlencoded'}

const QUERIES = [
  'a=1', 'a', 'a=', '=a', '=', '', '&', 'a&&b', '&a=1&', 'a=1&a=2', 'a==1', 'a=b=c', 'a=1;b=2', 'a.b=3', 'a b=4', 'a+b=4', 'a%2Eb=1', '.a=1', '+a=1', '%20%20a=1', ' a=1', 'a%20=1',
  'a[=1', 'a[b=1', 'a[b.c=1', 'a[b c[d=1', 'a[b]c[d]=1', 'a[b][c=1', 'a[][c=1', 'a[b]=1&a[b][c]=2', 'a=1&a[b]=2', 'a[b]=1&a=2', 'a[1]=x&a[]=y', 'a[-5]=x&a[]=y', 'a[][b]=1&a[][b]=2',
  '[a]=1', '[]=1', '[=1', ']=1', 'a]=1', 'a]b[c]=1', 'a[[b]]=1', 'a[b]]=1', 'a[[]=1', 'a[ b]=1', 'a[ ]=1', 'a[%09]=1', 'a[  ]=1', 'a[b ]=1', 'a[%0B]=1', 'a[%0C]=1&a[%0D]=2&a[%0A]=3', 'a[.]=1', 'a[b.c]=1',
  'a%00b=1', 'a[%00]=1', 'a[b%00c]=1', '%00a=1', 'a=%00b', 'a=%E9', 'a=%zz', 'a=%4', 'a=%', 'a=%%41', 'a=%2541', '%C3%A9=%C3%A9', '%E9=1', 'a=\xe9', '\xe9=1', 'a%5Bb%5D=1', 'a[b%5D=1',
  '__proto__=1', '__proto__[x]=1', 'constructor=1', 'constructor[prototype][x]=1', 'a[__proto__][x]=1', 'entries=1&toString=2&length=3', 'b=1&10=2&2=3&a=4', 'x[10]=a&x[2]=b&x[z]=c&x[1]=d',
  '0=a&00=b&-0=c&-1=d', 'a[9223372036854775807]=x&a[]=y', 'a[9223372036854775806]=x&a[]=y&a[]=z', 'a[9007199254740992]=x&a[]=y', '9007199254740993=1', 'a[9223372036854775808]=x&a[]=y', 'a[-9223372036854775808]=x&a[]=y',
  '__Host-a=1', '..Host-a=1', '._Host-a=1', 'a[__Host-x]=1', '__Host-a[__Host-b]=1', '__Secure-a=1', '..Secure-a=1', 'a[__Secure-b]=1&a[c]=2', '.[=1', ' [a]=1', 'a[b', 'a=[b]', 'this=1', 'GLOBALS[x]=1&_SERVER[y]=2', 'a[\n]=1',
] // biome-ignore format: a table reads better packed

const COOKIES = [
  'a=1', 'a=1; b=2', 'a=1;b=2', 'a=1; a=2', 'a=1,b=2', 'a=1+2', 'a=1%202', 'a%20b=1', 'a%5Bb%5D=1', 'a[b]=1; a[b]=2; a[c]=3', 'a[]=1; a[]=2', 'a[b]=1; a=2', 'a=1; a[b]=2', 'a=%E9; b=\xe9', '=a; b=1', ' = a; b=1', 'a; b=1',
  'a ; b=1', ' a = 1 ; b = 2 ', '\ta=1;\tb=2', ';;a=1;;', 'a="x;y"; b=2', 'a="1"', 'a==', 'a=1;', 'a.b=1; a_b=2', '__Host-a=1; ..Host-b=1', '__proto__=1; constructor=2', 'a=%00b', 'a=1; A=2', '1=a; 01=b',
] // biome-ignore format: a table reads better packed

const NAME_PARTS = [
  'a',
  'b',
  '[',
  ']',
  '[',
  ']',
  '[]',
  '[x]',
  '[0]',
  '.',
  ' ',
  '+',
  '%20',
  '%5B',
  '%5D',
  '%00',
  '_',
  '%2E',
  '5',
  '%C3%A9',
  '%E9',
  '%',
  '%4',
  '-',
  '__Host-',
  '%0A',
  '\xfc',
  '"',
  '#',
]
const VALUE_PARTS = ['1', 'x', '+', '%20', '=', '%', '%zz', '%e9', '%C3%A9', '%00', '[', ';', '\xff', '%25']

function randomQuery(random: Random): string {
  const pairs = Array.from({length: 1 + random.number(5)}, () => {
    const name = random.text(NAME_PARTS, 0, 6)
    return random.number(10) === 0 ? name : `${name}=${random.text(VALUE_PARTS, 0, 3)}`
  })
  return pairs.join(random.number(10) === 0 ? '&&' : '&')
}

describe.skipIf(skipsPhp)('inputs are the arrays that PHP makes', () => {
  beforeAll(async () => {
    php = await startPhp({upload_max_filesize: '1000'})
    copyFileSync(new URL('../support/dump.php', import.meta.url), join(php.directory, 'dump.php'))
  })
  afterAll(async () => {
    await php.stop()
    expect(readdirSync(uploads)).toEqual([])
    rmSync(uploads, {recursive: true})
  })

  test('for a table of tricky query strings, as query and as form', async () => {
    for (const query of QUERIES) {
      await expectSame({QUERY_STRING: query})
      if (query !== '') await expectSame(FORM, Buffer.from(query, 'latin1'))
    }
  })

  test('for a table of tricky cookies', async () => {
    for (const cookie of COOKIES) await expectSame({HTTP_COOKIE: cookie})
  })

  test('for 1,500 random query strings, forms and cookies', async () => {
    const random = randomFrom(20261122)
    for (let round = 0; round < 500; round++) {
      await expectSame({QUERY_STRING: randomQuery(random)})
      await expectSame(FORM, Buffer.from(`${randomQuery(random)}&z=1`, 'latin1'))
      await expectSame({HTTP_COOKIE: randomQuery(random).replaceAll('&', random.pick(['; ', ';', ' ; ']))})
    }
  })

  test('up to max_input_vars and max_input_nesting_level', async () => {
    const many = Array.from({length: 1005}, (_, index) => `v${index}=1`).join('&')
    await expectSame({QUERY_STRING: many})
    await expectSame({HTTP_COOKIE: many.replaceAll('&', ';')})
    await expectSame(FORM, Buffer.from(many))
    await expectSame(FORM, Buffer.from(`${'&'.repeat(999)}a=1&b=2&c=3`))
    for (const levels of [63, 64, 65]) await expectSame({QUERY_STRING: `a[x]=0&a${'[b]'.repeat(levels)}=1&c=2`})
  })

  test('only for POST and the content type of a form', async () => {
    const body = Buffer.from('a=1')
    for (const method of ['PUT', 'GET', 'post', 'DELETE']) await expectSame({...FORM, REQUEST_METHOD: method}, body)
    for (const type of [
      'application/json',
      '',
      'APPLICATION/X-WWW-FORM-URLENCODED',
      'application/x-www-form-urlencoded;charset=x',
      'application/x-www-form-urlencoded ,x',
      'text/plain',
    ]) {
      await expectSame({...FORM, CONTENT_TYPE: type}, body)
    }
  })

  describe('for multipart forms', () => {
    const multipart = (body: string, type = 'multipart/form-data; boundary=XX'): Promise<void> =>
      expectSame({REQUEST_METHOD: 'POST', CONTENT_TYPE: type}, Buffer.from(body, 'latin1'))
    const part = (disposition: string, content: string, type?: string): string =>
      `--XX\r\nContent-Disposition: form-data; ${disposition}\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n${content}\r\n`
    const END = '--XX--\r\n'

    test('with fields and files, nested and empty', async () => {
      await multipart(part('name="a"', '1') + part('name="b[]"', 'é') + part('name="b[]"', 'line\r\nline\n') + END)
      await multipart(
        part('name="f"; filename="x.txt"', 'hello', 'text/plain; charset=utf-8') +
          part('name="g"; filename=""', '') +
          END,
      )
      await multipart(
        part('name="f[]"; filename="a.txt"', 'A') +
          part('name="f[]"; filename="b.txt"', 'B\r\n--X\r\n') +
          part('name="f[k][l]"; filename="c"', '') +
          END,
      )
      await multipart(
        part('name="f"; filename="x"', 'one') + part('name="f"; filename="y"', 'two') + part('name="f"', 'field') + END,
      )
      await multipart(
        part('name="f[a]"; filename="x"', 'one') + part('name="f[a]"', 'field') + part('name="f"', 'field') + END,
      )
    })

    test('with odd names, quotes and paths', async () => {
      for (const disposition of [
        'name=a',
        "name='a'",
        'name="a b.c"',
        'name="a\\"b"',
        'name="a;b"',
        'NAME="a"',
        'name="a"; name="b"',
        'filename="only.txt"',
        'name=""',
        'name="a"; filename="C:\\\\dir\\\\x.txt"',
        'name="a"; filename="C:\\dir\\x.txt"',
        'name="a"; filename="../../etc/passwd"',
        'name="a"; filename="a\\\\"; x="1"',
        'name="f[a"; filename="x"',
        'name="f]"; filename="x"',
        'name="f[a]b"; filename="x"',
        'name="f[[a]]"; filename="x"',
        'name="f.g h"; filename="x"',
        'name="__proto__"; filename="x"',
        'name="a[__proto__][y]"',
        'name = "a"',
        'name="a" ; filename = "x"',
        'name="a"; filename=\'q"r\'',
        'name=a b; filename=c d',
        'name="\xe9"; filename="\xc3\xa9.txt"',
      ]) {
        await multipart(
          part(disposition, 'content') +
            part('name="after"; filename="after.txt"', 'more') +
            part('name="z"', 'last') +
            END,
        )
      }
    })

    test('with broken or unusual framing', async () => {
      const whole = part('name="a"', '1') + part('name="f"; filename="x"', 'file content') + END
      for (const type of [
        'multipart/form-data',
        'multipart/form-data; boundary="XX"',
        'multipart/form-data; boundary="XX',
        'multipart/form-data; boundary=XX; x=y',
        'multipart/form-data; Boundary=XX',
        'multipart/form-data; boundary=YY',
        'Multipart/Form-Data; boundary=XX',
      ]) {
        await multipart(whole, type)
      }
      await multipart(`preamble\r\n${whole}epilogue`)
      await multipart(whole.replaceAll('\r\n', '\n'))
      await multipart(whole.slice(0, -END.length - 2))
      await multipart(whole.slice(0, -END.length))
      await multipart('')
      await multipart('--XX\r\n\r\nno headers\r\n--XX--\r\n')
      await multipart(
        '--XX\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX--\r\n',
      )
      await multipart('--XX\r\ncontent-disposition: form-data;\r\n name="folded"\r\n\r\n1\r\n--XX--\r\n')
      await multipart(
        '--XX\r\nContent-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="b"\r\n\r\n1\r\n--XX--\r\n',
      )
    })

    test('with PHP’s error codes and limits', async () => {
      await multipart(
        part('name="f"; filename="big"', 'x'.repeat(1001)) + part('name="g"; filename="fits"', 'x'.repeat(1000)) + END,
      )
      await multipart(
        part('name="MAX_FILE_SIZE"', '10') +
          part('name="f"; filename="big"', 'x'.repeat(11)) +
          part('name="g"; filename="fits"', 'x'.repeat(10)) +
          END,
      )
      const many = Array.from({length: 25}, (_, index) => part(`name="f${index}"; filename="x"`, 'x')).join('')
      await multipart(many + part('name="after"', '1') + END)
    })
  })
})
