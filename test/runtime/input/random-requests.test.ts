/** Random request bodies with small limits, read by the runtime and by real PHP. `REQUEST_ROUNDS` makes it longer. */
import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {isPhpArray, type PhpArray} from '../../../src/php/index.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import {entries} from '../../../src/runtime/index.ts'
import {definePage} from '../../../src/runtime/page-definition.ts'
import {runPage} from '../../../src/runtime/run-page.ts'
import {memoryStore} from '../../../src/runtime/session/memory.ts'
import {resolveSettings} from '../../../src/runtime/settings.ts'
import {systemClock} from '../../../src/runtime/system-clock.ts'
import type {Parameters} from '../support/fastcgi-client.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'
import {type Random, randomFrom} from '../support/random.ts'

const ROUNDS = Number(process.env.REQUEST_ROUNDS ?? 400)
const LIMITS = {
  max_input_vars: '6',
  max_input_nesting_level: '3',
  max_file_uploads: '3',
  upload_max_filesize: '40',
  post_max_size: '1500',
}
const codec = codecOf('utf-8')

describe.skipIf(skipsPhp)('random bodies are the arrays that PHP makes', () => {
  const uploads = mkdtempSync(join(tmpdir(), 'banyan-uploads-'))
  let php: Php
  beforeAll(async () => {
    php = await startPhp(LIMITS)
    copyFileSync(new URL('../support/dump.php', import.meta.url), join(php.directory, 'dump.php'))
  })
  afterAll(async () => {
    await php.stop()
    expect(readdirSync(uploads)).toEqual([])
    rmSync(uploads, {recursive: true})
  })

  test(`for ${ROUNDS} multipart forms`, async () => {
    const random = randomFrom(Number(process.env.REQUEST_SEED ?? 1))
    const differences: unknown[] = []
    for (let round = 0; round < ROUNDS && differences.length < 5; round++) {
      const [type, body] = randomMultipart(random)
      await compare({REQUEST_METHOD: 'POST', CONTENT_TYPE: type}, body, random, differences)
    }
    expect(differences).toEqual([])
  }, 600_000)

  test(`for ${ROUNDS} forms, queries and cookies`, async () => {
    const random = randomFrom(Number(process.env.REQUEST_SEED ?? 2))
    const differences: unknown[] = []
    for (let round = 0; round < ROUNDS && differences.length < 5; round++) {
      const parameters = {
        REQUEST_METHOD: random.pick(['POST', 'POST', 'POST', 'PUT']),
        CONTENT_TYPE: random.pick(FORM_TYPES),
        QUERY_STRING: randomPairs(random, '&'),
        HTTP_COOKIE: randomPairs(random, '; '),
      }
      const body = randomPairs(random, '&').repeat(random.number(8) === 0 ? 60 : 1)
      await compare(parameters, Buffer.from(body, 'latin1'), random, differences)
    }
    expect(differences).toEqual([])
  }, 600_000)

  async function compare(parameters: Parameters, body: Buffer, random: Random, differences: unknown[]): Promise<void> {
    const answer = await php.request('dump.php', parameters, body)
    const theirs = JSON.parse(answer.body.toString())
    const mine = await ours(parameters, body)
    const spooled = await ours(parameters, body, random)
    if (!isDeepStrictEqual(spooled, mine))
      differences.push({...parameters, body: body.toString('latin1'), mine, spooled})
    // PHP keeps some of a body that is too long for php://input.
    if (body.length > Number(LIMITS.post_max_size)) theirs.raw = (mine as {raw: string}).raw
    if (!isDeepStrictEqual(mine, theirs)) differences.push({...parameters, body: body.toString('latin1'), mine, theirs})
  }

  /** With `random`, of a body that arrives in pieces and goes to disk. */
  async function ours(parameters: Parameters, body: Buffer, random?: Random): Promise<unknown> {
    let seen: unknown
    const page = definePage({
      page: 'dump.php',
      session: 'none',
      handle: ({query, form, cookies, files, rawBody}) => {
        seen = {
          get: dump(entries(query)),
          post: dump(entries(form)),
          cookie: dump(entries(cookies)),
          files: [...entries(files)].map(([name, file]) => [dumpKey(name), dumpFile(file as unknown as PhpArray)]),
          raw: rawBody.toString('hex'),
        }
      },
    })
    const settings = resolveSettings(
      {
        uploadDirectory: uploads,
        uploadMaxFilesize: 40,
        maxFileUploads: 3,
        maxInputVars: 6,
        maxInputNestingLevel: 3,
        postMaxSize: 1500,
      },
      memoryStore(new Map()),
    )
    if (random !== undefined) settings.body.inMemory = 1 + random.number(random.pick([8, 60, 500]))
    const source = random === undefined ? body : inPieces(body, random)
    const request = {parameters: new Map(Object.entries(parameters)), body: source}
    const outcome = await runPage(page, request, {settings, clock: systemClock, db: undefined, warn: () => undefined})
    if (outcome.kind === 'error') throw outcome.error
    return seen
  }
})

async function* inPieces(body: Buffer, random: Random): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; ) {
    const end = at + 1 + random.number(random.pick([4, 20, 400]))
    yield body.subarray(at, end)
    at = end
  }
}

