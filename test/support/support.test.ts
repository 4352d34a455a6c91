/** The harness itself: a test that relies on it is worth what it is worth. */
import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {startApache} from './apache.ts'
import {postForm, postMultipart} from './body.ts'
import {copySite, makeDirectory, writeFiles} from './directory.ts'
import {type Answer, send} from './http.ts'
import {removeLeftovers, startProcess, waitUntil} from './process.ts'
import {describeWith} from './programs.ts'
import {differences, sameAnswer} from './same-answer.ts'
import {newVisitor} from './visitor.ts'

/** A server that answers every connection with the same bytes and keeps what it was sent. */
async function cannedServer(answer: string): Promise<{port: number; received: () => string; close: () => void}> {
  let received = ''
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      received += data.toString('latin1')
      socket.end(Buffer.from(answer, 'latin1'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {port, received: () => received, close: () => server.close()}
}

describe('send', () => {
  test('leaves the request target untouched', async () => {
    const server = await cannedServer('HTTP/1.1 204 No Content\r\n\r\n')
    await send(server, {target: '//a/../%00"\xff', headers: [['X-A', 'b']]})
    expect(server.received()).toBe(
      `GET //a/../%00"\xff HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\nX-A: b\r\n\r\n`,
    )
    server.close()
  })

  test('keeps headers in order, skips interim answers, and puts chunks together', async () => {
    const server = await cannedServer(
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Nope\r\nB: 1\r\na:2\r\nB: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\xe9\n\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n',
    )
    const answer = await send(server, {method: 'POST', target: '/', body: 'x'})
    expect([answer.status, answer.statusLine, answer.headers.slice(0, 3)]).toEqual([
      404,
      'HTTP/1.1 404 Nope',
      [
        ['B', '1'],
        ['a', '2'],
        ['B', '3'],
      ],
    ])
    expect(answer.body.toString('latin1')).toBe('\xe9\n0123456789')
    server.close()
  })

  test.each([
    ['', 'without an answer'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc', 'body of 3 bytes'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc', 'cut short'],
  ])('does not take %j for an answer', async (bytes, problem) => {
    const server = await cannedServer(bytes)
    await expect(send(server, {target: '/'})).rejects.toThrow(problem)
    server.close()
  })
})

describe('differences', () => {
  const answer = (body: string, headers: Answer['headers'] = [], statusLine = 'HTTP/1.1 200 OK'): Answer => ({
    ...{statusLine, status: Number(statusLine.split(' ')[1]), headers, body: Buffer.from(body)},
  })

  test('are none where only dates, framing and session ids differ', () => {
    const one = answer('id=aaa1', [
      ['Date', 'x'],
      ['Set-Cookie', 'PHPSESSID=aaa1; path=/'],
      ['Content-Length', '7'],
    ])
    const two = answer('id=bbb22', [
      ['Set-Cookie', 'PHPSESSID=bbb22; path=/'],
      ['Transfer-Encoding', 'chunked'],
    ])
    expect(sameAnswer(one, two)).toBe(true)
    expect(sameAnswer(one, two, [])).toBe(false)
  })

  test('name the status, each header and the first byte of the body', () => {
    const one = answer('a\nbcd', [
      ['X-A', '1'],
      ['x-a', '2'],
    ])
    expect(
      differences(
        one,
        answer(
          'a\nbXd',
          [
            ['X-A', '2'],
            ['X-A', '1'],
            ['Y', ''],
          ],
          'HTTP/1.1 500 No',
        ),
      ),
    ).toEqual([
      'status: HTTP/1.1 200 OK → HTTP/1.1 500 No',
      'x-a: ["1","2"] → ["2","1"]',
      'y: [] → [""]',
      'body: 5 → 5 bytes, first at byte 3 (line 2): "a\\nbcd" → "a\\nbXd"',
    ])
  })
})

describe('process', () => {
  test('servers of a test run that was killed are stopped and their folders removed', async () => {
    const {path} = makeDirectory('apache')
    const server = startProcess(path, 'sleep', process.execPath, ['-e', 'setTimeout(() => {}, 60000)', path])
    const dead = spawn('true')
    await new Promise((resolve) => dead.once('exit', resolve))
    removeLeftovers()
    expect(existsSync(path)).toBe(true)
    writeFiles(path, {'sleep.started': `${server.pid} ${dead.pid}\n`})
    removeLeftovers()
    expect(existsSync(path)).toBe(false)
    await waitUntil(server.ended, () => 'the server is still there')
  })
})

describeWith(['apache', 'php-fpm'], 'startApache', () => {
  test('serves PHP with sessions and uploads, reloads, and leaves nothing behind', async () => {
    const folder = makeDirectory('docroot')
    onTestFinished(folder.remove)
    writeFiles(join(folder.path, 'original'), {
      'post.php': '<?php file_put_contents(__DIR__ . "/written", $_POST["title"]); readfile(__DIR__ . "/written");',
      'index.php': '<?php session_start(); echo $_SESSION["n"] = ($_SESSION["n"] ?? 0) + 1;',
      'upload.php':
        '<?php echo $_POST["title"], $_FILES["file"]["name"], file_get_contents($_FILES["file"]["tmp_name"]);',
    })
    const documentRoot = join(folder.path, 'www')
    copySite(join(folder.path, 'original'), documentRoot)
    const apache = await startApache({
      mpm: 'event',
      php: 'fpm',
      documentRoot,
      define: {WHO: 'a b'},
      virtualHostConfig: 'Header set X-Who "${WHO}"',
    })
    onTestFinished(apache.stop)
    expect((await send(apache, {target: '/'})).headers).toContainEqual(['X-Who', 'a b'])
    const visitor = newVisitor(apache)
    expect((await visitor.send('/')).body.toString()).toBe('1')
    expect((await visitor.send('/')).body.toString()).toBe('2')
    const post = postForm('/post.php', [['title', 'a&b é']])
    expect((await visitor.send(post)).body.toString()).toBe('a&b é')
    const upload = postMultipart(
      '/upload.php',
      [['title', 'T']],
      [{field: 'file', name: 'f.txt', type: 'text/plain', contents: '\r\nx'}],
    )
    expect((await visitor.send(upload)).body.toString()).toBe('Tf.txt\r\nx')
    expect(apache.configtest({serverConfig: 'NoSuchDirective'})).toMatchObject({
      ok: false,
      output: expect.stringContaining('NoSuchDirective'),
    })
    await expect(apache.reload({virtualHostConfig: 'NoSuchDirective'})).rejects.toThrow('NoSuchDirective')
    await apache.reload({virtualHostConfig: 'Redirect 404 /'})
    expect((await visitor.send('/')).status).toBe(404)
    const logged = [
      '200 GET /',
      '200 GET /',
      '200 GET /',
      '200 POST /post.php',
      '200 POST /upload.php',
      '404 GET /',
      '',
    ]
    const log = logged.map((line) => line && `${line} HTTP/1.1`).join('\n')
    await waitUntil(() => apache.accessLog() === log, apache.accessLog)
    expect(apache.errorLog()).toContain('resuming normal operations')
    await apache.stop()
    expect(existsSync(apache.root)).toBe(false)
    await expect(send(apache, {target: '/'})).rejects.toThrow('ECONNREFUSED')
  })

  test('says why it does not start', async () => {
    const documentRoot = join(import.meta.dirname, 'nowhere')
    await expect(
      startApache({mpm: 'event', php: 'none', documentRoot, serverConfig: 'NoSuchDirective'}),
    ).rejects.toThrow('NoSuchDirective')
  })
})
