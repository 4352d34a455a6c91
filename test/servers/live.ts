/**
 * A site under a real web server other than Apache, before and after its pages moved: who answers which URL, and who gets
 * in. The server without our configuration says what is right.
 */
import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {pagePathOfBytes} from '../../src/page.ts'
import {type Canary, planRoutes} from '../../src/routes/plan.ts'
import type {EmitOptions, ServerConfig, ServerEmitter} from '../../src/servers/types.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {type EchoBackend, startEcho} from '../support/fcgi-echo.ts'
import {type Answer, type Request, send} from '../support/http.ts'
import type {Front} from '../support/other-fronts.ts'
import {startPhpFpm} from '../support/php-fpm.ts'
import type {ServerProcess} from '../support/process.ts'
import {describeWith, type Program} from '../support/programs.ts'
import {differences} from '../support/same-answer.ts'
import {startHandlers} from './handlers.ts'
import {movedFiles, writeSite} from './site.ts'
import {answerTo, sideOf, sweep, wrongAnswers} from './sweep.ts'
import {password, requests as usualRequests} from './urls.ts'

/** What a server's own test says of it. */
interface LiveServer {
  emitter: ServerEmitter
  program: Program
  start: (documentRoot: string, text: string) => Promise<Front>
  /** The configuration of the site as people write it: as it was, or with what was emitted for it. */
  configure: (site: {root: string; php: string; emitted?: string}) => string
  /** Requests for moved pages that the server leaves to PHP, a limit that is documented. */
  stays?: (request: Request) => boolean
  /** Requests that PHP itself can't be asked under this server. */
  unanswered?: (request: Request) => boolean
  /** Files whose names it refuses. */
  refused?: readonly string[]
  /** How many pages it is to be tried with, where ten thousand take their time to read. */
  many?: number
  /** The status of a moved page while the backend is down. */
  down: 502 | 503
  /** Something in the emitted text and what makes a careless table of it, which catches pages of the same name. */
  careless: [string | RegExp, string]
  /** What else is to be tried. */
  more?: (live: Live) => void
}

/** A site that runs. */
export interface Live {
  documentRoot: string
  /** A folder for the test's own. */
  folder: string
  requests: readonly Request[]
  server: () => Front
  echo: () => EchoBackend
  /** Where PHP-FPM listens: `unix:/...`. */
  php: () => string
  before: () => Map<Request, Answer>
  emit: (pages: readonly string[], options?: Partial<EmitOptions> & {canary?: Canary}) => ServerConfig
  /** The text of {@link Live.emit}, which must refuse nothing. */
  text: (pages: readonly string[], options?: Partial<EmitOptions> & {canary?: Canary}) => string
  /** Starts the server with the emitted text. */
  install: (emitted: string) => Promise<void>
  wrong: () => Promise<string[]>
  /** All answers that are not as they were in the beginning. */
  changed: () => Promise<string[]>
  stopEcho: () => Promise<void>
  startEcho: () => Promise<void>
}

/** What a front controller catches: the site sends what is no file below `front/` to `index.php`. */
const frontController: Request = {target: '/front/some/thing?x=1'}
const allRequests = [...usualRequests, frontController, {target: '/front/'}, {target: '/front/a%20b'}]

const SECRET = 'closed/basic/secret.php'

