/** Small sites made at random, with `.htaccess` files of every kind, and URLs to ask of them. */
import fc from 'fast-check'
import type {SiteToRoute, UrlAlias} from '../../../src/routes/urls/types.ts'
import {directivesOf, settingsOfHtaccess} from '../../../src/scan/access/settings.ts'

/** Contents by path below the document root. */
export type RandomSite = Readonly<Record<string, string>>

const directories = ['', 'admin/', 'blog/', 'admin/deep/', 'shop v2/']
const names = [
  'index.php',
  'index.html',
  'users.php',
  'article.php',
  'other.php',
  'static.txt',
  'a b.php',
  'é.php',
  '%41.php',
  'home.php',
  'data',
  'x.inc',
]

const pick = <Value>(...values: Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values)

const pattern = pick(
  '^article/(\\d+)$',
  '^article/(\\d+)/?$',
  '^(.*)$',
  '.*',
  '^$',
  '^(\\w+)$',
  '^(.+)\\.html$',
  '^([^/]+)/([^/]+)$',
  '^users$',
  '^index\\.php$',
  '^admin/(.*)$',
  '!\\.(txt|png)$',
  '^x/(.*)',
  '([a-z]+)-([0-9]+)',
  '"^a b$"',
  '^p\\ q$',
  '^other\\.php/(.+)$',
  '^(news|blog)/(.*)$',
  '^[[:alpha:]]+$',
  '^deep/',
  '^blog',
  '!^index\\.php$',
  '^(?!admin)(.+)/end$',
  '^/?top$',
  '^loop(.*)$',
  '^\\w+\\.PHP$',
  '^é',
  '[^a]\\.php$',
)
const substitution = pick(
  'article.php?id=$1',
  'index.php',
  'index.php?q=$1',
  'index.php/$1',
  '$1.php',
  '$1/$2.php',
  '-',
  '/other.php',
  '/admin/users.php?x=%1',
  '/admin/',
  'blog/$1',
  'home.php?',
  'users.php?a=b&c=$1',
  '/$1',
  'other.php?u=%{REQUEST_URI}',
  'deep/$1',
  '"a b.php"',
  'static.txt',
  'http://localhost/moved',
  'https://elsewhere.invalid/$1',
  'x/$1',
  'loop$1x',
  '%{REQUEST_FILENAME}.php',
  'index.php?m=%{REQUEST_METHOD}&s=%{QUERY_STRING}',
  '../other.php',
  '//admin/users.php',
  'missing-$1',
  '/alias/home.php',
  '/old/users.php',
)
const ruleFlags = pick(
  '',
  '[L]',
  '[QSA,L]',
  '[L,NC]',
  '[QSD]',
  '[R]',
  '[R=301,L]',
  '[F]',
  '[G]',
  '[PT]',
  '[END]',
  '[C]',
  '[S=1]',
  '[NS,L]',
  '[B,L]',
  '[NE,L]',
  '[E=A:1]',
  '[N=3]',
  '[DPI,L]',
  '[R=404]',
  '[QSA]',
  '[B,QSA,L]',
  '[BNP,B]',
  '[QSL,L]',
  '[L,R=303,NE]',
  '[last,nocase,qsappend]',
)
const condition = pick(
  '%{REQUEST_FILENAME} !-f',
  '%{REQUEST_FILENAME} -f',
  '%{REQUEST_FILENAME} !-d',
  '%{REQUEST_FILENAME} -d',
  '%{REQUEST_FILENAME}.php -f',
  '%{DOCUMENT_ROOT}/$1.php -f',
  '%{REQUEST_URI} ^/admin',
  '%{REQUEST_URI} !\\.php$ [NC]',
  '%{QUERY_STRING} ^$',
  '%{QUERY_STRING} (^|&)id=([0-9]+) [NC]',
  '%{HTTP_HOST} ^localhost',
  '%{HTTP_HOST} !^www\\.',
  '%{HTTPS} off',
  '%{HTTPS} =on',
  '%{REQUEST_METHOD} =GET',
  '%{REQUEST_METHOD} ^(POST|PUT)$',
  '%{ENV:REDIRECT_STATUS} ^$',
  '%{ENV:REDIRECT_STATUS} !=200',
  '%{THE_REQUEST} \\s/index\\.php',
  '%{HTTP_USER_AGENT} bot',
  '%{HTTP_COOKIE} !a=1',
  '%{REMOTE_ADDR} ^127',
  '%{PATH_INFO} !^$',
  '$1 ^[0-9]+$',
  '%{IS_SUBREQ} =false',
  '%{REQUEST_SCRIPT} x',
  '"%{QUERY_STRING}" "a=b"',
  '%{REQUEST_FILENAME} !-l',
  '%{QUERY_STRING} >=a',
  '$1 -gt5',
)
const conditionLine = fc
  .tuple(condition, pick('', '', '', ' [OR]'))
  .map(([text, or]) => (text.endsWith(']') ? text : text + or))
  .map((text) => `RewriteCond ${text}`)
