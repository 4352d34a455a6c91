/** A handler as a function from `Request` to `Response`, for any server that speaks the Fetch standard. */
import {Readable} from 'node:stream'
import {decodePercent} from '../php/url.ts'
import {answerRequests} from './answer-request.ts'
import type {Clock} from './context.ts'
import type {PageDefinition} from './page-definition.ts'
import {registerModules} from './resolve-hook.ts'
import type {PageResponse} from './run-page.ts'
import {resolveSettings, type Settings} from './settings.ts'
import {Activity} from './status/activity.ts'
import {systemClock} from './system-clock.ts'
import {type LegacySettings, legacyUpstream} from './upstream/index.ts'

/** What a page needs beside its request; all optional. */
export interface FetchOptions {
  settings?: Settings
  /** The site's PHP, for what the handler leaves to it. */
  legacy?: LegacySettings
  /** Where the PHP files are: `$_SERVER['DOCUMENT_ROOT']`. */
  documentRoot?: string
  db?: unknown
  clock?: Clock
  /** The client's address: `$_SERVER['REMOTE_ADDR']`. A `Request` does not say it; `127.0.0.1` when absent. */
  clientAddress?: (request: Request) => string
  /** Takes one line per fault; they go to stderr when absent. */
  errorLog?: (line: string) => void
}

/**
 * The handler outside of `migrate serve`: under hono, express or fastify, or in a test.
 *
 *     const book = toFetch(bookPage)
 *     app.all('/book.php', (c) => book(c.req.raw))
 *
 * Whatever the path of the request, it is the page's: what follows the page's own path is PATH_INFO. Never rejects.
 *
 * @throws RangeError for a setting that is not supported
 */
export function toFetch(
  definition: PageDefinition,
  options: FetchOptions = {},
): (request: Request) => Promise<Response> {
  registerModules()
  const {documentRoot, clientAddress = () => '127.0.0.1'} = options
  const serve = answerRequests({
    handlers: {has: (page) => page === definition.page, load: async () => definition},
    environment: {
      settings: resolveSettings(options.settings ?? {}),
      clock: options.clock ?? systemClock,
      db: options.db,
    },
    handlersDirectory: '',
    documentRoot,
    legacy: legacyUpstream(options.legacy ?? {}),
    isPhp: () => false,
    activity: new Activity(),
    accessLog: () => undefined,
    errorLog: options.errorLog ?? ((line) => void process.stderr.write(`${line}\n`)),
  })
  return async (request) => {
    const parameters = parametersOf(request, definition.page, documentRoot, clientAddress(request))
    const {response, sent} = await serve({parameters, body: bodyOf(request)})
    return responseOf(response, sent)
  }
}

/** The CGI variables (RFC 3875, section 4.1) that a web server would have made. */
function parametersOf(
  request: Request,
  page: string,
  documentRoot: string | undefined,
  clientAddress: string,
): Map<string, string> {
  const url = new URL(request.url)
  const scriptName = Buffer.from(`/${page}`).toString('latin1')
  const path = decodePercent(url.pathname)
  const parameters = new Map([
    ['GATEWAY_INTERFACE', 'CGI/1.1'],
    ['SERVER_PROTOCOL', 'HTTP/1.1'],
    ['SERVER_NAME', url.hostname],
    ['SERVER_PORT', url.port || (url.protocol === 'https:' ? '443' : '80')],
    ['REQUEST_SCHEME', url.protocol.slice(0, -1)],
    ['REMOTE_ADDR', clientAddress],
    ['REQUEST_METHOD', request.method],
    ['REQUEST_URI', url.pathname + url.search],
    ['QUERY_STRING', url.search.slice(1)],
    ['SCRIPT_NAME', scriptName],
  ])
  if (url.protocol === 'https:') parameters.set('HTTPS', 'on')
  if (documentRoot !== undefined) {
    parameters.set('DOCUMENT_ROOT', documentRoot).set('SCRIPT_FILENAME', documentRoot + scriptName)
  }
  if (path.startsWith(`${scriptName}/`)) {
    parameters.set('PATH_INFO', path.slice(scriptName.length))
  }
  if (!request.headers.has('host')) parameters.set('HTTP_HOST', url.host)
  for (const [name, value] of request.headers) {
    if (name === 'content-type' || name === 'content-length') parameters.set(cgiName(name), value)
    // A name with an underscore could pose as another header.
    else if (!name.includes('_')) parameters.set(`HTTP_${cgiName(name)}`, value)
  }
  return parameters
}

function cgiName(header: string): string {
  return header.toUpperCase().replaceAll('-', '_')
}

async function* bodyOf({body}: Request): AsyncGenerator<Buffer> {
  if (body !== null) for await (const chunk of body) yield Buffer.from(chunk)
}

/** Statuses that have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304])

function responseOf({status = 200, headers, body}: PageResponse, sent: (bytes: number) => void): Response {
  const fields = new Headers()
  for (const [name, value] of headers) fields.append(name, value)
  const init = {status, headers: fields}
  if (Buffer.isBuffer(body)) {
    sent(body.length)
    return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(body), init)
  }
  const stream = Readable.toWeb(Readable.from(counted(body, sent), {objectMode: false}))
  return new Response(stream as unknown as ReadableStream, init)
}

async function* counted(body: AsyncIterable<Buffer>, sent: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.length
      yield chunk
    }
  } finally {
    sent(bytes)
  }
}
