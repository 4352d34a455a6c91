/** Emitted configuration under a real nginx. */
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {nginx as emitter} from '../../src/servers/nginx/emitter.ts'
import {writeFiles} from '../support/directory.ts'
import {type Request, send} from '../support/http.ts'
import {startNginx} from '../support/other-fronts.ts'
import {describeLive, type Live} from './live.ts'
import {movedPages} from './site.ts'
import {sideOf} from './sweep.ts'

describeLive({
  emitter,
  program: 'nginx',
  start: (_, text) => startNginx(text),
  configure: ({root, php, emitted}) =>
    emitted === undefined ? siteConfig(root, php) : emitted + siteConfig(root, '$migrate_shop'),
  stays: isAlias,
  down: 502,
  careless: [/"\/index.php" .*/, '"~index\\.php$" "on:$fastcgi_script_name";'],
  more: nginxAlone,
})

function nginxAlone({
  documentRoot,
  folder,
  server,
  echo,
  php,
  text,
  install,
  wrong,
  changed,
  stopEcho,
  startEcho,
}: Live): void {
  const sideOfPage = async (target: string): Promise<string | undefined> => sideOf(await send(server(), {target}))

  test('connections to the backend are kept, those to PHP are not', async () => {
    await install(text(movedPages))
    const already = echo().connections()
    for (let count = 0; count < 20; count++) expect(await sideOfPage('/article.php')).toBe('typescript')
    expect(echo().connections() - already).toBeLessThan(2)
    // PHP-FPM has four processes: a connection that was kept would hold one.
    for (let count = 0; count < 20; count++) expect(await sideOfPage('/other.php')).toBe('php')
  })

  test('names that differ in case are different pages', async () => {
    writeFiles(documentRoot, {'Other.php': '<?php header("X-Side: php"); echo 1;', 'CASE.php': '<?php echo 1;'})
    await install(text(['other.php', 'CASE.php', 'case.php']))
    expect(await sideOfPage('/other.php')).toBe('typescript')
    expect(await sideOfPage('/CASE.php')).toBe('typescript')
    expect(await sideOfPage('/Other.php')).toBe('php')
    expect((await send(server(), {target: '/Case.php'})).status).toBe(404)
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
      await server().restart(text([moved]) + intercepting('$migrate_shop'))
      const answer = await send(server(), {target: '/gone.php'})
      expect(answer.status).toBe(404)
      return sideOf(answer)
    }
    expect(await sideOfGone('error.php')).toBe('typescript')
    expect(await sideOfGone('other.php')).toBe('php')
  })

  test('a page of the same name in another document root stays in PHP', async () => {
    const elsewhere = join(folder, 'elsewhere')
    writeFiles(elsewhere, {'index.php': '<?php header("X-Side: php"); echo "elsewhere";'})
    await server().restart(text(['index.php']) + siteConfig(elsewhere, '$migrate_shop'))
    expect(sideOf(await send(server(), {target: '/index.php'}))).toBe('php')
  })

  describe('a canary', () => {
    const who = async (headers: NonNullable<Request['headers']>): Promise<string | undefined> =>
      sideOf(await send(server(), {target: '/index.php/x', headers}))

    test('is for a share of the visitors, always the same ones', async () => {
      await install(text(['index.php'], {canary: {percent: 25}}))
      const visitors = Array.from({length: 200}, (_, index) => [['User-Agent', `browser ${index}`]] as const)
      const sides: (string | undefined)[] = []
      for (const headers of visitors) sides.push(await who(headers))
      const share = sides.filter((side) => side === 'typescript').length
      expect(share).toBeGreaterThan(25)
      expect(share).toBeLessThan(80)
      for (const [index, headers] of visitors.slice(0, 50).entries()) expect(await who(headers)).toBe(sides[index])
      await install(text(['index.php'], {canary: {percent: 100}}))
      for (const headers of visitors.slice(0, 20)) expect(await who(headers)).toBe('typescript')
    })

    test('is for a share, and for who sends its cookie or its header', async () => {
      await install(text(['index.php'], {canary: {cookie: 'ts', header: 'X-Try-It', percent: 1}}))
      expect(await who([])).toBe('php')
      expect(await who([['Cookie', 'a=b; ts=1']])).toBe('typescript')
      expect(await who([['X-Try-It', '1']])).toBe('typescript')
      expect(await who([['X-Try-It', 'in']])).toBe('php')
      expect(await who([['Cookie', 'in']])).toBe('php')
    })
  })

  test('with --fallback PHP answers while the backend is down, also to a POST, and the backend soon after it is up', async () => {
    await install(text(movedPages, {fallback: true}))
    expect(await wrong()).toEqual([])
    await stopEcho()
    expect(await changed()).toEqual([])
    await startEcho()
    await expect.poll(() => sideOfPage('/index.php'), {timeout: 5000}).toBe('typescript')
  })

  test('with the old fastcgi_pass in its place every answer is as in the beginning', async () => {
    await server().restart(text(movedPages) + siteConfig(documentRoot, php()))
    expect(await changed()).toEqual([])
  })
}

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
  ${php}
}
`
}
