/** Hands requests on to a virtual host in which every page is PHP's. */
import {randomUUID} from 'node:crypto'
import {request as httpRequest, type IncomingMessage} from 'node:http'
import {pipeline, Readable} from 'node:stream'
import type {PageResponse} from '../run-page.ts'
import {type Upstream, UpstreamError, type UpstreamRequest} from './upstream.ts'

/** Headers of one connection, not of the message (RFC 9110, section 7.6.1), and those that say who asked. */
const NOT_PASSED =
  /^(?:connection|keep-alive|proxy-.*|proxy|te|trailer|transfer-encoding|upgrade|expect|content-length|forwarded|x-forwarded-.*)$/i

/**
 * PHP behind a base address such as `http://127.0.0.1:8081`. It sees our address as the client's; who asked stands in
 * `X-Forwarded-For`, `-Proto` and `-Host`, which come from the web server alone.
 *
 * @param timeout how long PHP may be silent, in milliseconds
 * @throws RangeError when the address is none
 */
export function httpUpstream(base: string, timeout: number): Upstream {
  const url = URL.canParse(base) ? new URL(base) : undefined
  if (url?.protocol !== 'http:' || url.pathname !== '/') {
    throw new RangeError(`\`${base}\` is no address of a PHP host: it is like \`http://127.0.0.1:8081\``)
  }
  // Known to this process alone, so that no client can say it.
  const mark = randomUUID()
  return {
    ask: (request) => ask(url, timeout, request, mark),
    cameBack: (parameters) => parameters.get('HTTP_X_LEFT_TO_PHP') === mark,
  }
}

function ask(url: URL, timeout: number, request: UpstreamRequest, mark: string): Promise<PageResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || 80,
      method: request.parameters.get('REQUEST_METHOD') ?? 'GET',
      path: request.parameters.get('REQUEST_URI') ?? '/',
      headers: [...headersOf(request, url.host), 'x-left-to-php', mark],
      setHost: false,
      timeout,
    })
    outgoing.on('timeout', () => {
      outgoing.destroy(new UpstreamError('timeout', `PHP said nothing for ${timeout} ms`))
    })
    outgoing.on('error', (error) => {
      const known = error instanceof UpstreamError
      reject(known ? error : new UpstreamError('unreachable', `PHP can't be reached: ${error.message}`))
    })
    outgoing.on('response', (incoming) => resolve(answerOf(incoming)))
    outgoing.on('close', () => request.body.close())
    // Its errors are those of the request, which are heard above.
    pipeline(Readable.from(request.body.pieces(), {objectMode: false}), outgoing, () => undefined)
  })
}

function headersOf({parameters, body}: UpstreamRequest, ownHost: string): string[] {
  const headers: string[] = parameters.has('HTTP_HOST') ? [] : ['host', ownHost]
  for (const [name, value] of parameters) {
    if (!name.startsWith('HTTP_')) continue
    const header = name.slice('HTTP_'.length).toLowerCase().replaceAll('_', '-')
    if (!NOT_PASSED.test(header)) headers.push(header, value)
  }
  const type = parameters.get('CONTENT_TYPE')
  if (type !== undefined && type !== '') headers.push('content-type', type)
  if (body.length > 0 || (parameters.get('CONTENT_LENGTH') ?? '') !== '')
    headers.push('content-length', String(body.length))
  headers.push('x-forwarded-for', parameters.get('REMOTE_ADDR') ?? '')
  headers.push('x-forwarded-proto', parameters.get('HTTPS') === 'on' ? 'https' : 'http')
  headers.push('x-forwarded-host', parameters.get('HTTP_HOST') ?? '')
  return headers
}

function answerOf(incoming: IncomingMessage): PageResponse {
  const headers: [string, string][] = []
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    const name = incoming.rawHeaders[at] ?? ''
    // The web server in front sets these two itself.
    if (!NOT_PASSED.test(name) && !/^(?:date|server)$/i.test(name))
      headers.push([name, incoming.rawHeaders[at + 1] ?? ''])
  }
  return {status: incoming.statusCode, headers, body: incoming}
}
