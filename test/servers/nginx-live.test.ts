/** Emitted configuration under a real nginx: who answers which URL, and who gets in. */
import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Canary, planRoutes} from '../../src/routes/plan.ts'
import {nginx as emitter} from '../../src/servers/nginx/emitter.ts'
import type {EmitOptions} from '../../src/servers/types.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {type EchoBackend, startEcho} from '../support/fcgi-echo.ts'
import {type Answer, type Request, send} from '../support/http.ts'
import {type Front, startNginx} from '../support/other-fronts.ts'
import {startPhpFpm} from '../support/php-fpm.ts'
import {type ServerProcess, waitUntil} from '../support/process.ts'
import {describeWith} from '../support/programs.ts'
import {differences} from '../support/same-answer.ts'
import {startHandlers} from './handlers.ts'
import {movedPages, writeSite} from './site.ts'
import {answerTo, sideOf, sweep, wrongAnswers} from './sweep.ts'
import {password, requests as usualRequests} from './urls.ts'

/** Beside the usual ones, what a front controller catches. */
const frontController: Request = {target: '/front/some/thing?x=1'}
const requests = [...usualRequests, frontController, {target: '/front/admin/x?y=1'}, {target: '/front/'}]

describeWith(['nginx', 'php-fpm'], 'nginx with PHP-FPM', () => {
  const folder = makeDirectory('docroot')
  const documentRoot = join(folder.path, 'the site, v2 (é) #1')
  const socket = `unix:${join(folder.path, 'echo.sock')}` as const
  let fpm: ServerProcess & {socket: string}
  let echo: EchoBackend
  let nginx: Front
  let before: Map<Request, Answer>

  beforeAll(async () => {
    mkdirSync(join(folder.path, 'real'))
    symlinkSync('real', documentRoot)
    writeSite(documentRoot, '')
    fpm = await startPhpFpm(folder.path, {})
    echo = await startEcho(socket)
    nginx = await startNginx(siteConfig(documentRoot, `unix:${fpm.socket}`))
    before = await sweep(nginx, requests)
  })
  afterAll(async () => {
    await Promise.all([nginx?.stop(), echo?.stop(), fpm?.stop()])
    folder.remove()
  })

  const options = (): EmitOptions => ({
    ...{site: 'shop', backend: echo.address, documentRoots: [documentRoot], style: 'map', form: 'http'},
    php: `unix:${fpm.socket}`,
  })
  const emit = (
    paths: readonly string[],
    {canary, ...changed}: Partial<EmitOptions> & {canary?: Canary} = {},
  ): string => {
    const exposure = canary ? ({exposure: 'canary', canary} as const) : ({exposure: 'typescript'} as const)
    const plan = planRoutes(paths.map((path) => ({path, ...exposure})))
    const {files, refusals} = emitter.emit(plan, {...options(), ...changed})
    expect(refusals).toEqual([])
    return files[0]?.text ?? ''
  }
  const statusOf = async (target: string): Promise<number> => {
    const answer = await send(nginx, {target})
    expect(answer.body.toString()).not.toContain('SECRET')
    return answer.status
  }
  const install = (block: string): Promise<void> => nginx.restart(block + siteConfig(documentRoot, '$migrate_shop'))

  test('PHP answers all pages in the beginning, and closed ones are closed', () => {
    const sides = [...before.values()].map(sideOf)
    expect(sides).not.toContain('typescript')
    expect(sides.filter((side) => side === 'php').length).toBeGreaterThan(90)
    expect(sideOf(answerTo(before, frontController))).toBe('php')
    const statuses = [...before].filter(([{target}]) => target.startsWith('/closed/')).map(([, {status}]) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 401, 403]))
  })

  test('exactly the moved pages are answered by TypeScript', async () => {
    await install(emit(movedPages))
    expect(wrongAnswers(before, await sweep(nginx, requests), documentRoot, {stays: isAlias})).toEqual([])
  })

  test('the sweep would notice a table that is not exact', async () => {
    const byName = emit(movedPages).replaceAll(/"\/index.php" .*/g, '"~index\\.php$" "on:$fastcgi_script_name";')
    await install(byName)
    const wrong = wrongAnswers(before, await sweep(nginx, requests), documentRoot, {stays: isAlias})
    expect(wrong.map((line) => line.split(': ')[0])).toEqual(expect.arrayContaining(['GET /admin/', 'GET /blog/']))
  })

  test('with the backend down moved pages are unavailable, and no source is shown', async () => {
    await install(emit(movedPages))
    await echo.stop()
    expect(await statusOf('/index.php')).toBe(502)
    expect(await statusOf('/other.php')).toBe(200)
    echo = await startEcho(socket)
    for (let count = 0; count < 5; count++) expect(await statusOf('/index.php')).toBe(200)
  })

  test('connections to the backend are kept, those to PHP are not', async () => {
    await install(emit(movedPages))
    const already = echo.connections()
    for (let count = 0; count < 20; count++) expect(await statusOf('/article.php')).toBe(200)
    expect(echo.connections() - already).toBeLessThan(2)
    // PHP-FPM has four processes: a connection that was kept would hold one.
    for (let count = 0; count < 20; count++) expect(await statusOf('/other.php')).toBe(200)
  })

  test('names that differ in case are different pages', async () => {
    writeFiles(documentRoot, {'Other.php': '<?php header("X-Side: php"); echo 1;', 'CASE.php': '<?php echo 1;'})
    await install(emit(['other.php', 'CASE.php', 'case.php']))
    const sideOfPage = async (target: string): Promise<string | undefined> => sideOf(await send(nginx, {target}))
    expect(await sideOfPage('/other.php')).toBe('typescript')
    expect(await sideOfPage('/CASE.php')).toBe('typescript')
    expect(await sideOfPage('/Other.php')).toBe('php')
    expect((await send(nginx, {target: '/Case.php'})).status).toBe(404)
  })

  test('an error page of a page is answered by who answers that page', async () => {
    writeFiles(documentRoot, {
      'gone.php': '<?php http_response_code(404);',
      'error.php': '<?php header("X-Side: php"); echo "error page";',
    })
    const intercepting = (pass: string): string =>
      siteConfig(documentRoot, pass).replace(
        'error_page 404 /article.php?e=1',
        'error_page 404 /error.php; fastcgi_intercept_errors on',
      )
    const sideOfGone = async (moved: string): Promise<string | undefined> => {
      await nginx.restart(emit([moved]) + intercepting('$migrate_shop'))
      const answer = await send(nginx, {target: '/gone.php'})
      expect(answer.status).toBe(404)
      return sideOf(answer)
    }
    expect(await sideOfGone('error.php')).toBe('typescript')
    expect(await sideOfGone('other.php')).toBe('php')
  })

  test('a page of the same name in another document root stays in PHP', async () => {
    const elsewhere = join(folder.path, 'elsewhere')
    writeFiles(elsewhere, {'index.php': '<?php header("X-Side: php"); echo "elsewhere";'})
    await nginx.restart(emit(['index.php']) + siteConfig(elsewhere, '$migrate_shop'))
    expect(sideOf(await send(nginx, {target: '/index.php'}))).toBe('php')
  })

  describe('a canary', () => {
    const who = async (headers: NonNullable<Request['headers']>): Promise<string | undefined> =>
      sideOf(await send(nginx, {target: '/index.php/x', headers}))

    test('is for who sends its cookie or its header with the value 1', async () => {
      for (const canary of [{cookie: 'ts'}, {cookie: 'ts', header: 'X-Try-It'}, {header: 'X-Try-It', percent: 1}]) {
        await install(emit(['index.php'], {canary}))
        const byCookie = 'cookie' in canary ? 'typescript' : 'php'
        const byHeader = 'header' in canary ? 'typescript' : 'php'
        for (const Cookie of ['ts=1', 'a=b; ts=1', 'ts=1; a=b', 'a=b;ts=1 ;c=d'])
          expect([Cookie, await who([['Cookie', Cookie]])]).toEqual([Cookie, byCookie])
        for (const Cookie of ['ts=10', 'xts=1', 'ts=0', 'ts', 'TS=1', 'a="ts=1"', 'a=1'])
          expect([Cookie, await who([['Cookie', Cookie]])]).toEqual([Cookie, 'php'])
        expect(await who([['X-Try-It', '1']])).toBe(byHeader)
        expect(await who([['X-Try-It', '11']])).toBe('php')
        expect(await who([['X-Try-It', '0'], ['Cookie', 'ts=1']])).toBe(byCookie) // biome-ignore format: short
        expect(await who([])).toBe('php')
      }
    })

    test('is for a share of the visitors, always the same ones', async () => {
      await install(emit(['index.php'], {canary: {percent: 25}}))
      const visitors = Array.from({length: 200}, (_, index) => [['User-Agent', `browser ${index}`]] as const)
      const sides: (string | undefined)[] = []
      for (const headers of visitors) sides.push(await who(headers))
      const share = sides.filter((side) => side === 'typescript').length
      expect(share).toBeGreaterThan(25)
      expect(share).toBeLessThan(80)
      for (const [index, headers] of visitors.slice(0, 50).entries()) expect(await who(headers)).toBe(sides[index])
      await install(emit(['index.php'], {canary: {percent: 100}}))
      for (const headers of visitors.slice(0, 20)) expect(await who(headers)).toBe('typescript')
    })
  })

  test('with --fallback PHP answers while the backend is down, also to a POST, and the backend soon after it is up', async () => {
    await install(emit(movedPages, {fallback: true}))
    expect(wrongAnswers(before, await sweep(nginx, requests), documentRoot, {stays: isAlias})).toEqual([])
    await echo.stop()
    const after = await sweep(nginx, requests)
    expect([...before].flatMap(([request, answer]) => differences(answer, answerTo(after, request)))).toEqual([])
    echo = await startEcho(socket)
    await waitUntil(
      async () => sideOf(await send(nginx, {target: '/index.php'})) === 'typescript',
      () => 'PHP still answers',
    )
  })

  test('areas go to their own backends', async () => {
    const areaSocket = `unix:${join(folder.path, 'area.sock')}` as const
    const area = await startEcho(areaSocket)
    const plan = planRoutes(
      ['index.php', 'admin/users.php'].map((path) => ({path, exposure: 'typescript'})),
      [{name: 'php', pages: ['admin/**']}],
    )
    const {files} = emitter.emit(plan, {...options(), backends: {php: areaSocket}})
    await install(files[0]?.text ?? '')
    expect(sideOf(await send(nginx, {target: '/'}))).toBe('typescript')
    expect(area.connections()).toBe(0)
    expect(sideOf(await send(nginx, {target: '/admin/users.php'}))).toBe('typescript')
    expect(area.connections()).toBe(1)
    await area.stop()
  })

  test('handlers of the real backend find their page', async () => {
    const {backend, address} = await startHandlers(folder.path, documentRoot, ['index.php', 'article.php', SECRET])
    try {
      await install(emit(['index.php', 'article.php', SECRET], {backend: address}))
      const text = async (request: Request): Promise<string> => (await send(nginx, request)).body.toString()
      expect(await text({target: '/?id=1'})).toBe('index.php|/index.php||1|')
      expect(await text({target: '//%69ndex.php/a%20b'})).toBe('index.php|/index.php|/a b||')
      expect(await text({target: '/article/12'})).toBe('article.php|/article.php||12|')
      expect(await text({target: `/${SECRET}`, headers: password})).toBe(`${SECRET}|/${SECRET}|||bob`)
    } finally {
      await backend.close()
    }
  })

  test('takes the old fastcgi_pass back: every answer is as in the beginning', async () => {
    await nginx.restart(emit(movedPages) + siteConfig(documentRoot, `unix:${fpm.socket}`))
    const after = await sweep(nginx, requests)
    expect([...before].flatMap(([request, answer]) => differences(answer, answerTo(after, request)))).toEqual([])
  })

  test('is read with ten thousand pages, and with paths longer than what nginx hashes', async () => {
    const many = Array.from({length: 10_000}, (_, index) => `module${index % 100}/page${index}.php`)
    const long = Array.from({length: 100}, (_, index) => `${'folder-with-a-name/'.repeat(5)}page${index}.php`)
    expect(nginx.check(emit([...many, ...long, 'index.php']) + siteConfig(documentRoot, '$migrate_shop')).ok).toBe(true)
  })
})

