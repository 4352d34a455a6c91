/** Whether the backend was told the same of a request as PHP. */
import {pagePathOfBytes} from '../../src/page.ts'
import {cgiVariables} from '../../src/runtime/cgi/environment.ts'
import {routeRequest} from '../../src/runtime/route.ts'
import type {Way} from './front.ts'
import type {Report} from './report-page.ts'

const compared = new Set([
  ...['REQUEST_METHOD', 'REQUEST_URI', 'SCRIPT_NAME', 'SCRIPT_FILENAME', 'PATH_INFO', 'QUERY_STRING', 'REMOTE_USER'],
  ...['AUTH_TYPE', 'CONTENT_TYPE', 'CONTENT_LENGTH', 'DOCUMENT_ROOT', 'SERVER_NAME', 'SERVER_PORT', 'SERVER_ADDR'],
  ...['SERVER_PROTOCOL', 'REQUEST_SCHEME', 'HTTPS', 'REMOTE_ADDR', 'REMOTE_HOST', 'REMOTE_IDENT', 'SITE_VARIABLE'],
  ...['CONTEXT_PREFIX', 'CONTEXT_DOCUMENT_ROOT', 'SERVER_ADMIN', 'SERVER_SOFTWARE', 'GATEWAY_INTERFACE'],
])

/** Every header is compared, and so is what Apache says of the request before an internal redirect. */
function isCompared(name: string): boolean {
  return compared.has(name) || /^(?:HTTP|SSL|REDIRECT)_/.test(name)
}

/** The differences, a line each. `page` is the page's file below the document root, which the backend is configured with. */
export function environmentDifferences(
  php: Report,
  backend: Report,
  way: Way,
  page: string,
  documentRoot: string,
): string[] {
  const received = way.backend === 'cgi' ? cgiVariables(backend.params) : new Map(backend.params)
  if (received === undefined) return ['the CGI program does not take the request']
  const path = pagePathOfBytes(Buffer.from(page))
  const {page: routed, parameters: given} = routeRequest(received, (asked) => asked === path, documentRoot)
  const wrong = routed === path ? [] : [`the backend takes it for ${routed ?? 'no page'}`]
  const seen = withCredentials(given)
  const wanted = withCredentials(php.params)
  for (const name of new Set([...seen.keys(), ...wanted.keys()])) {
    if (!isCompared(name) || isExcused(name, wanted, seen, way)) continue
    const [left, right] = [wanted.get(name) ?? '', seen.get(name) ?? '']
    if (left !== right) wrong.push(`${name}: ${left} → ${right}`)
  }
  // Of a chunked body that Apache does not keep in memory PHP-FPM is told no length, and reads nothing.
  const isUnread =
    php.body === '' && php.params.get('HTTP_TRANSFER_ENCODING') === 'chunked' && backend.body.length > 65_536
  if (php.body !== backend.body && !isUnread)
    wrong.push(
      `body: ${php.body.length} bytes, beginning with ${JSON.stringify(php.body.slice(0, 20))} → ${backend.body.length}, ${JSON.stringify(backend.body.slice(0, 20))}`,
    )
  return wrong
}

/** PHP tells a page the password in one of two ways, by how it is run: both become PHP_AUTH. */
function withCredentials(params: ReadonlyMap<string, string>): Map<string, string> {
  const all = new Map(params)
  const header = all.get('HTTP_AUTHORIZATION') ?? ''
  all.delete('HTTP_AUTHORIZATION')
  const [user, password] = [all.get('PHP_AUTH_USER'), all.get('PHP_AUTH_PW')]
  const basic = header.match(/^Basic (.*)$/)?.[1]
  const pair = user === undefined ? basic && Buffer.from(basic, 'base64').toString('latin1') : `${user}:${password}`
  return pair ? all.set('HTTP_CREDENTIALS', pair) : all
}

/** What the two can't be told alike, and no page can go by. */
function isExcused(
  name: string,
  php: ReadonlyMap<string, string>,
  backend: ReadonlyMap<string, string>,
  way: Way,
): boolean {
  // Of a chunked body mod_php does not know the length; over FastCGI Apache counts it.
  if (/^(?:CONTENT_LENGTH|HTTP_TRANSFER_ENCODING)$/.test(name) && php.get('HTTP_TRANSFER_ENCODING') === 'chunked')
    return true
  if (way.backend === 'cgi' && name === 'CONTENT_LENGTH' && !backend.has(name)) return true
  // Whether a handler of the user's own is given the password is theirs to say.
  if (name === 'HTTP_CREDENTIALS' && way.style === 'custom') return true
  // The variable of our own rules, after an internal redirect.
  if (/^(?:REDIRECT_)+MIGRATE$/.test(name)) return true
  // PHP leaves out what a page could take for the name of a file (CVE-2016-5385).
  if (name === 'HTTP_PROXY') return true
  // Once a virtual host rewrites at all, mod_rewrite says this to every page.
  if (/^(?:REDIRECT_)+SCRIPT_UR[IL]$/.test(name)) return true
  // A CGI program is never given the password, and is asked by a redirect on which the kind of it is lost.
  if (way.backend === 'cgi' && (name === 'HTTP_CREDENTIALS' || name === 'AUTH_TYPE')) return true
  // What `SetEnv` said before is told to the program by another name.
  if (way.backend === 'cgi' && backend.get(`REDIRECT_${name}`) === php.get(name)) return true
  // `Action` is an internal redirect to the program.
  return way.backend === 'cgi' && /^(?:REDIRECT|CONTEXT)_/.test(name) && backend.has(name)
}
