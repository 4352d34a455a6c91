/** Which page a request is for: what the web server says it would have run, never what the client wrote. */
import type {ByteString} from './codec.ts'
import type {CgiParameters} from './input/server.ts'
import type {PagePath} from './registry.ts'

/** A page and the parameters with its name and PATH_INFO told apart. */
interface RoutedRequest {
  /** `undefined` when the request names no page with a handler. */
  page: PagePath | undefined
  /** The page that was asked for, for people. */
  asked: string
  parameters: CgiParameters
}

/**
 * Finds the page from SCRIPT_FILENAME below the document root, else from SCRIPT_NAME. Apache's `proxy:fcgi://…` before
 * SCRIPT_FILENAME is taken off in `received` itself; under `ProxyPassMatch` it does not split PATH_INFO, so the page's name does.
 */
export function routeRequest(
  received: Map<string, ByteString>,
  isPage: (path: PagePath) => boolean,
  documentRoot?: string,
): RoutedRequest {
  const parameters = withoutProxyPrefix(received)
  const scriptFilename = parameters.get('SCRIPT_FILENAME') ?? ''
  const scriptName = parameters.get('SCRIPT_NAME') ?? ''
  const roots = [toBytes(documentRoot), parameters.get('DOCUMENT_ROOT')]
  const belowRoot = roots.map((root) => pathBelow(scriptFilename, root)).find((path) => path !== undefined)
  const path = belowRoot ?? scriptName.replace(/^\/+/, '')
  const asked = decodeUtf8(path) ?? scriptName
  const {page, length} = longestPage(path, isPage)
  const pathInfo = page === undefined ? '' : path.slice(length)
  return {page, asked, parameters: pathInfo === '' ? parameters : splitPathInfo(parameters, pathInfo)}
}

const PROXY_PREFIX = /^proxy:(?:fcgi|balancer|scgi):\/\/[^/]*/i

function withoutProxyPrefix(parameters: Map<string, ByteString>): CgiParameters {
  const filename = parameters.get('SCRIPT_FILENAME') ?? ''
  if (!PROXY_PREFIX.test(filename)) return parameters
  // A RewriteRule can leave its query string on it.
  return parameters.set('SCRIPT_FILENAME', filename.replace(PROXY_PREFIX, '').replace(/\?.*$/s, ''))
}

function pathBelow(filename: ByteString, root: ByteString | undefined): ByteString | undefined {
  if (root === undefined || root === '') return undefined
  const directory = root.endsWith('/') ? root : `${root}/`
  return filename.startsWith(directory) ? filename.slice(directory.length).replace(/^\/+/, '') : undefined
}

/** The page that the path names, or the longest that it goes on from; what comes after a page's name need not be UTF-8. */
function longestPage(path: ByteString, isPage: (path: PagePath) => boolean): {page?: PagePath; length: number} {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const name = decodeUtf8(path.slice(0, end))
    // A backslash that reads as the escape of a byte is one itself in the path of a page.
    const page = name?.replace(/\\(?=x[0-9A-F]{2})/g, '\\x5C')
    if (page !== undefined && isPage(page)) return {page, length: end}
  }
  return {length: 0}
}

/**
 * Moves PATH_INFO from the script's name to where it belongs, as PHP-FPM's `cgi.fix_pathinfo` does: there it stays as it is
 * in SCRIPT_FILENAME, which is a piece of a URL, while SCRIPT_NAME is decoded.
 */
function splitPathInfo(parameters: CgiParameters, pathInfo: ByteString): CgiParameters {
  const split = new Map(parameters)
  for (const name of ['SCRIPT_NAME', 'SCRIPT_FILENAME']) {
    const value = parameters.get(name)
    const end = [pathInfo, percentDecoded(pathInfo)].find((text) => value?.endsWith(text))
    if (value === undefined || end === undefined) continue
    split.delete(name)
    split.set(name, value.slice(0, -end.length)).set(`ORIG_${name}`, value)
  }
  const root = (parameters.get('DOCUMENT_ROOT') ?? '').replace(/\/$/, '')
  return split.set('PATH_INFO', pathInfo).set('PATH_TRANSLATED', root + pathInfo)
}

function percentDecoded(text: ByteString): ByteString {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function toBytes(text: string | undefined): ByteString | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('latin1')
}

/** File names as text; one that is not UTF-8 has no handler. */
function decodeUtf8(bytes: ByteString): string | undefined {
  if (!/[^\0-\x7f]/.test(bytes)) return bytes
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return undefined
  }
}