/** The tests that every server has to pass. */
export function describeLive({
  emitter,
  program,
  start,
  configure,
  stays,
  unanswered = () => false,
  refused = [],
  many: manyPages = 10_000,
  down,
  careless,
  more,
}: LiveServer): void {
  describeWith([program, 'php-fpm'], `${program} with PHP-FPM`, () => {
    const {path: folder, remove} = makeDirectory('docroot')
    // Reached through a symbolic link, and with an odd name.
    const documentRoot = join(folder, 'the site, v2 (é) #1')
    const files = movedFiles.filter((file) => !refused.includes(file))
    const requests = allRequests.filter((request) => !unanswered(request))
    const pages = files.map((file) => pagePathOfBytes(Buffer.from(file)))
    const socket = `unix:${join(folder, 'echo.sock')}` as const
    let fpm: ServerProcess & {socket: string}
    let echo: EchoBackend
    let server: Front
    let before: Map<Request, Answer>

    beforeAll(async () => {
      mkdirSync(join(folder, 'real'))
      symlinkSync('real', documentRoot)
      writeSite(documentRoot, '')
      writeFiles(documentRoot, {'front/real.txt': 'real'})
      fpm = await startPhpFpm(folder, {})
      echo = await startEcho(socket)
      server = await start(documentRoot, configure({root: documentRoot, php: `unix:${fpm.socket}`}))
      before = await sweep(server, requests)
    })
    afterAll(async () => {
      await Promise.all([server?.stop(), echo?.stop(), fpm?.stop()])
      remove()
    })

    const emit: Live['emit'] = (paths, {canary, ...changed} = {}) => {
      const exposure = canary ? ({exposure: 'canary', canary} as const) : ({exposure: 'typescript'} as const)
      return emitter.emit(planRoutes(paths.map((path) => ({path, ...exposure}))), {
        ...{site: 'shop', backend: echo.address, documentRoots: [documentRoot], php: `unix:${fpm.socket}`},
        ...{style: emitter.styles[0] ?? '', form: emitter.forms[0] ?? ''},
        ...changed,
      })
    }
    const text: Live['text'] = (paths, options) => {
      const {files, refusals} = emit(paths, options)
      expect(refusals).toEqual([])
      return files[0]?.text ?? ''
    }
    const install = (emitted: string): Promise<void> =>
      server.restart(configure({root: documentRoot, php: `unix:${fpm.socket}`, emitted}))
    const wrong = async (): Promise<string[]> =>
      wrongAnswers(before, await sweep(server, requests), documentRoot, {...(stays ? {stays} : {}), moved: files})
    const changed = async (): Promise<string[]> => {
      const after = await sweep(server, requests)
      return [...before].flatMap(([request, answer]) => differences(answer, answerTo(after, request)))
    }
    const statusOf = async (target: string): Promise<number> => {
      const answer = await send(server, {target})
      expect(answer.body.toString()).not.toContain('SECRET')
      return answer.status
    }

    test('PHP answers all pages in the beginning, and closed ones are closed', () => {
      const sides = [...before.values()].map(sideOf)
      expect(sides).not.toContain('typescript')
      expect(sides.filter((side) => side === 'php').length).toBeGreaterThan(90)
      expect(sideOf(answerTo(before, frontController))).toBe('php')
      const statuses = [...before].filter(([{target}]) => target.startsWith('/closed/')).map(([, {status}]) => status)
      expect(new Set(statuses)).toEqual(new Set([200, 401, 403]))
    })

    test('exactly the moved pages are answered by TypeScript', async () => {
      await install(text(pages))
      expect(await wrong()).toEqual([])
    })

    test('the sweep would notice a table that is not exact', async () => {
      const emitted = text(pages).replace(...careless)
      expect(emitted).not.toBe(text(pages))
      await install(emitted)
      const requestsWrong = (await wrong()).map((line) => line.split(': ')[0])
      expect(requestsWrong).toEqual(expect.arrayContaining(['GET /admin/', 'GET /blog/']))
    })

    test('with the backend down moved pages are unavailable, no source is shown, and it is used once it is up', async () => {
      await install(text(pages))
      await echo.stop()
      expect(await statusOf('/index.php')).toBe(down)
      expect(await statusOf('/other.php')).toBe(200)
      echo = await startEcho(socket)
      await expect.poll(() => statusOf('/index.php'), {timeout: 5000}).toBe(200)
      for (let count = 0; count < 5; count++) expect(await statusOf('/index.php')).toBe(200)
    })

    describe('a canary', () => {
      const who = async (headers: NonNullable<Request['headers']>): Promise<string | undefined> =>
        sideOf(await send(server, {target: '/index.php/x', headers}))

      test.each<Canary>([{cookie: 'ts'}, {header: 'X-Try-It'}, {cookie: 'ts', header: 'X-Try-It'}])(
        'is for who sends its cookie or its header with the value 1: %j',
        async (canary) => {
          await install(text(['index.php'], {canary}))
          const byCookie = canary.cookie ? 'typescript' : 'php'
          const byHeader = canary.header ? 'typescript' : 'php'
          for (const Cookie of ['ts=1', 'a=b; ts=1', 'ts=1; a=b'])
            expect([Cookie, await who([['Cookie', Cookie]])]).toEqual([Cookie, byCookie])
          for (const Cookie of ['ts=10', 'xts=1', 'ts=0', 'ts', 'TS=1', 'a="ts=1"', 'a=1'])
            expect([Cookie, await who([['Cookie', Cookie]])]).toEqual([Cookie, 'php'])
          expect(await who([['X-Try-It', '1']])).toBe(byHeader)
          expect(await who([['X-Try-It', '11']])).toBe('php')
          expect(await who([['X-Try-It', '0'], ['Cookie', 'ts=1']])).toBe(byCookie) // biome-ignore format: short
          expect(await who([])).toBe('php')
          expect(sideOf(await send(server, {target: '/other.php', headers: [['Cookie', 'ts=1'], ['X-Try-It', '1']]}))).toBe('php') // biome-ignore format: short
        },
      )

      test('of several, each visitor is in those that are meant for them', async () => {
        const exposed = (path: string, canary: Canary) => ({path, exposure: 'canary', canary}) as const
        const plan = planRoutes([
          {path: 'index.php', exposure: 'typescript'},
          exposed('article.php', {cookie: 'ts'}),
          exposed('admin/users.php', {header: 'X-Try-It'}),
          exposed('other.php', {cookie: 'next'}),
        ])
        const {style, form} = {style: emitter.styles[0] ?? '', form: emitter.forms[0] ?? ''}
        const site = {site: 'shop', backend: echo.address, documentRoots: [documentRoot], php: `unix:${fpm.socket}`}
        await install(emitter.emit(plan, {...site, style, form}).files[0]?.text ?? '')
        const pagesOf = async (headers: NonNullable<Request['headers']>): Promise<string> => {
          const sides: string[] = []
          for (const target of ['/index.php', '/article.php', '/admin/users.php', '/other.php'])
            sides.push(sideOf(await send(server, {target, headers})) === 'typescript' ? 'T' : 'p')
          return sides.join('')
        }
        expect(await pagesOf([])).toBe('Tppp')
        expect(await pagesOf([['Cookie', 'ts=1']])).toBe('TTpp')
        expect(await pagesOf([['X-Try-It', '1']])).toBe('TpTp')
        expect(await pagesOf([['Cookie', 'next=1']])).toBe('TppT')
        expect(await pagesOf([['Cookie', 'next=1; ts=1']])).toBe('TTpT')
        expect(await pagesOf([['Cookie', 'ts=1'], ['X-Try-It', '1']])).toBe('TTTp') // biome-ignore format: short
        expect(await pagesOf([['Cookie', 'ts=1; next=1'], ['X-Try-It', '1']])).toBe('TTTT') // biome-ignore format: short
      })
    })

    test('areas go to their own backends', async () => {
      const areaSocket = `unix:${join(folder, 'area.sock')}` as const
      const area = await startEcho(areaSocket)
      const plan = planRoutes(
        ['index.php', 'admin/users.php'].map((path) => ({path, exposure: 'typescript'})),
        [{name: 'php', pages: ['admin/**']}],
      )
      const {style, form} = {style: emitter.styles[0] ?? '', form: emitter.forms[0] ?? ''}
      const site = {site: 'shop', backend: echo.address, documentRoots: [documentRoot], php: `unix:${fpm.socket}`}
      const {files} = emitter.emit(plan, {...site, style, form, backends: {php: areaSocket}})
      await install(files[0]?.text ?? '')
      expect(sideOf(await send(server, {target: '/'}))).toBe('typescript')
      expect(area.connections()).toBe(0)
      expect(sideOf(await send(server, {target: '/admin/users.php'}))).toBe('typescript')
      expect(area.connections()).toBe(1)
      await area.stop()
    })

    test('handlers of the real backend find their page', async () => {
      const {backend, address} = await startHandlers(folder, documentRoot, ['index.php', 'article.php', SECRET])
      try {
        await install(text(['index.php', 'article.php', SECRET], {backend: address}))
        const said = async (request: Request): Promise<string> => (await send(server, request)).body.toString()
        expect(await said({target: '/?id=1'})).toBe('index.php|/index.php||1|')
        expect(await said({target: '/%69ndex.php/a%20b'})).toBe('index.php|/index.php|/a b||')
        expect(await said({target: '/article/12'})).toBe('article.php|/article.php||12|')
        expect(await said({target: `/${SECRET}`, headers: password})).toBe(`${SECRET}|/${SECRET}|||bob`)
        expect(await statusOf(`/${SECRET}`)).toBe(401)
      } finally {
        await backend.close()
      }
    })

    test('with no page moved every answer is as in the beginning', async () => {
      await install(text([]))
      expect(await changed()).toEqual([])
    })

    test(`is read with ${manyPages} pages`, async () => {
      const many = Array.from({length: manyPages}, (_, index) => `module${index % 100}/page${index}.php`)
      const long = Array.from({length: 100}, (_, index) => `${'folder-with-a-name/'.repeat(5)}page${index}.php`)
      const emitted = text([...many, ...long, 'index.php'])
      expect(server.check(configure({root: documentRoot, php: `unix:${fpm.socket}`, emitted}))).toMatchObject({
        ok: true,
      })
      await install(emitted)
      expect(sideOf(await send(server, {target: '/'}))).toBe('typescript')
      expect(sideOf(await send(server, {target: '/other.php'}))).toBe('php')
    })

    more?.({
      ...{documentRoot, folder, requests, emit, text, install, wrong, changed},
      ...{server: () => server, echo: () => echo, php: () => `unix:${fpm.socket}`, before: () => before},
      stopEcho: () => echo.stop(),
      startEcho: async () => {
        echo = await startEcho(socket)
      },
    })
  })
}
