/**
 * The HTTP transport, for trying pages by hand and for a proxy on the loopback. It makes the CGI variables itself, from
 * the connection and the request line. No header is trusted, since no configuration that `migrate` writes speaks HTTP:
 * `X-Forwarded-For` and its like are HTTP_* variables, as for PHP.
 */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {Socket} from 'node:net'
import {decodePercent} from '../php/url.ts'
import {drained} from './drained.ts'
import type {PageResponse} from './run-page.ts'
import type {Serve, Transport} from './serve.ts'
import {PATIENCE, type Patience, type Watched, watchStalls} from './stalls.ts'
import {connectionLimit} from './stream-server.ts'

/** What the HTTP transport must know of the site. */
export interface HttpSite {
  /** Where the PHP files are, for `SCRIPT_FILENAME`. */
  documentRoot: string
  /** Whether a path below the document root is a page. */
  isPage(path: string): boolean
}

/** An HTTP server that is not listening yet. */
export function httpServer(
  serve: Serve,
  site: HttpSite,
  patience: Patience = PATIENCE,
): {server: Server; transport: Transport} {
  const timeouts = {
    headersTimeout: patience.head,
    requestTimeout: patience.head + patience.body,
    connectionsCheckingInterval: patience.head / 2,
  }
  const server = createServer(timeouts, (request, response) => {
    if ((request.headersDistinct.host?.length ?? 0) > 1) {
      sendText(response, 400, 'The request has more than one Host.\n')
      return
    }
    const target = parseTarget(request.url ?? '/', site)
    if (target === undefined) sendText(response, 404, 'There is no page at this address.\n')
    else if (typeof target === 'string') response.writeHead(301, {Location: target}).end()
    else void answer(serve, request, response, cgiParameters(request, target, site))
  })
  server.maxConnections = connectionLimit()
  const connections = new Set<Watched>()
  server.on('connection', (socket) => {
    const connection = new Reader(socket)
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
  })
  const endWatch = watchStalls(connections, patience)
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    await closed
    endWatch()
  }
  return {server, transport: {close, destroy: () => server.closeAllConnections()}}
}

/** A client as the one who takes the answer; Node itself watches how it sends its request. */
class Reader implements Watched {
  readonly socket: Socket
  readonly requests = 0

  constructor(socket: Socket) {
    this.socket = socket
  }

  get owes(): 'answer' | undefined {
    return this.socket.writableLength > 0 ? 'answer' : undefined
  }
}

interface Target {
  scriptName: string
  pathInfo: string
  queryString: string
}

/**
 * Finds the page in a request target, as Apache does: percent-decoded, `//`, `.` and `..` resolved, the longest known
 * page before PATH_INFO, `index.php` for a directory. A string is where a directory without its slash is redirected to.
 */
function parseTarget(url: string, site: HttpSite): Target | string | undefined {
  const question = url.indexOf('?')
  const rawPath = question < 0 ? url : url.slice(0, question)
  const queryString = question < 0 ? '' : url.slice(question + 1)
  const path = resolvePath(decodePercent(rawPath))
  for (let slash = path.indexOf('/', 1); ; slash = path.indexOf('/', slash + 1)) {
    const scriptName = slash < 0 ? path : path.slice(0, slash)
    if (site.isPage(scriptName.slice(1))) return {scriptName, pathInfo: path.slice(scriptName.length), queryString}
    if (slash < 0) break
  }
  if (path.endsWith('/')) {
    const scriptName = `${path}index.php`
    return site.isPage(scriptName.slice(1)) ? {scriptName, pathInfo: '', queryString} : undefined
  }
  if (!site.isPage(`${path.slice(1)}/index.php`)) return undefined
  // One slash in front: two would name another host.
  const directory = `/${rawPath.replace(/^\/+/, '')}/`
  return queryString === '' ? directory : `${directory}?${queryString}`
}

function resolvePath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  const isDirectory = /\/\.{0,2}$/.test(path)
  return `/${segments.join('/')}${isDirectory && segments.length > 0 ? '/' : ''}`
}

function cgiParameters(request: IncomingMessage, target: Target, {documentRoot}: HttpSite): Map<string, string> {
  const {socket, headers} = request
  const host = headers.host ?? 'localhost'
  const parameters = new Map<string, string>([
    ['GATEWAY_INTERFACE', 'CGI/1.1'],
    ['SERVER_PROTOCOL', `HTTP/${request.httpVersion}`],
    ['SERVER_NAME', host.replace(/:\d+$/, '')],
    ['SERVER_ADDR', socket.localAddress ?? ''],
    ['SERVER_PORT', String(socket.localPort ?? '')],
    ['REMOTE_ADDR', socket.remoteAddress ?? ''],
    ['REMOTE_PORT', String(socket.remotePort ?? '')],
    ['REQUEST_SCHEME', 'http'],
    ['DOCUMENT_ROOT', documentRoot],
    ['SCRIPT_FILENAME', documentRoot + target.scriptName],
    ['SCRIPT_NAME', target.scriptName],
    ['REQUEST_METHOD', request.method ?? 'GET'],
    ['REQUEST_URI', request.url ?? '/'],
    ['QUERY_STRING', target.queryString],
  ])
  if (target.pathInfo !== '') {
    parameters.set('PATH_INFO', target.pathInfo)
    parameters.set('PATH_TRANSLATED', documentRoot + target.pathInfo)
  }
  if (headers['content-type'] !== undefined) parameters.set('CONTENT_TYPE', headers['content-type'])
  if (headers['content-length'] !== undefined) parameters.set('CONTENT_LENGTH', headers['content-length'])
  for (const [name, value] of Object.entries(headers)) {
    // As Apache: a name with an underscore or a dot could pose as another header.
    if (!/^[a-z0-9-]+$/.test(name) || NOT_PASSED.has(name)) continue
    const joined = Array.isArray(value) ? value.join(', ') : (value ?? '')
    parameters.set(`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, joined)
  }
  return parameters
}

/** Those that have a variable of their own, what is true of this connection only, and `HTTP_PROXY` (CVE-2016-5385). */
const NOT_PASSED = new Set(['content-type', 'content-length', 'transfer-encoding', 'proxy'])

async function answer(
  serve: Serve,
  request: IncomingMessage,
  response: ServerResponse,
  parameters: Map<string, string>,
): Promise<void> {
  const exchange = await serve({parameters, body: request})
  const progress = {sent: 0}
  try {
    await send(response, exchange.response, progress)
  } catch {
    // The body broke off in the middle: the client must not take what it has for the whole.
    response.destroy()
  }
  exchange.sent(progress.sent)
}

async function send(
  response: ServerResponse,
  {status = 200, headers, body}: PageResponse,
  progress: {sent: number},
): Promise<void> {
  if (Buffer.isBuffer(body)) {
    const length: [string, string][] = status === 204 || status === 304 ? [] : [['Content-Length', String(body.length)]]
    response.writeHead(status, [...headers, ...length].flat())
    response.end(body)
    progress.sent = body.length
    return
  }
  response.writeHead(status, headers.flat())
  for await (const chunk of body) {
    if (response.destroyed) return
    progress.sent += chunk.length
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {'Content-Type': 'text/plain; charset=UTF-8'}).end(text)
}