function dump(pairs: Iterable<[string | number, unknown]>): unknown {
  return [...pairs].map(([key, value]) => [dumpKey(key), dumpValue(value)])
}

function dumpKey(key: string | number): string {
  return typeof key === 'number' ? `i${key}` : `s${codec.encode(key).toString('hex')}`
}

function dumpValue(value: unknown): unknown {
  if (isPhpArray(value)) return dump(value)
  return typeof value === 'string' ? `s${codec.encode(value).toString('hex')}` : value
}

/** As support/dump.php has it: the contents in the place of temporary names. */
function dumpFile(file: PhpArray): unknown {
  const contents = (path: unknown): unknown => {
    if (isPhpArray(path)) return [...path].map(([key, item]) => [dumpKey(key), contents(item)])
    return path === '' ? 's' : `s${readFileSync(String(path)).toString('hex')}`
  }
  return [...file].map(([key, value]) => [dumpKey(key), key === 'tmp_name' ? contents(value) : dumpValue(value)])
}

const FORM_TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=UTF-8',
  'Application/X-WWW-Form-URLencoded',
  'application/x-www-form-urlencoded;charset="iso-8859-1"',
  'application/x-www-form-urlencoded, text/plain',
  'application/json',
  'text/plain',
]
const NAMES = [
  'a',
  'b',
  'f',
  'f[]',
  'f[]',
  'f[x]',
  'f[x][y]',
  'f[a][b][c]',
  'f[a][b][c][d]',
  'f[x',
  'f]',
  'f[x]y',
  'f.g',
  'a b',
  '',
  '[a]',
  '__Host-a',
  '0',
  'f[][z]',
  '\xc3\xa9',
  '\xe9',
  'f[ ]',
  'MAX_FILE_SIZE',
  'max_file_size',
  '__proto__',
]

function randomPairs(random: Random, separator: string): string {
  const pair = (): string =>
    `${random.pick(NAMES)}${random.pick(['=', '=', '=', '', '=='])}${random.pick(['1', '', 'x+y', '%41', '%zz', '%00', '\xff', '%C3%A9'])}`
  return Array.from({length: random.number(10)}, pair).join(separator)
}

function randomMultipart(random: Random): [type: string, body: Buffer] {
  const boundary = random.pick(['XX', 'XX', 'XX', '----WebKitFormBoundary7MA4', 'a b', 'x'])
  const lineEnd = random.number(8) === 0 ? '\n' : '\r\n'
  const parts = Array.from({length: random.number(9)}, () =>
    randomPart(random, boundary, random.number(25) === 0 ? '\n' : lineEnd),
  )
  const last = random.pick(['--', '--', '--', '--', '--', '', '-'])
  const end = random.number(10) === 0 ? '' : `--${boundary}${last}${lineEnd}`
  const text = `${random.number(15) === 0 ? `preamble${lineEnd}` : ''}${parts.join('')}${end}`
  const cut = random.number(8) === 0 ? text.slice(0, random.number(text.length + 1)) : text
  const type = random.pick([
    'multipart/form-data; boundary=%',
    'multipart/form-data; boundary=%',
    'multipart/form-data; boundary="%"',
    'Multipart/Form-Data; Boundary=%',
    'multipart/form-data; charset=utf-8; boundary=%',
    'multipart/form-data;boundary=%; charset=utf-8',
    'multipart/form-data; boundary="%"; x=y',
    'multipart/form-data; boundary=%, x',
  ])
  return [type.replace('%', boundary), Buffer.from(cut, 'latin1')]
}

function randomPart(random: Random, boundary: string, lineEnd: string): string {
  const name = random.pick(NAMES)
  const quote = random.pick(['"', '"', '"', '"', "'", ''])
  const filename = random.pick([
    undefined,
    undefined,
    'x.txt',
    'x.txt',
    '',
    'C:\\dir\\y.png',
    '../z',
    'q\\"r',
    "it's",
    '\xc3\xa9.txt',
    'a;b',
    '/',
  ])
  const field = random.number(20) === 0 ? '' : `; name=${quote}${name}${quote}`
  const disposition = `form-data${field}${filename === undefined ? '' : `; filename="${filename}"`}`
  const headers = [
    `${random.pick(['Content-Disposition', 'content-disposition', 'CONTENT-DISPOSITION'])}: ${disposition}`,
  ]
  if (random.number(2) === 0)
    headers.push(`Content-Type: ${random.pick(['text/plain', 'image/png; x=y', '', 'text/html;charset=utf-8'])}`)
  if (random.number(15) === 0) headers.push(`Content-Disposition: form-data; name="twice"`)
  if (random.number(15) === 0) headers.push('X-Other: 1')
  if (random.number(20) === 0) headers.reverse()
  if (random.number(30) === 0) headers.shift()
  const content = random.pick([
    '',
    '1',
    '30',
    'hello',
    'x'.repeat(39),
    'x'.repeat(40),
    'x'.repeat(41),
    '\r\n',
    'a\r\nb\r\n',
    '\n',
    '\xff\0\r',
    `--${boundary}x`,
    `\r\n-${boundary}`,
    `\r\n--${boundary}y`,
    'y'.repeat(400),
  ])
  return `--${boundary}${lineEnd}${headers.join(lineEnd)}${lineEnd}${lineEnd}${content}${lineEnd}`
}
