/** The whole loop on the bookshop, under a real Apache: scan, scaffold, port, done, serve, emit, reopen. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Apache, startApache} from '../support/apache.ts'
import {copySite, makeDirectory} from '../support/directory.ts'
import type {Answer} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'
import {differences} from '../support/same-answer.ts'
import {toolFor} from '../support/tool.ts'
import {isOfPortedPage, resetShop, VISITS, visitAll} from './bookshop.ts'

const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const PORTED = ['admin/index.php', 'book.php', 'index.php']
const IGNORED = ['date', 'framing', 'etagStrength', 'sessionId', 'cookieExpiry', 'poweredBy'] as const

const setups = [
  {name: 'event MPM with PHP-FPM', mpm: 'event', php: 'fpm', programs: ['apache', 'php-fpm']},
  {name: 'prefork MPM with mod_php', mpm: 'prefork', php: 'module', programs: ['apache', 'mod_php']},
] as const

for (const setup of setups) {
  describeWith(setup.programs, `the bookshop under ${setup.name}`, () => {
    const work = makeDirectory('story')
    const docroot = join(work.path, 'bookshop')
    const project = join(work.path, 'bookshop-ts')
    let apache: Apache
    let backend: ChildProcess
    let before: Map<string, Answer>
    let htaccess: Buffer
    let tool: {node: string; bin: string}
    /** The access log, and what the backend complains of. */
    let log = ''
    let faults = ''

    const migrate = (...args: string[]): string => {
      const {status, stdout, stderr} = spawnSync(tool.node, [tool.bin, ...args], {cwd: project, encoding: 'utf8'})
      if (status !== 0) throw new Error(`migrate ${args.join(' ')}: exit status ${status}\n${stdout}${stderr}`)
      return stdout
    }
    /** The backend writes its log a moment late. */
    const written = (): Promise<void> => sleep(400)
    const again = async (): Promise<Map<string, Answer>> => {
      await resetShop(apache, docroot)
      return visitAll(apache)
    }

    beforeAll(async () => {
      copySite(join(examples, 'bookshop'), docroot)
      for (const made of ['data/shop.db', 'data/.lock']) rmSync(join(docroot, made), {force: true})
      mkdirSync(project)
      htaccess = readFileSync(join(docroot, '.htaccess'))
      apache = await startApache({...setup, documentRoot: docroot, define: {BOOKSHOP: docroot}})
      tool = toolFor(apache.user, work.path)
      before = await again()
    })

    afterAll(async () => {
      backend?.kill('SIGKILL')
      await apache?.stop()
      work.remove()
    })

    test('answers every visitor in PHP', () => {
      const wrong = VISITS.flatMap(({name, expectStatus, expectContains}) => {
        const answer = before.get(name)
        const right = answer?.status === expectStatus && answer.body.includes(expectContains ?? '')
        return right ? [] : [`${name}: ${answer?.statusLine}`]
      })
      expect(wrong).toEqual([])
      expect(VISITS.length).toBeGreaterThan(60)
    })

    test('is scanned and scaffolded, and a stub is not done', () => {
      migrate('init', '--docroot', docroot)
      const config = JSON.parse(readFileSync(join(project, 'migrate.config.json'), 'utf8'))
      config.backend.fastcgi = `unix:${join(apache.root, 'backend.sock')}`
      config.php = {charset: 'utf-8', timezone: 'Europe/Vienna', session: {savePath: apache.sessions}}
      writeFileSync(join(project, 'migrate.config.json'), JSON.stringify(config))
      migrate('scan')
      const pages: {path: string}[] = JSON.parse(migrate('list', '--json'))
      expect(pages.map((page) => page.path)).toEqual(expect.arrayContaining([...PORTED, 'cart.php', 'news.php']))
      migrate('scaffold', ...PORTED)
      expect(() => migrate('done', 'book.php')).toThrow(/exit status 1[\s\S]*HANDLER_HAS_HOLES/)
      expect(migrate('emit-apache')).toBe('\n')
    })

    test('has three pages ported by hand, and a backend', async () => {
      cpSync(join(examples, 'bookshop-ts'), project, {
        recursive: true,
        filter: (path) => !path.endsWith('migrate.config.json') && !path.includes('.migrate'),
      })
      migrate('done', ...PORTED)
      const {uid, gid} = apache.user
      const user = uid === process.getuid?.() ? {} : {uid, gid}
      // The socket lies in Apache's folder, which only its user may write to.
      spawnSync('chown', [`${uid}:${gid}`, apache.root])
      backend = spawn(tool.node, [tool.bin, 'serve'], {cwd: project, ...user, stdio: ['ignore', 'pipe', 'pipe']})
      backend.stdout?.on('data', (data) => {
        log += data
      })
      const started = await new Promise<string>((resolve, reject) => {
        let said = ''
        backend.stderr?.on('data', (data) => {
          said += data
          if (said.includes('Serving')) resolve(said)
        })
        backend.on('exit', () => reject(new Error(said)))
      })
      backend.stderr?.on('data', (data) => {
        faults += data
      })
      expect(started).toContain('Serving 3 pages')
    })

    for (const form of ['htaccess', 'vhost'] as const) {
      const publish = async (): Promise<void> => {
        if (form === 'htaccess') migrate('emit-apache', '--into', join(docroot, '.htaccess'))
        else {
          const text = migrate('emit-apache', '--for', 'vhost')
          await apache.reload({virtualHostConfig: text})
        }
      }

      test(`sends exactly these pages to TypeScript, by ${form}`, async () => {
        await publish()
        await written()
        log = ''
        const after = await again()
        await written()
        const changes = VISITS.flatMap((visit) => {
          const [php, now] = [before.get(visit.name), after.get(visit.name)]
          if (!php || !now) return [`${visit.name}: no answer`]
          const side = now.headers.some(([name]) => name.toLowerCase() === 'x-powered-by') ? 'PHP' : 'not PHP'
          const stray = isOfPortedPage(visit) && side === 'PHP' ? ['answered by PHP'] : []
          const kept = isOfPortedPage(visit) ? IGNORED : IGNORED.filter((rule) => rule !== 'poweredBy')
          return [...stray, ...differences(php, now, kept)].map((line) => `${visit.name}: ${line}`)
        })
        expect(changes).toEqual([])
        const ported = VISITS.filter(isOfPortedPage)
        expect(ported.length).toBeGreaterThan(20)
        expect(log.trim().split('\n')).toHaveLength(ported.length)
        expect(faults).toBe('')
      })

      test(`still asks for the password of the administration, by ${form}`, async () => {
        const after = await again()
        for (const visit of VISITS.filter(({path, auth}) => path.startsWith('/admin') && auth !== 'admin:secret')) {
          expect(`${visit.name}: ${after.get(visit.name)?.status}`).toBe(`${visit.name}: ${visit.expectStatus}`)
        }
        expect(VISITS.filter((visit) => visit.expectStatus === 401).length).toBeGreaterThan(3)
      })

      test(`is as in the beginning after reopen and another emit, by ${form}`, async () => {
        migrate('reopen', ...PORTED)
        await publish()
        await written()
        log = ''
        const after = await again()
        await written()
        const changes = VISITS.flatMap((visit) => {
          const [php, now] = [before.get(visit.name), after.get(visit.name)]
          return php && now ? differences(php, now).map((line) => `${visit.name}: ${line}`) : [visit.name]
        })
        expect(changes).toEqual([])
        await written()
        expect(log).toBe('')
        expect(readFileSync(join(docroot, '.htaccess')).equals(htaccess)).toBe(true)
        migrate('done', ...PORTED)
      })
    }

    test('stops when it is told to, and takes its socket away', async () => {
      backend.kill('SIGTERM')
      const status = await new Promise((resolve) => backend.once('exit', resolve))
      expect(status).toBe(0)
      expect(existsSync(join(apache.root, 'backend.sock'))).toBe(false)
    })
  })
}
