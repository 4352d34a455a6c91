/**
 * `cases/<server>/<case>/input.json` and the texts that come of it, one file a form. After a change run
 * `npm test -- -u` and read the difference as if it were yours to deploy.
 */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type BackendArea, type PageToRoute, planRoutes} from '../../src/routes/plan.ts'
import {servers} from '../../src/servers/index.ts'
import type {EmitOptions, ServerConfig} from '../../src/servers/types.ts'
import {type Apache, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {send} from '../support/http.ts'
import {type Front, startCaddy, startLighttpd, startNginx} from '../support/other-fronts.ts'
import {describeWith, type Program} from '../support/programs.ts'

interface Input {
  pages: PageToRoute[]
  areas?: BackendArea[]
  options: Omit<EmitOptions, 'style' | 'form'>
}

/** What Apache's styles need, unless a case says otherwise. */
const usual = {
  markers: '/var/lib/migrate/shop',
  maps: '/var/lib/migrate/shop-map',
  php: 'unix:/run/php/php8.2-fpm.sock',
  cgi: {script: '/srv/shop-ts/cgi/migrate.cgi', url: '/cgi-bin/migrate.cgi'},
  server: {hosts: [], modules: {}, unclear: []},
  custom: {module: 'python_module', directives: ['SetHandler mod_python', 'PythonHandler {name}::handler']},
}

const cases = join(import.meta.dirname, 'cases')
const inputs = servers.flatMap((server) =>
  readdirSync(join(cases, server.name)).map((name) => {
    const folder = join(cases, server.name, name)
    const input: Input = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8'))
    const emit = (style: string, form: string, pages: readonly PageToRoute[] = input.pages): ServerConfig =>
      server.emit(planRoutes(pages, input.areas), {
        ...(server.name === 'apache' ? usual : {}),
        ...input.options,
        style,
        form,
      })
    return {server, name, folder, input, emit}
  }),
)

for (const {server, name, folder, input, emit} of inputs) {
  describe(`${server.name}, ${name}`, () => {
    for (const style of server.styles) {
      for (const form of server.forms) {
        test(`${style} for ${form} is as in the golden file`, async () => {
          const {files, trees, warnings, refusals} = emit(style, form)
          for (const file of files) {
            const golden = join(folder, `${style}-${form}`, `${file.name.replace(/^\./, '')}.txt`)
            await expect(file.text).toMatchFileSnapshot(golden)
          }
          const folders = trees.map(({root, files}) => ({root, files: [...files.keys()]}))
          const notices = `${JSON.stringify({warnings, refusals, trees: folders}, undefined, 2)}\n`
          await expect(notices).toMatchFileSnapshot(join(folder, `${style}-${form}`, 'notices.json'))
        })

        test(`${style} for ${form} is the same text whatever the order of the pages`, () => {
          expect(emit(style, form, [...input.pages].reverse())).toEqual(emit(style, form))
        })
      }
    }
  })
}

describeWith(['apache'], 'Apache accepts the golden files', () => {
  const folder = makeDirectory('golden')
  let apache: Apache
  beforeAll(async () => {
    writeFiles(folder.path, {'static.txt': 'static', 'pages.pag': '', 'pages.dir': ''})
    const modules = {with: ['proxy_balancer', 'slotmem_shm', 'lbmethod_byrequests', 'cgi']}
    apache = await startApache({mpm: 'event', php: 'none', documentRoot: folder.path, modules})
  })
  afterAll(async () => {
    await apache?.stop()
    folder.remove()
  })

  for (const {name, emit} of inputs.filter(({server}) => server.name === 'apache')) {
    test(`${name}, all styles for virtual hosts: configtest`, () => {
      const texts = servers[0]?.styles.flatMap((style) =>
        ['vhost', 'worker'].flatMap((form) => emit(style, form).files),
      )
      for (const {text} of texts ?? []) {
        // Without the table its rules are not read.
        const virtualHostConfig = text.replaceAll('/var/lib/migrate/shop-map', folder.path)
        expect(apache.configtest({virtualHostConfig})).toMatchObject({ok: true, output: 'Syntax OK\n'})
      }
    })

    test(`${name}, all styles for .htaccess: a request`, async () => {
      for (const {text} of servers[0]?.styles.flatMap((style) => emit(style, 'htaccess').files) ?? []) {
        writeFiles(folder.path, {'.htaccess': text})
        expect((await send(apache, {target: '/static.txt'})).body.toString()).toBe('static')
      }
    })
  }

  test('and would not accept broken ones', async () => {
    expect(apache.configtest({virtualHostConfig: '<If "">'}).ok).toBe(false)
    writeFiles(folder.path, {'.htaccess': '<If "">'})
    expect((await send(apache, {target: '/static.txt'})).status).toBe(500)
  })
})

/** nginx and lighttpd say nothing at all; Caddy tells what it does. */
const saysNothingWrong = expect.stringMatching(/^(?:$|Valid configuration\n)/)

/** The servers that are asked with a whole configuration around the golden file, and one that is broken. */
const fronts: {program: Program; start: () => Promise<Front>; around: (text: string) => string; broken: string}[] = [
  {
    program: 'nginx',
    start: () => startNginx('server { return 204; }'),
    around: (text) => `${text}server { set $who $migrate_shop; return 204; }`,
    broken: '}',
  },
  {
    program: 'lighttpd',
    start: () => startLighttpd('/tmp', ''),
    around: (text) => text,
    broken: 'fastcgi.server = (',
  },
  {
    program: 'caddy',
    start: () => startCaddy('respond 204'),
    around: (text) => `${text}php_fastcgi {migrate_shop}\n`,
    broken: 'no_such_directive',
  },
]

for (const {program, start, around, broken} of fronts) {
  describeWith([program], `${program} accepts the golden files`, () => {
    let front: Front
    beforeAll(async () => {
      front = await start()
    })
    afterAll(() => front?.stop())

    for (const {server, name, emit} of inputs.filter(({server}) => server.name === program)) {
      test(name, () => {
        for (const form of server.forms) {
          for (const {text} of server.styles.flatMap((style) => emit(style, form).files))
            expect(front.check(around(text))).toEqual({ok: true, output: saysNothingWrong})
        }
      })
    }

    test('and would not accept broken ones', () => {
      expect(front.check(around(broken)).ok).toBe(false)
    })
  })
}
