/** Who gets TypeScript while a page is exposed to some visitors only, and who answers while the backend is down. */
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Canary} from '../../src/ledger/types.ts'
import {planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import {shareOfHashes} from '../../src/servers/canary-share.ts'
import type {EmitOptions, ServerConfig} from '../../src/servers/types.ts'
import {type Apache, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {startEcho} from '../support/fcgi-echo.ts'
import {type Headers, headerValues, send} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'

const STYLES = ['files', 'marker', 'rewrite', 'map']

describeWith(['apache', 'php-fpm'], 'exposure under Apache', () => {
  const site = makeDirectory('exposure')
  const documentRoot = join(site.path, 'www')
  let apache: Apache
  let echo: Awaited<ReturnType<typeof startEcho>>

  beforeAll(async () => {
    const page = `<?php header('X-Side: php'); echo 'PHP ' . file_get_contents('php://input');`
    writeFiles(documentRoot, {'page.php': page, 'sub/page.php': page, '.htaccess': ''})
    echo = await startEcho('127.0.0.1')
    apache = await startApache({
      mpm: 'event',
      php: 'fpm',
      documentRoot,
      modules: {with: ['proxy_balancer', 'slotmem_shm', 'lbmethod_byrequests']},
    })
  })

  afterAll(async () => {
    await apache?.stop()
    await echo?.stop()
    site.remove()
  })

  const emit = (change: Partial<EmitOptions>, canary?: Canary): ServerConfig => {
    const exposure = canary ? 'canary' : 'typescript'
    return emitter.emit(planRoutes([{path: 'page.php', exposure, ...(canary ? {canary} : {})}]), {
      site: 'shop',
      backend: echo.address,
      documentRoots: [documentRoot],
      style: 'files',
      form: 'htaccess',
      markers: join(site.path, 'markers'),
      maps: join(site.path, 'maps'),
      ...change,
    })
  }

  const install = async (change: Partial<EmitOptions>, canary?: Canary): Promise<void> => {
    const config = emit(change, canary)
    expect(config.refusals).toEqual([])
    for (const {root, files} of config.trees) {
      for (const [name, content] of files) {
        mkdirSync(dirname(join(root, name)), {recursive: true})
        writeFileSync(join(root, name), content)
      }
    }
    const isVhost = change.form === 'vhost'
    const worker = emit({...change, form: 'worker'}, canary)
    writeFiles(documentRoot, {'.htaccess': isVhost ? '' : (config.files[0]?.text ?? '')})
    await apache.reload({virtualHostConfig: (isVhost ? config : worker).files[0]?.text ?? ''})
  }

  const sideOf = async (headers: Headers = [], target = '/page.php'): Promise<string | undefined> =>
    headerValues(await send(apache, {target, headers}), 'x-side')[0]

  for (const style of STYLES) {
    for (const form of ['htaccess', 'vhost']) {
      test(`${style} for ${form}: who asks by cookie or header gets TypeScript, and nobody else`, async () => {
        await install({style, form}, {cookie: 'ts', header: 'X-Try'})
        const php: Headers[] = [
          [],
          [['Cookie', 'ts=10']],
          [['Cookie', 'ts=0']],
          [['Cookie', 'xts=1']],
          [['Cookie', 'a=ts=1']],
          [['Cookie', 'TS=1']],
          [['X-Try', '0']],
          [['X-Try', '11']],
        ]
        const typescript: Headers[] = [
          [['Cookie', 'ts=1']],
          [['Cookie', 'a=b; ts=1; c=d']],
          [['Cookie', 'a=b;ts=1']],
          [['X-Try', '1']],
          [['x-try', '1']],
        ]
        for (const headers of php) expect([headers, await sideOf(headers)]).toEqual([headers, 'php'])
        for (const headers of typescript) expect([headers, await sideOf(headers)]).toEqual([headers, 'typescript'])
        expect(await sideOf([['Cookie', 'ts=1']], '/sub/page.php')).toBe('php')
      })
    }

    test(`${style}: a share of visitors gets TypeScript, always the same ones`, async () => {
      await install({style}, {percent: 25})
      const sides = new Map<string, string | undefined>()
      for (let visitor = 0; visitor < 200; visitor++) {
        sides.set(`browser ${visitor}`, await sideOf([['User-Agent', `browser ${visitor}`]]))
      }
      const chosen = [...sides.values()].filter((side) => side === 'typescript').length
      // 50 of 200 are expected; five standard deviations are 31.
      expect(chosen).toBeGreaterThan(19)
      expect(chosen).toBeLessThan(81)
      for (const [agent, side] of [...sides].slice(0, 20)) expect(await sideOf([['User-Agent', agent]])).toBe(side)
    })
  }

  test('with PHP as a standby every request is answered while the backend is down, those with a body too', async () => {
    await install({form: 'vhost', fallback: true, php: `unix:${apache.root}/php.sock`})
    expect(await sideOf()).toBe('typescript')
    await echo.stop()
    for (let count = 0; count < 3; count++) {
      const answer = await send(apache, {method: 'POST', target: '/page.php', body: 'kept'})
      expect([answer.status, answer.body.toString()]).toEqual([200, 'PHP kept'])
    }
    echo = await startEcho('127.0.0.1')
  })
})

describe('what can not be told', () => {
  const options: EmitOptions = {
    ...{site: 'shop', backend: '127.0.0.1:9100', documentRoots: ['/srv/www'], style: 'files', form: 'htaccess'},
  }
  const page = {path: 'page.php', exposure: 'typescript'} as const
  const codes = (change: Partial<EmitOptions>, canary?: Canary): string[] =>
    emitter
      .emit(planRoutes([canary ? {...page, exposure: 'canary', canary} : page]), {...options, ...change})
      .refusals.map(({code}) => code)

  test('a standby is refused in .htaccess, and without the address of PHP', () => {
    expect(codes({fallback: true, php: 'unix:/run/php.sock'})).toEqual(['FALLBACK_IN_HTACCESS'])
    expect(codes({fallback: true, form: 'vhost'})).toEqual(['FALLBACK_WITHOUT_PHP'])
  })

  test('a canary is refused by the style that can not tell visitors apart', () => {
    const server = {hosts: [], modules: {}, unclear: []}
    expect(codes({style: 'proxy', form: 'vhost', server}, {percent: 5})).toEqual(['CANARY_OF_STYLE'])
  })
})

test('a share of hashes is the share that was asked for', () => {
  const hashes = Array.from({length: 4096}, (_, number) => number.toString(16).padStart(3, '0'))
  for (let percent = 1; percent <= 100; percent++) {
    const pattern = new RegExp(shareOfHashes(percent))
    const share = (hashes.filter((hash) => pattern.test(hash)).length / hashes.length) * 100
    expect(Math.abs(share - percent)).toBeLessThan(0.02)
  }
})
