/** What happens to an emitted block on a host that lacks something. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, test} from 'vitest'
import {planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import {type ApacheOptions, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {startEcho} from '../support/fcgi-echo.ts'
import {type Answer, headerValues, send} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'

describeWith(['apache', 'mod_php'], 'On a host that lacks something', () => {
  const cleanUps: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  })

  /** A server with one moved page, `index.php`, and functions to put a block into its .htaccess and to fetch the page. */
  async function host(options: Pick<ApacheOptions, 'modules' | 'allowOverride'>, listenOn?: '127.0.0.1') {
    const folder = makeDirectory('docroot')
    cleanUps.push(folder.remove)
    const documentRoot = join(folder.path, 'www')
    writeFiles(documentRoot, {'index.php': "<?php /* SECRET */ echo 'from PHP';", 'static.txt': 'static'})
    const echo = await startEcho(listenOn ?? `unix:${join(folder.path, 'echo.sock')}`)
    cleanUps.push(echo.stop)
    const apache = await startApache({mpm: 'prefork', php: 'module', documentRoot, ...options})
    cleanUps.push(apache.stop)
    const emit = (form: string): string => {
      const plan = planRoutes([{path: 'index.php', exposure: 'typescript'}])
      const emitOptions = {site: 'shop', backend: echo.address, documentRoots: [documentRoot], style: 'files', form}
      return emitter.emit(plan, emitOptions).files[0]?.text ?? ''
    }
    const write = (block: string): void => writeFileSync(join(documentRoot, '.htaccess'), block)
    return {apache, echo, emit, write, fetch: (target = '/'): Promise<Answer> => send(apache, {target})}
  }

  for (const without of [['proxy_fcgi'], ['proxy', 'proxy_fcgi']]) {
    test(`without ${without.join(' and ')} PHP answers, and never its source`, async () => {
      const {apache, emit, write, fetch} = await host({modules: {without}})
      write(emit('htaccess'))
      expect((await fetch()).body.toString()).toBe('from PHP')
      await apache.reload({virtualHostConfig: emit('vhost')})
      expect((await fetch()).body.toString()).toBe('from PHP')
    })
  }

  test('the guard is what keeps the source from being shown', async () => {
    const {emit, write, fetch} = await host({modules: {without: ['proxy_fcgi']}})
    write(emit('htaccess').replaceAll(/<\/?IfModule.*\n|^ *ProxyFCGI.*\n/gm, ''))
    expect((await fetch()).body.toString()).toContain('SECRET')
  })

  test('AllowOverride FileInfo is enough', async () => {
    const {emit, write, fetch} = await host({allowOverride: 'FileInfo'})
    write(emit('htaccess'))
    expect(headerValues(await fetch(), 'x-side')).toEqual(['typescript'])
  })

  test('AllowOverride None: the block is not read, and PHP answers', async () => {
    const {emit, write, fetch} = await host({allowOverride: 'None'})
    write(emit('htaccess'))
    expect((await fetch()).body.toString()).toBe('from PHP')
  })

  for (const condition of ['<FilesMatch "\\.php$">', '<If "%{REQUEST_URI} =~ /php$/">']) {
    test(`the site's own ${condition} for PHP loses, above the block and below it`, async () => {
      const {emit, write, fetch} = await host({})
      const handler = `${condition}\n  SetHandler application/x-httpd-php\n${condition.replace(/^<(\w+).*/, '</$1>')}\n`
      for (const text of [handler + emit('htaccess'), emit('htaccess') + handler]) {
        write(text)
        expect(headerValues(await fetch('/index.php'), 'x-side')).toEqual(['typescript'])
      }
    })
  }

  test('a backend on a TCP port is reached, and its connections are kept', async () => {
    const {apache, echo, emit, write, fetch} = await host({}, '127.0.0.1')
    write(emit('htaccess'))
    expect(headerValues(await fetch(), 'x-side')).toEqual(['typescript'])
    await apache.reload({virtualHostConfig: emit('worker')})
    const already = echo.connections()
    for (let count = 0; count < 40; count++) await fetch()
    expect(echo.connections() - already).toBeLessThan(20)
  })

  test('the error log stays silent', async () => {
    const {apache, emit, write, fetch} = await host({})
    write(emit('htaccess'))
    await fetch()
    const said = readFileSync(join(apache.root, 'error.log'), 'utf8').split('\n')
    expect(said.filter((line) => line !== '' && !line.includes(':notice]'))).toEqual([])
  })
})
