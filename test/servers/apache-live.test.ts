/** Emitted configuration under a real Apache: who answers which URL, and who gets in. */
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import {replaceManagedBlock} from '../../src/servers/managed-block.ts'
import {type Apache, type ApacheOptions, startApache} from '../support/apache.ts'
import {makeDirectory} from '../support/directory.ts'
import {type EchoBackend, startEcho} from '../support/fcgi-echo.ts'
import {type Answer, type Request, send} from '../support/http.ts'
import {describeWith, type Program} from '../support/programs.ts'
import {differences} from '../support/same-answer.ts'
import {movedPages, serverRules, siteHtaccess, writeSite} from './site.ts'
import {answerTo, sideOf, sweep, wrongAnswers} from './sweep.ts'

const setups: {mpm: ApacheOptions['mpm']; php: 'fpm' | 'module'; needs: Program[]; root: string}[] = [
  // The document root of one is reached through a symbolic link and has an odd name.
  {mpm: 'event', php: 'fpm', needs: ['apache', 'php-fpm'], root: 'the site, v2 (é) #1'},
  {mpm: 'prefork', php: 'module', needs: ['apache', 'mod_php'], root: 'www'},
]

for (const {mpm, php, needs, root} of setups) {
  describeWith(needs, `Apache ${mpm} with PHP by ${php}`, () => {
    const folder = makeDirectory('docroot')
    const documentRoot = join(folder.path, root)
    const htaccessFile = join(documentRoot, '.htaccess')
    const socket = `unix:${join(folder.path, 'echo.sock')}` as const
    let apache: Apache
    let echo: EchoBackend
    let before: Map<Request, Answer>

    beforeAll(async () => {
      mkdirSync(join(folder.path, 'real'))
      symlinkSync('real', documentRoot)
      echo = await startEcho(socket)
      apache = await startApache({mpm, php, documentRoot, serverConfig: serverRules(documentRoot)})
      const handler = php === 'fpm' ? `proxy:unix:${apache.root}/php.sock|fcgi://localhost` : 'application/x-httpd-php'
      writeSite(documentRoot, handler)
      before = await sweep(apache)
    })
    afterAll(async () => {
      await apache?.stop()
      await echo?.stop()
      folder.remove()
    })

    const emit = (form: string): string => {
      const plan = planRoutes(movedPages.map((path) => ({path, exposure: 'typescript'})))
      const documentRoots = [documentRoot, join(folder.path, 'real')]
      const {files, refusals} = emitter.emit(plan, {
        site: 'shop',
        backend: echo.address,
        documentRoots,
        style: 'files',
        form,
      })
      expect(refusals).toEqual([])
      return files[0]?.text ?? ''
    }
    const install = (block: string): void =>
      writeFileSync(htaccessFile, replaceManagedBlock(readFileSync(htaccessFile), block, htaccessFile))

    test('PHP answers all pages in the beginning, and closed ones are closed', () => {
      const sides = [...before.values()].map(sideOf)
      expect(sides).not.toContain('typescript')
      expect(sides.filter((side) => side === 'php').length).toBeGreaterThan(100)
      const statuses = [...before].filter(([{target}]) => target.startsWith('/closed/')).map(([, {status}]) => status)
      expect(new Set(statuses)).toEqual(new Set([200, 401, 403]))
    })

    test('in .htaccess: exactly the moved pages are answered by TypeScript', async () => {
      install(emit('htaccess'))
      expect(wrongAnswers(before, await sweep(apache), documentRoot)).toEqual([])
    })

    test('the sweep would notice a section that is not exact', async () => {
      install(emit('htaccess').replaceAll(/^ *<\/?If[ >](?!Module).*\n/gm, ''))
      const wrong = wrongAnswers(before, await sweep(apache), documentRoot).map((line) => line.split(': ')[0])
      expect(wrong).toEqual(expect.arrayContaining(['GET /admin/users.php', 'GET /blog/', 'GET /lnkdir/']))
      install(emit('htaccess'))
    })

    test('in .htaccess: with the backend down moved pages are unavailable, and no source is shown', async () => {
      await echo.stop()
      expect(await statusOf(apache, '/index.php')).toBe(503)
      expect(await statusOf(apache, '/other.php')).toBe(200)
      echo = await startEcho(socket)
      expect(await statusOf(apache, '/index.php')).toBe(200)
    })

    test('in .htaccess: the longest line that is emitted is read, also with CRLF, and one more would not be', async () => {
      const emitWithRoot = (length: number) =>
        emitter.emit(planRoutes([{path: 'index.php', exposure: 'typescript'}]), {
          ...{site: 'shop', backend: echo.address, style: 'files', form: 'htaccess'},
          documentRoots: [documentRoot, `/x${'x'.repeat(length)}`],
        })
      const length = (text: string): number =>
        Math.max(...(text.match(/^ *<If .*$/gm) ?? []).map((line) => line.length))
      const room = 8190 - length(emitWithRoot(0).files[0]?.text ?? '')
      const text = emitWithRoot(room).files[0]?.text ?? ''
      expect(length(text)).toBe(8190)
      expect(emitWithRoot(room + 1).refusals).toMatchObject([{code: 'LINE_TOO_LONG', page: 'index.php'}])

      writeFileSync(htaccessFile, text.replaceAll('\n', '\r\n'))
      expect(sideOf(await send(apache, {target: '/index.php'}))).toBe('typescript')
      writeFileSync(htaccessFile, text.replaceAll('\n', '\r\n').replace('xx', 'xxx'))
      expect(await statusOf(apache, '/static.txt')).toBe(500)
      writeFileSync(htaccessFile, siteHtaccess)
      install(emit('htaccess'))
    })

    test('in .htaccess with the pool in the virtual host: connections are kept', async () => {
      await apache.reload({virtualHostConfig: emit('worker')})
      const already = echo.connections()
      for (let count = 0; count < 50; count++) expect(await statusOf(apache, '/article.php')).toBe(200)
      expect(echo.connections() - already).toBeLessThan(25)
    })

    test('emptied .htaccess block: every answer is as in the beginning', async () => {
      install('')
      expect(readFileSync(htaccessFile, 'utf8')).toBe(siteHtaccess)
      const after = await sweep(apache)
      expect([...before].flatMap(([request, answer]) => differences(answer, answerTo(after, request)))).toEqual([])
    })

    test('in the virtual host: exactly the moved pages are answered by TypeScript', async () => {
      await apache.reload({virtualHostConfig: emit('vhost')})
      expect(wrongAnswers(before, await sweep(apache), documentRoot)).toEqual([])
    })

    test('in the virtual host: a restarted backend is used at once', async () => {
      await echo.stop()
      expect(await statusOf(apache, '/index.php')).toBe(503)
      echo = await startEcho(socket)
      for (let count = 0; count < 5; count++) expect(await statusOf(apache, '/index.php')).toBe(200)
    })
  })
}

async function statusOf(apache: Apache, target: string): Promise<number> {
  const answer = await send(apache, {target})
  expect(answer.body.toString()).not.toContain('SECRET')
  return answer.status
}
