/** Random requests to a site: pages and everything near them, in every spelling, by every method. */
import type {Headers, Request} from '../support/http.ts'
import type {Random} from './random.ts'
import {below, foldersOf, isPhp, type Moved, nameOf, type Site} from './site.ts'
import {spellEnding, spellPath} from './spellings.ts'

/** So many requests; every page of the site is asked for plainly once. */
export function generateRequests(random: Random, site: Site, moved: readonly Moved[], count: number): Request[] {
  const plain = [...site.files, ...foldersOf(site).map((folder) => `${folder}/`)]
    .map((path) => ({
      target: encodeURI(`/${path.replace(/^\//, '')}`)
        .replaceAll('?', '%3F')
        .replaceAll('#', '%23'),
    }))
    .slice(0, Math.floor(count / 3))
  const rest = Array.from({length: count - plain.length}, () => generateRequest(random, site, moved))
  return [...plain, ...rest]
}

function generateRequest(random: Random, site: Site, moved: readonly Moved[]): Request {
  const target = generateTarget(random, site, moved)
  const headers = generateHeaders(random)
  const method = random.chance(0.68) ? 'GET' : random.pick(methods)
  const hasBody = /^(?:POST|PUT|PATCH|BREW|DELETE)$/.test(method) && random.chance(0.8)
  return {
    ...(method === 'GET' ? {} : {method}),
    target,
    ...(headers.length > 0 || hasBody ? withBody(random, headers, hasBody) : {}),
  }
}

const methods = [
  ...['HEAD', 'HEAD', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'BREW', 'TRACE', 'PROPFIND', 'get'],
]

