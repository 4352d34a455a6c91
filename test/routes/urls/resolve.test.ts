import {expect, test} from 'vitest'
import {resolveUrl} from '../../../src/routes/urls/resolve.ts'
import {type RoutedSite, routedSite} from '../../../src/routes/urls/routed-site.ts'
import type {Visit} from '../../../src/routes/urls/types.ts'
import {siteToRoute} from './random-site.ts'

const HTACCESS = `ErrorDocument 404 /missing.php
Redirect permanent /old-news /news.php
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule ^article/(\\d+)$ article.php?id=$1 [QSA,L]
RewriteRule ^closed\\b - [F]
RewriteCond %{HTTP_COOKIE} beta=1
RewriteRule ^news\\.php$ beta/news.php [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule ^shop/(.*)$ shop.php?path=$1 [L,B]
</IfModule>
`

function site(files: Record<string, string> = {}): RoutedSite {
  const names = [
    'index.php',
    'article.php',
    'news.php',
    'beta/news.php',
    'shop.php',
    'missing.php',
    'a b.php',
    'pic.txt',
  ]
  return routedSite(
    siteToRoute({
      ...Object.fromEntries(names.map((name) => [name, ''])),
      'admin/users.php': '',
      '.htaccess': HTACCESS,
      ...files,
    }),
  )
}

/** The outcomes, each in a few words. */
function said(visit: Visit | string, routed = site()): string[] {
  return resolveUrl(visit, routed).outcomes.map((outcome) => {
    switch (outcome.kind) {
      case 'page': {
        const via = outcome.via.map((step) => (step.how === 'rewrite' ? `${step.file}:${step.line}` : step.how))
        return [outcome.page, outcome.pathInfo, outcome.query && `?${outcome.query}`, ...via].filter(Boolean).join(' ')
      }
      case 'redirect':
        return `${outcome.status} ${outcome.location}`
      case 'error':
        return `${outcome.status} ${outcome.page ?? ''}`.trim()
      case 'static':
        return `static ${outcome.file}`
      case 'directory':
        return `directory ${outcome.directory}`
      default:
        return `${outcome.kind}: ${outcome.because}`
    }
  })
}

test.each([
  ['/news.php?x=1', ['news.php ?x=1', 'beta/news.php ?x=1 .htaccess:8']],
  ['/article/12?b=2', ['article.php ?id=12&b=2 .htaccess:5']],
  ['http://shop.example/article/7', ['article.php ?id=7 .htaccess:5']],
  ['/%61rticle/./12', ['article.php ?id=12 .htaccess:5']],
  ['/', ['index.php index']],
  ['?q=1', ['index.php ?q=1 index']],
  ['/index.php/a%20b', ['index.php /a b path-info']],
  ['/a%20b.php', ['a b.php']],
  ['/admin', ['301 /admin/']],
  ['/admin/', ['directory admin']],
  ['/admin//users.php', ['admin/users.php']],
  ['/admin%2Fusers.php', ['404']],
  ['/../index.php', ['400']],
  ['/index.php%00', ['404']],
  ['/index.php#x', ['400']],
  ['/pic.txt', ['static pic.txt']],
  ['/pic.txt/more', ['404 missing.php']],
  ['/no', ['404 missing.php']],
  ['/closed/x', ['403']],
  ['/old-news?a=b', ['301 /news.php?a=b']],
  ['/shop/red%20shoes', ['shop.php ?path=red+shoes .htaccess:11']],
  ['/.htaccess', ['403']],
  ['/alias/admin/users.php/1', ['admin/users.php /1 alias path-info']],
  ['/old/users.php', ['admin/users.php alias']],
  ['/out/x.php', ['elsewhere: an alias leads out of the document root']],
])('%s leads to what Apache finds', (target, expected) => {
  expect(said(target).sort()).toEqual([...expected].sort())
})

test('a condition on what is not known gives an outcome for each case, and is named', () => {
  const {depends} = resolveUrl('/news.php', site())
  expect(depends).toMatchObject([{file: '.htaccess', line: 7, text: 'RewriteCond %{HTTP_COOKIE} beta=1'}])
})

test('what is told of the request decides: host, scheme and method', () => {
  const routed = site({
    '.htaccess':
      'RewriteEngine On\nRewriteCond %{HTTPS} !=on\nRewriteRule ^(.*)$ https://%{HTTP_HOST}/$1 [R=301,L]\nRewriteCond %{HTTP_HOST} ^www\\.\nRewriteRule ^ article.php\n',
  })
  expect(said({target: '/news.php', host: 'shop.example', https: false}, routed)).toEqual([
    '301 https://shop.example/news.php',
  ])
  expect(said({target: '/news.php', host: 'shop.example', https: true}, routed)).toEqual(['news.php'])
  expect(said({target: '/news.php', host: 'www.shop.example', https: true}, routed)).toEqual([
    'article.php .htaccess:5',
  ])
  expect(said('/news.php', routed)).toHaveLength(3)
})

test('rules that are not understood make the answer open, never a wrong one', () => {
  const possessive = site({'.htaccess': 'RewriteEngine On\nRewriteRule ^(a++)b$ article.php?id=$1\n'})
  expect(said('/aab', possessive).sort()).toEqual(['404', 'article.php ?id=… .htaccess:2'])
  const guarded = site({'.htaccess': '<IfDefine STAGING>\nRewriteEngine On\nRewriteRule ^ article.php\n</IfDefine>\n'})
  expect(resolveUrl('/news.php', guarded).depends).toHaveLength(2)
  const views = site({'.htaccess': 'Options +MultiViews\n'})
  expect(said('/news', views)[0]).toContain('MultiViews')
})

test('a pattern that can try for ever is given up on long paths', () => {
  const slow = site({'.htaccess': 'RewriteEngine On\nRewriteRule ^(([a-z])+.)+X$ article.php\n'})
  const before = performance.now()
  said(`/${'a'.repeat(4000)}`, slow)
  expect(performance.now() - before).toBeLessThan(2000)
})

test('rules that go round for ever end as in Apache', () => {
  expect(said('/x1', site({'.htaccess': 'RewriteEngine On\nRewriteRule ^(.*)$ a$1\n'}))).toEqual(['500'])
  expect(said('/x1', site({'.htaccess': 'RewriteEngine On\nRewriteRule ^(.*)$ a$1 [N=5]\n'}))).toEqual(['500'])
})
