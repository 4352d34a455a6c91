/** Emitted configuration under a real Apache: who answers which URL, and who gets in. */
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import {replaceManagedBlock} from '../../src/servers/managed-block.ts'
import {type Apache, type ApacheOptions, startApache} from '../support/apache.ts'
import {makeDirectory} from '../support/directory.ts'
import {type Echo, type EchoBackend, startEcho} from '../support/fcgi-echo.ts'
import {type Answer, headerValues, type Request, send} from '../support/http.ts'
import {describeWith, type Program} from '../support/programs.ts'
import {differences} from '../support/same-answer.ts'
import {movedFiles, movedPages, reported, serverRules, siteHtaccess, writeSite} from './site.ts'
import {requests} from './urls.ts'

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
      expect([...before].flatMap(([request, answer]) => differences(answer, must(after, request)))).toEqual([])
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

async function sweep(apache: Apache): Promise<Map<Request, Answer>> {
  const answers = new Map<Request, Answer>()
  for (const request of requests) answers.set(request, await send(apache, request))
  return answers
}

/** Where an answer is not what it must be: TypeScript's for a moved page, with what PHP was told; else as before. */
function wrongAnswers(before: Map<Request, Answer>, after: Map<Request, Answer>, documentRoot: string): string[] {
  return [...before].flatMap(([request, was]) => {
    const now = must(after, request)
    const file = Buffer.from(headerValues(was, 'x-file')[0] ?? '', 'hex').toString('utf8')
    const moved = movedFiles.some((name) => file === `${documentRoot}/${name}`)
    const wrong = moved ? differentReports(request, was, now) : differences(was, now)
    if (now.body.includes('SECRET') && !was.body.includes('SECRET')) wrong.push('shows PHP source')
    return wrong.map((problem) => `${request.method ?? 'GET'} ${request.target}: ${problem}`)
  })
}

function differentReports(request: Request, was: Answer, now: Answer): string[] {
  const wrong: string[] = []
  if (was.status !== now.status) wrong.push(`status ${was.status} → ${now.status}`)
  if (sideOf(now) !== 'typescript') wrong.push(`answered by ${sideOf(now) ?? 'Apache'}`)
  if (request.method === 'HEAD' || wrong.length > 0) return wrong
  const [php, typescript] = [reportOf(was), reportOf(now)]
  for (const name of reported) {
    const [left, right] = [php?.params[name] ?? '', typescript?.params[name] ?? '']
    if (left !== right) wrong.push(`${name}: ${left} → ${right}`)
  }
  if (php?.body !== typescript?.body) wrong.push('another request body')
  return wrong
}

function sideOf(answer: Answer): string | undefined {
  return headerValues(answer, 'x-side')[0]
}

/** What the page was told, from either side; PHP writes it in hexadecimal, and Apache puts the worker before the file. */
function reportOf(answer: Answer): Echo | undefined {
  const side = sideOf(answer)
  if (side === undefined || answer.body.length === 0) return undefined
  const {params, body}: Echo = JSON.parse(answer.body.toString('utf8'))
  const plain = (text: string): string => (side === 'php' ? Buffer.from(text, 'hex').toString('latin1') : text)
  const decoded = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]))
  const file = decoded.SCRIPT_FILENAME?.replace(/^proxy:[a-z]+:\/\/[^/]*/, '') ?? ''
  return {params: {...decoded, SCRIPT_FILENAME: file}, body: plain(body)}
}

function must(answers: Map<Request, Answer>, request: Request): Answer {
  const answer = answers.get(request)
  if (!answer) throw new Error(`no answer to ${request.target}`)
  return answer
}

async function statusOf(apache: Apache, target: string): Promise<number> {
  const answer = await send(apache, {target})
  expect(answer.body.toString()).not.toContain('SECRET')
  return answer.status
}
