/** Asks one page without a server, for tests of handlers. */
import {type Charset, encodeText} from '../php/charset.ts'
import {rawurlencode, urlencode} from '../php/url.ts'
import {codecOf} from './codec.ts'
import type {Clock} from './context.ts'
import type {PageDefinition} from './page-definition.ts'
import {runPage} from './run-page.ts'
import {SessionData} from './session/data.ts'
import {memoryStore} from './session/memory.ts'
import type {SessionInput, SessionValue} from './session/values.ts'
import {resolveSettings, type Settings} from './settings.ts'
import {systemClock} from './system-clock.ts'

/** A request in a test. */
export interface TestRequest {
  /** `GET`, or `POST` when there is a form or a body. */
  method?: string
  /** The address; its query becomes `query`. The page's own when absent. */
  url?: string
  /** The fields of a form, whose names may have brackets; or the form as it is sent: `a=1&b%5B%5D=2`. */
  form?: Readonly<Record<string, string>> | string
  /** A body of another kind; its type goes into `server.CONTENT_TYPE`. */
  body?: string | Uint8Array
  cookies?: Readonly<Record<string, string>>
  /** What `$_SESSION` holds when the page begins. */
  session?: Readonly<Record<string, SessionInput>>
  /** Further variables of `$_SERVER`. */
  server?: Readonly<Record<string, string>>
  settings?: Settings
  db?: unknown
  clock?: Clock
}

/** What a page answered. */
export interface TestResponse {
  status: number
  /** By name in lower case; several of one name are joined by a line break. */
  headers: Record<string, string>
  /** The body as text. */
  body: string
  /** What `$_SESSION` holds when the page has ended; empty when it was destroyed. */
  session: Record<string, SessionValue>
}

/**
 * Runs a page for one request, with the session in memory:
 *
 *     const {status, body} = await requestPage(page, {url: '/book.php?id=7'})
 *
 * Rejects with what the page threw; reaching a hole rejects with that `Hole`, `decline()` with a `Declined`.
 */
export async function requestPage(definition: PageDefinition, request: TestRequest = {}): Promise<TestResponse> {
  const sessions = new Map<string, Buffer>()
  const settings = resolveSettings(request.settings ?? {}, memoryStore(sessions))
  const codec = definition.charset === undefined ? settings.codec : codecOf(definition.charset)
  const cookies = {...request.cookies}
  if (request.session !== undefined) {
    cookies[settings.session.name] ??= 'test'
    const data = new SessionData(Buffer.alloc(0), codec, settings.session.serializeHandler)
    for (const [name, value] of Object.entries(request.session)) data.set(name, value)
    sessions.set(cookies[settings.session.name] ?? '', data.bytes())
  }
  const body = bodyOf(request, codec.charset)
  const outcome = await runPage(
    definition,
    {parameters: parametersOf(definition.page, request, cookies, body), body},
    {settings, clock: request.clock ?? systemClock, db: request.db, warn: () => undefined},
  )
  if (outcome.kind === 'declined') throw outcome.reason
  if (outcome.kind === 'error') throw outcome.error
  const {status = 200, headers} = outcome.response
  const chunks: Buffer[] = []
  if (Buffer.isBuffer(outcome.response.body)) chunks.push(outcome.response.body)
  else for await (const chunk of outcome.response.body) chunks.push(chunk)
  const last = [...sessions.values()].at(-1) ?? Buffer.alloc(0)
  const left = new SessionData(last, codec, settings.session.serializeHandler)
  const session = Object.fromEntries(left.keys().map((name) => [name, left.get(name) ?? null]))
  return {status, headers: joinHeaders(headers), body: codec.decode(Buffer.concat(chunks)), session}
}

function bodyOf({body, form = ''}: TestRequest, charset: Charset): Buffer {
  if (typeof body === 'string') return Buffer.from(encodeText(body, charset))
  if (body !== undefined) return Buffer.from(body)
  if (typeof form === 'string') return Buffer.from(form, 'latin1')
  const pairs = Object.entries(form).map((pair) => pair.map((text) => urlencode(text, charset)).join('='))
  return Buffer.from(pairs.join('&'))
}

function parametersOf(
  page: string,
  request: TestRequest,
  cookies: Readonly<Record<string, string>>,
  body: Buffer,
): Map<string, string> {
  const url = request.url ?? `/${page}`
  const hasBody = request.form !== undefined || request.body !== undefined
  const parameters = new Map([
    ['REQUEST_METHOD', request.method ?? (hasBody ? 'POST' : 'GET')],
    ['REQUEST_URI', url],
    ['SCRIPT_NAME', `/${page}`],
    ['QUERY_STRING', url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''],
    ['SERVER_PROTOCOL', 'HTTP/1.1'],
    ['SERVER_NAME', 'localhost'],
    ['HTTP_HOST', 'localhost'],
    ['REMOTE_ADDR', '127.0.0.1'],
    ['CONTENT_LENGTH', String(body.length)],
  ])
  if (request.form !== undefined) parameters.set('CONTENT_TYPE', 'application/x-www-form-urlencoded')
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${rawurlencode(value)}`)
  if (pairs.length > 0) parameters.set('HTTP_COOKIE', pairs.join('; '))
  for (const [name, value] of Object.entries(request.server ?? {})) {
    parameters.set(name, Buffer.from(encodeText(value)).toString('latin1'))
  }
  return parameters
}

function joinHeaders(headers: readonly [string, string][]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    joined[key] = joined[key] === undefined ? value : `${joined[key]}\n${value}`
  }
  return joined
}