function withBody(random: Random, headers: Headers, hasBody: boolean): Pick<Request, 'headers' | 'body'> {
  if (!hasBody) return {headers}
  const body = random.chance(0.02)
    ? 'x'.repeat(70_000)
    : random.pick(['', 'a=1&b[]=2', '{"a":1}', 'a\0b\r\n\r\nc', '<? x'])
  const type = random.pick(['application/x-www-form-urlencoded', 'application/json', 'text/plain; charset="x"'])
  const typed: Headers = random.chance(0.8) ? [...headers, ['Content-Type', type]] : headers
  if (random.chance(0.75)) return {headers: typed, body}
  const chunks = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`
  return {headers: [...typed, ['Transfer-Encoding', 'chunked']], body: `${chunks}0\r\n\r\n`}
}

/** A path that means something to the site, mostly; else one that nearly does. */
function generateTarget(random: Random, site: Site, moved: readonly Moved[]): string {
  const roll = random.below(100)
  if (roll < 1) return random.pick(['*', '/', '//', '/.', '/..', '?x', '/%', '/\xff', 'http://shop.example', 'x'])
  return `${spellPath(random, generatePath(random, site, moved, roll))}${spellEnding(random)}`
}

function generatePath(random: Random, site: Site, moved: readonly Moved[], roll: number): string {
  const folders = foldersOf(site)
  const {files, links, rules, outside} = site
  const page = roll < 60 && moved.length > 0 ? random.pick(moved).file : random.pick(files)
  if (roll < 50) return page
  if (roll < 62) return random.pick(files)
  if (roll < 68) return below(random.pick(folders), nameOf(page))
  if (roll < 74) return `${random.pick(folders)}${random.chance(0.6) ? '/' : ''}`.replace(/^\//, '')
  if (roll < 80 && links.length > 0) {
    const {path} = random.pick(links)
    return path.endsWith('.php') ? path : below(path, random.chance(0.7) ? random.pick(files) : nameOf(page))
  }
  if (roll < 94) return pathOfRule(random, site, random.pick(rules), page)
  if (roll < 96)
    return below(random.pick(folders), random.pick(['.htaccess', '.htpasswd', '.git/config', 'server-status']))
  if (roll < 97 && outside.length > 0) return random.pick(outside)
  return below(random.pick(folders), random.pick(['missing', 'missing.php', 'missing/index.php', 'missing.css']))
}

function pathOfRule(random: Random, site: Site, rule: Site['rules'][number], page: string): string {
  switch (rule.kind) {
    case 'pretty':
      return below(rule.folder, `${rule.word}/${random.pick(['12', '7/x', 'x', ''])}`)
    case 'server-pretty':
      return `${rule.word}/${random.pick(['12', '7/x', 'x', ''])}`
    case 'redirect':
      return below(rule.folder, rule.word)
    case 'alias':
      return `${rule.url}/${random.pick([page, nameOf(page), '', 'index.php', ...site.outside])}`
    case 'front-controller':
      return below(rule.folder, random.pick(['some/page', 'x', 'y.html', 'z.php']))
    case 'forbid':
      return below(rule.folder, rule.begins)
    default: {
      const inside = site.files.filter(
        (file) => isPhp(file) && ('folder' in rule ? file.startsWith(rule.folder) : true),
      )
      return inside.length > 0 ? random.pick(inside) : page
    }
  }
}

const attacks: Headers = [
  ['X-Forwarded-For', '6.6.6.6'],
  ['X-Forwarded-Host', 'evil.invalid'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Real-IP', '6.6.6.6'],
  ['Forwarded', 'for=6.6.6.6;proto=https'],
  ['Remote-User', 'root'],
  ['REMOTE_USER', 'root'],
  ['Redirect-Remote-User', 'root'],
  ['Proxy', 'http://evil.invalid/'],
  ['X-Original-URL', '/index.php'],
  ['X-Rewrite-URL', '/index.php'],
  ['Redirect-Status', '200'],
  ['Script-Filename', '/etc/passwd'],
  ['Script-Name', '/index.php'],
  ['Path-Info', '/evil'],
  ['Document-Root', '/'],
  ['Https', 'on'],
  ['Migrate', 'on'],
  ['X-Side', 'typescript'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Content-Disposition', 'x\x01y'],
  ['Accept-Encoding', 'gzip'],
  ['Accept', 'text/html'],
  ['Accept-Language', 'de, *'],
  ['If-Modified-Since', 'Tue, 01 Jan 2030 00:00:00 GMT'],
  ['If-None-Match', '*'],
  ['Range', 'bytes=0-3'],
  ['Expect', '100-continue'],
  ['Upgrade', 'h2c'],
  ['Referer', 'http://shop.example/?<If>'],
  ['Host', 'elsewhere.invalid'],
  ['Host', 'SHOP.example.:80'],
]

const credentials: Headers = [
  ...['bob:secret', 'bob:secret', 'bob:wrong', 'eve:secret'].map((pair): [string, string] => [
    'Authorization',
    `Basic ${Buffer.from(pair).toString('base64')}`,
  ]),
  ['Authorization', 'Bearer abc.def'],
]

const cookies = [
  'ts=1',
  'ts=0',
  'ts=10',
  'xts=1',
  'a=b; ts=1',
  'ts=1; ts=0',
  'a=b;ts=1;c',
  'PHPSESSID=x',
  'ts',
  'ts="1"',
]

function generateHeaders(random: Random): Headers {
  const headers: [string, string][] = []
  if (random.chance(0.2)) headers.push([...random.pick(credentials)])
  if (random.chance(0.2)) headers.push([...random.pick(attacks)])
  if (random.chance(0.1)) headers.push([...random.pick(attacks.slice(0, -2))])
  if (random.chance(0.15)) headers.push(['Cookie', random.pick(cookies)])
  if (random.chance(0.1)) headers.push(['X-TS', random.pick(['1', '0', '11', ' 1'])])
  if (random.chance(0.4)) headers.push(['User-Agent', `browser ${random.below(1000)}`])
  const names = headers.map(([name]) => name)
  return headers.filter(([name], index) => names.indexOf(name) === index)
}
