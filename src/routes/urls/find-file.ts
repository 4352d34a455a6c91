/** Finds the file of a request, and lets the modules of Apache have their say about it, in their order. */
import {escapeUri, isKnown} from './bytes.ts'
import type {DirectoryConfig} from './directory-config.ts'
import type {Found, Journey, Said, Stopped, World} from './journey.ts'
import {type LookedUp, lookUp} from './lookup.ts'
import {redirectOf} from './redirects.ts'
import {decodePath} from './request-target.ts'
import {rewriteRequest} from './rewrite-request.ts'
import {parentOf} from './routed-site.ts'

export function findFile(journey: Journey, world: World): Found | Stopped | Said {
  const uri = decodePath(journey.rawPath)
  if (typeof uri === 'number') return {kind: 'stopped', status: uri}
  const looked = lookUp(uri, world.site)
  if (looked === 'too-long') return {kind: 'stopped', status: 403}
  if (looked === 'elsewhere') {
    return {kind: 'said', outcome: {kind: 'elsewhere', because: 'an alias leads out of the document root'}}
  }
  const config = world.site.configOf(looked.directory)
  for (const line of config.depends) world.unknowns.note(line)
  // Apache's own configuration closes `.htaccess` and `.htpasswd` to everybody.
  if (/(?:^|\/)\.ht[^/]*$/.test(looked.path)) return {kind: 'stopped', status: 403, config}
  const found: Found = {
    kind: 'found',
    uri,
    args: journey.args,
    path: looked.path,
    pathInfo: looked.pathInfo,
    fileKind: looked.kind,
    config,
    via: looked.alias === undefined ? journey.via : [...journey.via, {how: 'alias', url: looked.alias}],
  }
  if (isNegotiated(looked, config, world)) {
    return {kind: 'said', outcome: {kind: 'unknown', because: '`Options MultiViews` may find a file of that name'}}
  }
  return rewriteRequest(found, journey, world) ?? redirect(found) ?? useDirectory(found, journey, world) ?? found
}

/** Endings that `MultiViews` may add to a name. */
const ENDINGS = ['.php', '.html', '.htm', '.phtml', '.php3', '.php5', '.php.en', '.html.en']

function isNegotiated({kind, path}: LookedUp, {multiViews}: DirectoryConfig, {site}: World): boolean {
  return multiViews && kind === undefined && ENDINGS.some((ending) => site.kindOf(path + ending) === 'file')
}

/** mod_alias: it comes after mod_rewrite, and wins over what that rewrote. */
function redirect({uri, args, config}: Found): Stopped | Said | undefined {
  if (config.redirects.length === 0) return undefined
  const found = redirectOf(config.redirects, uri)
  if (found === undefined) return undefined
  if (found === 'unknown') {
    return {kind: 'said', outcome: {kind: 'unknown', because: 'a `RedirectMatch` has a pattern that is not understood'}}
  }
  const {rule, target} = found
  const query = args === undefined || target.includes('?') ? '' : `?${args}`
  const location = target + query
  const status = rule.status
  return {kind: 'stopped', status, rule: rule.place, config, ...(isKnown(location) ? {location} : {})}
}

/** mod_dir: the slash of a directory, its index, and what stands in for what is missing. */
function useDirectory(found: Found, journey: Journey, world: World): Found | Stopped | Said | undefined {
  const {fileKind, pathInfo, uri, args, config} = found
  if (fileKind === 'directory') {
    if (pathInfo !== '') return undefined
    if (!uri.endsWith('/')) {
      if (!config.addsSlash) return undefined
      const location = `${escapeUri(uri)}/${args === undefined ? '' : `?${args}`}`
      return {kind: 'stopped', status: 301, config, ...(isKnown(location) ? {location} : {})}
    }
    return found.next ? undefined : useIndex(found, journey, world)
  }
  const {fallback} = config
  if (fileKind !== undefined || !fallback || found.next || found.handler || isForPhp(found, world)) return undefined
  const instead = lookAt(fallback.url, found, journey, world)
  if (instead.kind === 'found' && instead.fileKind === 'file')
    return {...instead, via: [...found.via, {how: 'fallback', directory: fallback.directory}, ...instead.via]}
  if (instead.kind === 'said') return instead
  return instead.kind === 'stopped' && instead.status !== 404 ? {...instead, config} : undefined
}

/** A missing file whose name is PHP's has a handler, and nothing stands in for it. */
function isForPhp({path}: Found, {site}: World): boolean {
  return site.isPhp(path) !== false
}

function useIndex(found: Found, journey: Journey, world: World): Found | Stopped | Said | undefined {
  const {config} = found
  let problem: Stopped | undefined
  for (const name of config.indexes) {
    const index = lookAt(name, found, journey, world)
    if (index.kind === 'said') return index
    if (index.kind === 'stopped') {
      if (index.status >= 300 && index.status < 400) return index
      if (index.status !== 404) problem = {...index, config}
    } else if (index.fileKind === 'file')
      return {...index, via: [...found.via, {how: 'index', directory: found.path.replace(/\/$/, '')}, ...index.via]}
  }
  return problem
}

/** `LimitInternalRecursion`: an index that is missing and for which it stands in itself … has an end. */
const MOST_SUBREQUESTS = 10

/** A subrequest for a name beside the path, or for a path. */
function lookAt(name: string, found: Found, journey: Journey, world: World): Found | Stopped | Said {
  const subrequests = journey.subrequests + 1
  if (subrequests > MOST_SUBREQUESTS) return {kind: 'stopped', status: 500}
  const rawPath = name.startsWith('/') ? name : `${escapeUri(`${parentOf(found.uri)}/`)}${name}`
  return findFile({...journey, rawPath, args: found.args, pool: {isEnded: false}, subrequests, via: []}, world)
}
