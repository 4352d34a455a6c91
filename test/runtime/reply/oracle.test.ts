import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {responseHead} from '../../../src/runtime/cgi/head.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import {ReplyHead} from '../../../src/runtime/reply/reply.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'

const NOW = 1_900_000_000

/** The same calls in PHP and on a reply. */
const CASES: [php: string, ours: (reply: ReplyHead) => unknown][] = [
  ['', () => undefined],
  ['http_response_code(200)', (reply) => reply.status(200)],
  ['http_response_code(404)', (reply) => reply.status(404)],
  ['http_response_code(599)', (reply) => reply.status(599)],
  ['header("Location: a.php")', (reply) => reply.redirect('a.php')],
  ['header("Location: a.php", true, 301)', (reply) => reply.redirect('a.php', 301)],
  ['http_response_code(201); header("Location: a.php")', (reply) => reply.status(201).header('Location', 'a.php')],
  ['http_response_code(307); header("location: a.php")', (reply) => reply.status(307).header('location', 'a.php')],
  ['http_response_code(404); header("Location: a.php")', (reply) => reply.status(404).redirect('a.php')],
  ['header("Location: a.php"); http_response_code(200)', (reply) => reply.header('Location', 'a.php').status(200)],
  [
    'header("Location: a.php"); header_remove("Location")',
    (reply) => reply.header('Location', 'a').removeHeader('location'),
  ],
  [
    'header("X-A: 1"); header("X-B: 1"); header("x-a: 2"); header("X-B: 2", false)',
    (reply) => reply.header('X-A', 1).header('X-B', 1).header('x-a', '2').header('X-B', 2, {replace: false}),
  ],
  ['header("X-A: a\\r\\nX-B: b"); header("X-C: c")', (reply) => reply.header('X-A', 'a\r\nX-B: b').header('X-C', 'c')],
  ['header("X-A: a\\nb")', (reply) => reply.header('X-A', 'a\nb')],
  ['header("X-A: a\\0b")', (reply) => reply.header('X-A', 'a\0b')],
  ['header("Content-Type: text/plain")', (reply) => reply.type('text/plain')],
  ['header("content-type: TEXT/css; x=y")', (reply) => reply.header('content-type', 'TEXT/css; x=y')],
  ['header("Content-Type: text/html; charset=iso-8859-1")', (reply) => reply.type('text/html; charset=iso-8859-1')],
  ['header("Content-Type: application/json")', (reply) => reply.type('application/json')],
  [
    'header("Content-Type: image/gif"); header("X-A: é"); header("Content-Type: text/xml")',
    (reply) => reply.type('image/gif').header('X-A', 'é').type('text/xml'),
  ],
  ['setcookie("a", "b c;d=é~"); setcookie("a", "2")', (reply) => reply.cookie('a', 'b c;d=é~').cookie('a', 2)],
  ['setcookie("x", "", 0)', (reply) => reply.cookie('x', '')],
  [
    'setcookie("t", "1", 1900003600, "/p", "ex.org", true, true)',
    (reply) =>
      reply.cookie('t', '1', {expires: NOW + 3600, path: '/p', domain: 'ex.org', secure: true, httpOnly: true}),
  ],
  [
    'setcookie("o", "v", ["expires" => 1, "samesite" => "Lax", "path" => "/", "secure" => true])',
    (reply) => reply.cookie('o', 'v', {expires: 1, sameSite: 'Lax', path: '/', secure: true}),
  ],
  ['setrawcookie("r", "a+b/c%20é")', (reply) => reply.cookie('r', 'a+b/c%20é', {raw: true})],
  ['setcookie("d", "", 1900000000 - 60, "/")', (reply) => reply.cookie('d', '', {expires: NOW - 60, path: '/'})],
  ['setcookie("n[1]", "z")', (reply) => reply.cookie('n[1]', 'z')],
]

describe.skipIf(skipsPhp)('the head of an answer', () => {
  let php: Php
  beforeAll(async () => {
    php = await startPhp()
  })
  afterAll(() => php.stop())

  test.each(CASES)('is PHP’s for: %s', async (source, ours) => {
    php.write('head.php', `<?php ${source}; exit;`)
    const answer = await php.request('head.php')
    const refusals: string[] = []
    const reply = new ReplyHead(
      codecOf('utf-8'),
      {mimetype: 'text/html', charset: 'UTF-8'},
      () => NOW,
      (message) => refusals.push(message),
    )
    ours(reply)
    // Max-Age counts from PHP's own clock, which cannot be set.
    const comparable = (head: string): string => head.replace(/Max-Age=[1-9]\d*/g, 'Max-Age=N')
    expect(comparable(responseHead(reply.finish()))).toBe(comparable(answer.raw.toString('latin1')))
    expect(refusals.length).toBe(/\\[nr0]/.test(source) ? 1 : 0)
  })
})

test('a cookie that PHP refuses with an error throws', () => {
  const reply = new ReplyHead(
    codecOf('utf-8'),
    {mimetype: 'text/html', charset: ''},
    () => NOW,
    () => undefined,
  )
  for (const name of ['', 'a b', 'a=b', 'a;b', 'a,b']) expect(() => reply.cookie(name, 'x')).toThrow(TypeError)
  expect(() => reply.cookie('a', 'x', {path: '/; secure'})).toThrow(TypeError)
  expect(() => reply.cookie('a', 'x;y', {raw: true})).toThrow(TypeError)
  expect(() => reply.status(99)).toThrow(RangeError)
  expect(reply.finish()).toEqual({status: undefined, headers: [['Content-type', 'text/html']]})
})
