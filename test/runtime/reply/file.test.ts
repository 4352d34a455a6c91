import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {definePage, requestPage, sendFile, type TestResponse} from '../../../src/runtime/index.ts'

let directory: string
let modified: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'banyan-file-'))
  writeFileSync(join(directory, 'ten.txt'), '0123456789')
  writeFileSync(join(directory, 'empty'), '')
  modified = statSync(join(directory, 'ten.txt')).mtime.toUTCString()
})
afterAll(() => rmSync(directory, {recursive: true}))

const page = definePage({
  page: 'download.php',
  session: 'none',
  handle: ({query, echo}) => {
    echo`lost`
    return sendFile(
      join(directory, String(query.file ?? 'ten.txt')),
      query.name ? {downloadName: String(query.name)} : {type: 'text/plain'},
    )
  },
})
const ask = (server: Record<string, string> = {}, url = '/download.php', method = 'GET'): Promise<TestResponse> =>
  requestPage(page, {url, server, method})

test('sends a file whole', async () => {
  const {status, headers, body} = await ask()
  expect([status, body]).toEqual([200, '0123456789'])
  expect(headers).toEqual({
    'content-type': 'text/plain;charset=UTF-8',
    'accept-ranges': 'bytes',
    'last-modified': modified,
    'content-length': '10',
  })
})

test.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=4-', '456789', 'bytes 4-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-30', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('sends the part that is asked for: %s', async (range, expected, contentRange) => {
  const {status, headers, body} = await ask({HTTP_RANGE: range})
  expect([status, body, headers['content-range'], headers['content-length']]).toEqual([
    206,
    expected,
    contentRange,
    String(expected.length),
  ])
})

test.each(['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-', 'bytes=a-b'])(
  'sends all for a range that it does not serve: %s',
  async (range) => {
    expect(await ask({HTTP_RANGE: range})).toMatchObject({status: 200, body: '0123456789'})
  },
)

test('refuses a part that is not there', async () => {
  for (const range of ['bytes=10-', 'bytes=-0']) {
    const {status, headers, body} = await ask({HTTP_RANGE: range})
    expect([status, headers['content-range'], body]).toEqual([416, 'bytes */10', ''])
  }
})

test('sends all when the file is not the one of which the client has a part', async () => {
  const HTTP_RANGE = 'bytes=5-'
  expect((await ask({HTTP_RANGE, HTTP_IF_RANGE: modified})).status).toBe(206)
  expect((await ask({HTTP_RANGE, HTTP_IF_RANGE: 'Sun, 06 Nov 1994 08:49:37 GMT'})).status).toBe(200)
  expect((await ask({HTTP_RANGE, HTTP_IF_RANGE: '"etag"'})).status).toBe(200)
})

test('says to HEAD what GET would say, and sends nothing', async () => {
  const {status, headers, body} = await ask({HTTP_RANGE: 'bytes=1-2'}, '/download.php', 'HEAD')
  expect([status, headers['content-length'], body]).toEqual([200, '10', ''])
})

test('names a download in any script, and sends an empty file', async () => {
  const {headers, body} = await ask({}, '/download.php?file=empty&name=%C3%9Cbersicht%20%22Q1%22.pdf')
  expect(headers['content-disposition']).toBe(
    `attachment; filename="_bersicht _Q1_.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%22Q1%22.pdf`,
  )
  expect([headers['content-type'], headers['content-length'], body]).toEqual(['application/octet-stream', '0', ''])
})

test('fails for a file that is not there', async () => {
  await expect(ask({}, '/download.php?file=none')).rejects.toThrow('ENOENT')
})