const rule = fc
  .tuple(fc.array(conditionLine, {maxLength: 2}), pattern, substitution, ruleFlags)
  .map(([conditions, from, to, flags]) => [...conditions, `RewriteRule ${from} ${to} ${flags}`.trim()])
const rewriting = fc
  .tuple(
    pick(
      'RewriteEngine On',
      'RewriteEngine On',
      'RewriteEngine On',
      'RewriteEngine On',
      'RewriteEngine On',
      'RewriteEngine On',
      'RewriteEngine Off',
      '',
    ),
    pick(
      '',
      '',
      'RewriteBase /',
      'RewriteBase /admin',
      'RewriteBase /blog/',
      'RewriteOptions Inherit',
      'RewriteOptions InheritBefore',
      'RewriteOptions InheritDown',
      'RewriteOptions AllowNoSlash',
      'RewriteOptions InheritDownBefore',
      'RewriteOptions IgnoreInherit',
      'RewriteOptions MergeBase',
    ),
    fc.array(rule, {minLength: 0, maxLength: 4}),
  )
  .map(([engine, other, rules]) => [engine, other, ...rules.flat()].filter((line) => line !== ''))
const other = pick(
  'DirectoryIndex home.php',
  'DirectoryIndex index.html index.php',
  'DirectoryIndex disabled',
  'DirectoryIndex /other.php',
  'DirectoryIndex users.php article.php',
  'DirectoryIndex deep/index.php',
  'DirectorySlash Off',
  'ErrorDocument 404 /article.php?e=1',
  'ErrorDocument 403 /other.php',
  'ErrorDocument 404 "gone"',
  'ErrorDocument 404 /missing.php',
  'FallbackResource /index.php',
  'FallbackResource other.php',
  'FallbackResource disabled',
  'Options -FollowSymLinks',
  'Options +FollowSymLinks',
  'Options Indexes',
  'Redirect /gone.php /other.php',
  'Redirect 301 /old-page http://elsewhere.invalid/x',
  'Redirect gone /users',
  'RedirectMatch ^/n(\\d+)$ /article.php?id=$1',
  'RedirectMatch 404 \\.inc$',
  'Redirect permanent /blog/a /admin/',
  'RedirectTemp /t /x',
  'AddHandler application/x-httpd-php .inc',
  'AddType application/x-httpd-php .txt',
  '<FilesMatch "^users\\.php$">\nSetHandler None\n</FilesMatch>',
  '<Files "*.html">\nSetHandler application/x-httpd-php\n</Files>',
  '<Files data>\nForceType application/x-httpd-php\n</Files>',
  '<IfModule !mod_rewrite.c>\nErrorDocument 404 /home.php\n</IfModule>',
  'SetHandler application/x-httpd-php',
  'RemoveHandler .inc',
)
const guarded = rewriting.map((lines) => ['<IfModule mod_rewrite.c>', ...lines, '</IfModule>'])
const htaccess = fc
  .tuple(fc.oneof({arbitrary: rewriting, weight: 3}, guarded), fc.array(other, {maxLength: 2}))
  .map(([rewrite, others]) => `${[...others, ...rewrite].join('\n')}\n`)

/** A site; every file is PHP that tells what it was given, if it is run. */
export const randomSite: fc.Arbitrary<RandomSite> = fc
  .tuple(
    fc.uniqueArray(
      fc.tuple(pick(...directories), pick(...names)).map((parts) => parts.join('')),
      {minLength: 6, maxLength: 16},
    ),
    fc.array(fc.tuple(pick('', '', ...directories), htaccess), {maxLength: 4}),
  )
  .map(([files, settings]) => ({
    ...Object.fromEntries(files.map((file) => [file, ''])),
    ...Object.fromEntries(settings.map(([directory, text]) => [`${directory}.htaccess`, text])),
  }))