const SECRET = 'closed/basic/secret.php'

/** In an `alias` $fastcgi_script_name is not below $document_root: PHP answers there. The one with `/p` is an error page. */
function isAlias({target}: Request): boolean {
  return target.startsWith('/alias/') && !target.endsWith('/p')
}

/** The site's own configuration, as people write it; `pass` is what its `fastcgi_pass` has. */
function siteConfig(root: string, pass: string): string {
  const php = `location ~ \\.php(/|$) {
    fastcgi_split_path_info ^(.+?\\.php)(/.*)$;
    set $path_info $fastcgi_path_info;
    try_files $fastcgi_script_name =404;
    include /etc/nginx/fastcgi.conf;
    fastcgi_param PATH_INFO $path_info;
    fastcgi_pass ${pass};
    fastcgi_keep_conn on;
  }`
  const basic = `auth_basic "Members"; auth_basic_user_file "${join(root, '../passwords')}";`
  return `types { text/plain txt; }
server {
  root "${root}";
  index index.html index.php;
  error_page 404 /article.php?e=1;
  rewrite ^/article/(\\d+)$ /article.php?id=$1 last;
  location ~ /\\.ht { deny all; }
  location ^~ /closed/basic/ { ${basic} ${php} }
  location ^~ /closed/directory/ { allow 192.0.2.1; deny all; ${php} }
  location = /closed/files/secret.php { deny all; }
  location ^~ /closed/order/ { deny all; ${php} }
  location ~ ^/closed/rewrite/ { return 403; }
  location ^~ /closed/require/ { satisfy all; deny all; ${basic} ${php} }
  location ^~ /closed/location/ { if ($remote_addr != 192.0.2.1) { return 403; } ${php} }
  location ^~ /alias/ {
    alias "${root}/";
    location ~ ^/alias/(.+\\.php)$ {
      alias "${root}/$1";
      include /etc/nginx/fastcgi.conf;
      fastcgi_param SCRIPT_FILENAME $request_filename;
      fastcgi_pass ${pass};
    }
  }
  location /front/ { try_files $uri $uri/ /index.php?u=$uri&$args; }
  location /front/admin/ { try_files $uri /admin/index.php?$args; }
  ${php}
}
`
}
