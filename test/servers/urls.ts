/** Request targets in every spelling that a visitor, a proxy or an attacker may use. */
import type {Request} from '../support/http.ts'
import {forbidden, longPage, oddNames, siblings} from './site.ts'

const spellings = [
  ...[
    '/index.php',
    '/',
    '/?q=1',
    '?a=1',
    '/index.php?',
    '/index.php??a=1',
    '/index.php/',
    '/index.php/12/x',
    '//index.php',
    '///',
  ],
  ...[
    '/./index.php',
    '/admin/../index.php',
    '/admin/./../index.php',
    '/../index.php',
    '/%2e%2e/index.php',
    '/%69ndex.php',
    '/index%2Ephp',
  ],
  ...[
    '/INDEX.PHP',
    '/index.php.',
    '/index.php;x',
    '/index.php;v=1/p',
    '/index.php%3Fx',
    '/index.php%20',
    '/index.php%00',
    '/index.php%0a',
  ],
  ...[
    '/index.php%0d%0aX-Evil:1',
    '/index.php%2500',
    '/index.php%2Fx',
    '/index.phpx',
    '/xindex.php',
    '/indexXphp',
    '/index',
    '/index.ph',
  ],
  ...[
    '/admin/users.php',
    '/admin/users.php?x=1&y[]=2',
    '/admin/users.php/12/x',
    '/admin//users.php',
    '/admin/%75sers.php',
    '/ADMIN/users.php',
  ],
  ...[
    '/admin%2Fusers.php',
    '/admin/users.php%20',
    '/admin/index.php',
    '/admin/index.php/p',
    '/admin/',
    '/admin',
    '/admin?x',
    '/users.php',
  ],
  ...[
    '/blog/index.php',
    '/blog/',
    '/blog',
    '/blog/article.php',
    '/blog/users.php',
    '/other.php',
    '/other.php/index.php',
    '/other.php?index.php',
  ],
  ...[
    '/static.txt',
    '/static.txt/index.php',
    '/article.php',
    '/article.php/a%20b',
    '/article.php/a%3Fb',
    '/article.php/%25',
    '/article.php/caf%C3%A9',
  ],
  ...[
    '/article.php/%ff',
    '/article.php//a//b/',
    '/article.php/../other.php',
    '/article.php/%0d%0aX-Evil:%201',
    '/article.php/%252f',
  ],
  ...[
    '/article/12',
    '/article/12?b=2',
    '/article/x',
    '/article',
    '/alias/index.php',
    '/alias/',
    '/alias/other.php',
    '/alias/admin/users.php/p',
  ],
  ...[
    '/lnk.php',
    '/lnkdir/index.php',
    '/lnkdir/',
    '/lnkdir/admin/users.php',
    '/missing.php',
    '/missing',
    '/missing/index.php',
  ],
  ...[
    '/.htaccess',
    '/admin/.htaccess',
    'http://localhost/index.php',
    'http://localhost/',
    'http://elsewhere.invalid/other.php',
    '/index.php#x',
    '*',
  ],
]

const methods: Request[] = [
  {method: 'HEAD', target: '/index.php'},
  {method: 'OPTIONS', target: '/index.php'},
  {method: 'PUT', target: '/article.php', body: 'put'},
  {method: 'DELETE', target: '/admin/users.php'},
  {method: 'BREW', target: '/index.php'},
  {method: 'TRACE', target: '/index.php'},
  {
    method: 'POST',
    target: '/index.php',
    body: 'a=1&b[]=2',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
  },
  {method: 'POST', target: '/article/12', body: 'x'.repeat(70_000), headers: [['Content-Type', 'text/plain']]},
  {method: 'POST', target: '/', headers: [['Transfer-Encoding', 'chunked']], body: '5\r\nhello\r\n0\r\n\r\n'},
  {method: 'POST', target: '/other.php', body: 'a=1'},
  {
    target: '/index.php',
    headers: [
      ['X-Forwarded-For', '6.6.6.6'],
      ['Remote-User', 'root'],
      ['REMOTE_USER', 'root'],
      ['Proxy', 'x'],
    ],
  },
  {target: '/index.php', headers: [['Host', 'elsewhere.invalid']]},
]

/** Who may see `closed/basic/`. */
export const password: NonNullable<Request['headers']> = [
  ['Authorization', `Basic ${Buffer.from('bob:secret').toString('base64')}`],
]

const closed: Request[] = Object.keys(forbidden).flatMap((kind) => [
  ...['secret.php', 'secret.php/x', '%73ecret.php', './secret.php'].map((name) => ({
    target: `/closed/${kind}/${name}`,
  })),
  {target: `/closed/${kind}/secret.php`, headers: password},
  {target: `/alias/closed/${kind}/secret.php`},
])

/** Every request of the sweep. */
export const requests: readonly Request[] = [
  ...spellings.map((target) => ({target})),
  ...methods,
  ...closed,
  ...[...oddNames, ...siblings, longPage].map((path) => ({target: `/${percentEncode(path)}?x=1`})),
]

function percentEncode(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