const segment = pick(
  'index.php',
  'index.html',
  'users.php',
  'users',
  'article.php',
  'article',
  'other.php',
  'static.txt',
  'home.php',
  'home.html',
  'data',
  'x.inc',
  'admin',
  'blog',
  'deep',
  '12',
  'x',
  'p%20q',
  'top',
  'news',
  'end',
  'abc-12',
  'loop',
  '..',
  '',
  'missing.php',
)
const query = pick('', '', '', '?id=12', '?a=b', '?', '??x', '?q=a%20b&id=3', '?x=%3F')
const ending = pick(
  '',
  '',
  '',
  '',
  '',
  '/',
  '/12/x',
  '/',
  '.',
  ';v=1',
  'x',
  '%3Fx',
  '%20',
  '%00',
  '%2F',
  '%0a',
  '%2500',
  '//a//b/',
  '/a%20b',
  '/%25',
  '/caf%C3%A9',
  '/%ff',
  '/../other.php',
  '/%0d%0aX-Evil:1',
  '/%252f',
  '/..',
  '/.',
  '/a%3Fb',
  '/%zz',
)
const beginning = pick(
  '/',
  '/',
  '/',
  '/',
  '/',
  '/',
  '//',
  '///',
  '/./',
  '/admin/../',
  '/../',
  '/%2e%2e/',
  '/alias/',
  '/old/',
  '/out/',
  '/alias/admin/',
  'http://localhost/',
  'http://elsewhere.invalid/',
)
const pretty = pick(
  '/article/12',
  '/article/12/',
  '/users',
  '/a%20b',
  '/p%20q',
  '/home.html',
  '/news/7',
  '/blog/a',
  '/x/1',
  '/abc-12',
  '/other.php/q',
  '/top',
  '/admin/x/end',
  '/loop',
  '/old-page',
  '/n7',
  '/t/u',
  '/gone.php',
  '/a/b',
  '/admin/users',
  '/blog/home',
  '/admin',
  '/blog',
  '/admin/deep',
  '/shop%20v2',
  '/alias',
  '/old',
  '/admin/deep/',
  '/missing',
  '/missing/index.php',
  '/USERS.PHP',
  '/indexXphp',
  '/.htaccess',
  '/admin/.htaccess',
  '*',
  '?a=1',
  '/index.php#x',
  '/',
  '/',
  '/?q=1',
  '/admin%2Fusers.php',
)

/** Other spellings of a path: letters in hexadecimal, capitals. */
const spelling = pick<(path: string) => string>(
  (path) => path,
  (path) => path,
  (path) => path,
  (path) => path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/\.(?=[^/.]*$)/, '%2E'),
  (path) => path.toUpperCase(),
  (path) => path.replace('/', '//'),
)

/** Raw request targets for a site: its files and directories in many spellings, what its rules may mean, and noise. */
export function randomTarget(site: RandomSite): fc.Arbitrary<string> {
  const paths = Object.keys(site).flatMap((file) => [
    file,
    file,
    file.replace(/[^/]+$/, ''),
    file.replace(/\.\w+$/, ''),
  ])
  const path = fc
    .tuple(pick(...paths), pick(0, 0, 0, 1, 2, 3, 4), beginning, spelling, ending)
    .map(([file, change, start, spelt, end]) => {
      const plain = file.split('/').map(encodeURIComponent).join('/')
      const isChanged = (which: number): boolean => change === which || change === 4
      return `${isChanged(1) ? start : '/'}${isChanged(2) ? spelt(plain) : plain}${isChanged(3) ? end : ''}`
    })
  const ofSite = fc.tuple(path, query).map((parts) => parts.join(''))
  const noise = fc
    .tuple(beginning, fc.array(segment, {maxLength: 3}), ending, query)
    .map(([start, segments, end, text]) => `${start}${segments.join('/')}${end}${text}`)
  return fc.oneof(
    {arbitrary: ofSite, weight: 5},
    {arbitrary: fc.tuple(pretty, query).map((parts) => parts.join('')), weight: 3},
    noise,
  )
}

/** Aliases of the server, as the tests configure it. */
const aliases: readonly UrlAlias[] = [
  {url: '/alias', to: ''},
  {url: '/old', to: 'admin'},
  {url: '/out', to: null},
]

/** What routing takes from such a site. */
export function siteToRoute(site: RandomSite, documentRoot = '/srv/www'): SiteToRoute {
  const files = new Set(Object.keys(site))
  const folders = new Set(
    [...files].flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, index, all) => all.slice(0, index + 1).join('/')),
    ),
  )
  const settings = Object.entries(site)
    .filter(([file]) => file.endsWith('.htaccess'))
    .flatMap(([file, text]) => settingsOfHtaccess(file, directivesOf(Buffer.from(text)), (path) => files.has(path)))
  return {
    pages: [...files].filter((file) => file.endsWith('.php')),
    settings,
    kindOf: (path) => (files.has(path) ? 'file' : path === '' || folders.has(path) ? 'directory' : undefined),
    documentRoot,
    extensions: ['php', 'phar', 'phtml'],
    directoryIndex: ['index.php', 'index.html'],
    aliases,
  }
}
