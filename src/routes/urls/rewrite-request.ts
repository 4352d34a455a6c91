/** mod_rewrite's turn with a request: which rules hold, what they see of it, and what comes of them. */
import {escapeUri, isKnown, OPEN} from './bytes.ts'
import type {DirectoryRewrite} from './directory-rewrite.ts'
import type {Found, Journey, Said, Stopped, World} from './journey.ts'
import {applyRules, type RewriteResult} from './rewrite.ts'
import type {RewriteState} from './substitute.ts'
import type {SettingPlace} from './types.ts'

/**
 * Applies the rules of the request's directory.
 *
 * @returns what ends the request; `undefined` when it goes on, with `found` changed as the rules say
 */
export function rewriteRequest(found: Found, journey: Journey, world: World): Stopped | Said | undefined {
  const {rewrite, followsLinks} = found.config
  if (!rewrite?.isOn || journey.pool.isEnded) return undefined
  const {root} = world.site
  const directory = rewrite.directory === '' ? `${root}/` : `${root}/${rewrite.directory}/`
  const filename = found.path === '' && !found.uri.endsWith('/') ? root : `${root}/${found.path}`
  // The directory itself, asked for without its slash: that is put right first.
  if (filename === directory.slice(0, -1) && !rewrite.options.has('allownoslash')) return undefined
  // mod_rewrite wants `FollowSymLinks`, and forbids everything without.
  if (!followsLinks) return {kind: 'stopped', status: 403, config: found.config}
  const state = {filename, pathInfo: found.pathInfo, args: found.args}
  const run = applyRules(rewrite.rules, directory, state, {
    isSubrequest: journey.subrequests > 0,
    variable: (name, now) => variable(name, now, found, journey, world),
    kindOf: (path) => kindAt(path, world),
    decide: (key, place) =>
      world.unknowns.decide(`${place.file}:${place.line} ${key}`, 'it depends on the request or the server', place),
    pathHere: (url, place) => pathHere(url, place, world),
  })
  if (run.isEnd) journey.pool.isEnded = true
  if (run.handler !== undefined) found.handler = run.handler
  return use(run.result, found, filename, rewrite, world)
}

function use(
  result: RewriteResult,
  found: Found,
  filename: string,
  rewrite: DirectoryRewrite,
  world: World,
): Stopped | Said | undefined {
  const {config} = found
  switch (result.kind) {
    case 'none':
      return undefined
    case 'status':
      return {kind: 'stopped', status: result.status, rule: result.rule, config}
    case 'unknown':
      return {kind: 'said', outcome: {kind: 'unknown', because: result.because, rule: result.rule}}
    case 'proxy':
      return {
        kind: 'said',
        outcome: {kind: 'elsewhere', because: 'a rule hands it to another server', rule: result.rule},
      }
    case 'redirect': {
      const location = locationOf(result, found, rewrite, world)
      return {
        kind: 'stopped',
        status: result.status,
        rule: result.rule,
        config,
        ...(isKnown(location) ? {location} : {}),
      }
    }
    case 'local': {
      const {state, rules} = result
      found.args = state.args
      found.pathInfo = state.pathInfo === '' ? '' : found.pathInfo
      if (state.filename !== filename)
        found.next = {path: urlOf(state.filename, rewrite, world), args: state.args, rules}
      return undefined
    }
    default:
      return result satisfies never
  }
}

/** The file path that rules left, as a URL: below `RewriteBase`, or without the document root. */
function urlOf(filename: string, {base, directory}: DirectoryRewrite, {site: {root}}: World): string {
  const prefix = directory === '' ? `${root}/` : `${root}/${directory}/`
  if (base !== undefined && filename.startsWith(prefix)) return withSlash(base) + filename.slice(prefix.length)
  if (base !== undefined) return filename
  return filename.startsWith(`${root}/`) ? filename.slice(root.length) : filename
}

function withSlash(base: string): string {
  return base.endsWith('/') ? base : `${base}/`
}

function locationOf(
  {url, args, noEscape}: Extract<RewriteResult, {kind: 'redirect'}>,
  found: Found,
  {base, directory}: DirectoryRewrite,
  {site: {root}}: World,
): string {
  const prefix = directory === '' ? `${root}/` : `${root}/${directory}/`
  const path = base !== undefined && url.startsWith(prefix) ? withSlash(base) + url.slice(prefix.length) : url
  const [scheme = ''] = /^[a-z0-9]+:\/*/i.exec(path) ?? []
  const shown = noEscape ? path : scheme + escapeUri(path.slice(scheme.length))
  if (args === undefined) return shown
  return `${shown}?${noEscape || args === found.args ? args : escapeUri(args)}`
}

/** What there is at an absolute path; out of the document root nobody knows. */
function kindAt(path: string, {site}: World): 'file' | 'directory' | 'unknown' | undefined {
  if (path === site.root) return 'directory'
  if (path === '') return undefined
  if (!path.startsWith(`${site.root}/`)) return 'unknown'
  const plain = path.slice(site.root.length + 1)
  if (plain !== '' && !/(?:^|\/)(?:[./]|$)/.test(plain)) return site.kindOf(plain)
  const segments: string[] = []
  for (const segment of plain.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return 'unknown'
  }
  const below = segments.join('/')
  const kind = below === '' ? 'directory' : site.kindOf(below)
  // A file with a slash behind it is none.
  return kind === 'file' && /\/\.?$/.test(path) ? undefined : kind
}

/** The value of a variable, `…` when it is not known. */
function variable(name: string, state: RewriteState, found: Found, journey: Journey, {visit, site}: World): string {
  switch (name) {
    case 'REQUEST_FILENAME':
    case 'SCRIPT_FILENAME':
      return state.filename
    case 'REQUEST_URI':
      return found.uri
    case 'QUERY_STRING':
      return state.args ?? ''
    case 'PATH_INFO':
      return state.pathInfo
    case 'REQUEST_METHOD':
      return visit.method ?? 'GET'
    case 'THE_REQUEST':
      return `${visit.method ?? 'GET'} ${visit.target} HTTP/1.1`
    case 'HTTP_HOST':
      return visit.host ?? OPEN
    case 'SERVER_NAME':
      return visit.host?.replace(/:\d+$/, '') ?? OPEN
    case 'HTTPS':
      return visit.https === undefined ? OPEN : visit.https ? 'on' : 'off'
    case 'REQUEST_SCHEME':
      return visit.https === undefined ? OPEN : visit.https ? 'https' : 'http'
    case 'DOCUMENT_ROOT':
    case 'CONTEXT_DOCUMENT_ROOT':
      return site.root
    case 'IS_SUBREQ':
      return journey.subrequests > 0 ? 'true' : 'false'
    case 'ENV:REDIRECT_STATUS':
      return journey.redirectStatus
    default:
      return OPEN
  }
}

/** The path of a URL that names this very server; without the name it may be, or not. */
function pathHere(url: string, place: SettingPlace, {visit, unknowns}: World): string | undefined {
  const [all = '', scheme = '', host = ''] = /^(https?):\/\/([^/:]*)(?::\d+)?/i.exec(url) ?? []
  if (all === '') return undefined
  const path = url.slice(all.length) || '/'
  const isThisScheme = visit.https === undefined ? undefined : (scheme.toLowerCase() === 'https') === visit.https
  const isThisHost =
    visit.host === undefined ? undefined : visit.host.replace(/:\d+$/, '').toLowerCase() === host.toLowerCase()
  if (isThisScheme === false || isThisHost === false) return undefined
  const isHere = unknowns.decide(`${place.file}:${place.line} here`, 'it names a server, which may be this one', place)
  return isHere ? path : undefined
}
