/** One request through Apache: from the target on the wire to what answers it, internal redirects and all. */
import type {PagePath} from '../../page.ts'
import {pageOfBytes} from './bytes.ts'
import type {DirectoryConfig} from './directory-config.ts'
import {findFile} from './find-file.ts'
import {isPhpHandler} from './handlers.ts'
import type {Found, Journey, Stopped, Unknowns, World} from './journey.ts'
import {splitTarget} from './request-target.ts'
import type {RoutedSite} from './routed-site.ts'
import type {UrlOutcome, UrlStep, Visit} from './types.ts'

/** `LimitInternalRecursion`. */
const MOST_REDIRECTS = 10

export function serveRequest(visit: Visit, site: RoutedSite, unknowns: Unknowns): UrlOutcome {
  const parts = splitTarget(visit.target)
  if (!parts) return {kind: 'error', status: 400}
  const {path, query, host} = parts
  return follow(
    {
      rawPath: path,
      args: query,
      redirects: 0,
      redirectStatus: '',
      pool: {isEnded: false},
      subrequests: 0,
      via: [],
    },
    {site, unknowns, visit: host === undefined ? visit : {...visit, host}},
  )
}

/** Finds the file and follows what rules make of the request. */
function follow(journey: Journey, world: World): UrlOutcome {
  const found = findFile(journey, world)
  if (found.kind === 'said') return found.outcome
  if (found.kind === 'stopped') return stop(found, journey, world)
  const {next} = found
  if (!next) return answer(found, journey, world)
  const rule = next.rules.at(-1)
  if (journey.redirects >= MOST_REDIRECTS) return {kind: 'error', status: 500, ...(rule ? {rule} : {})}
  return follow(
    {
      ...journey,
      rawPath: next.path,
      args: next.args,
      redirects: journey.redirects + 1,
      redirectStatus: journey.redirectStatus || '200',
      via: [...found.via, ...next.rules.map((place): UrlStep => ({how: 'rewrite', ...place}))],
    },
    world,
  )
}

/** What the file that was found gives. */
function answer(found: Found, journey: Journey, world: World): UrlOutcome {
  const {fileKind, path, pathInfo, uri, args, config, handler} = found
  if (fileKind === 'directory') {
    const page = errorPage(403, config, journey, world)
    return {kind: 'directory', directory: pageOfBytes(path.replace(/\/$/, '')), ...page}
  }
  const missing: Stopped = {kind: 'stopped', status: 404, config}
  if (fileKind === undefined) return stop(missing, journey, world)
  const isPhp = handler === undefined ? world.site.isPhp(path) : isPhpHandler(handler) || 'unknown'
  if (isPhp === 'unknown') return {kind: 'unknown', because: 'its handler may run PHP or not'}
  if (!isPhp) return pathInfo === '' ? {kind: 'static', file: pageOfBytes(path)} : stop(missing, journey, world)
  return {
    kind: 'page',
    page: pageOfBytes(path),
    scriptName: uri.slice(0, uri.length - pathInfo.length),
    pathInfo,
    query: args ?? '',
    via: pathInfo === '' ? [...found.via] : [...found.via, {how: 'path-info'}],
  }
}

/** A redirect, or an error with the page that an `ErrorDocument` shows for it. */
function stop({status, rule, location, config}: Stopped, journey: Journey, world: World): UrlOutcome {
  const reason = rule ? {rule} : {}
  if (status >= 300 && status < 400)
    return {kind: 'redirect', status, ...(location === undefined ? {} : {location}), ...reason}
  return {kind: 'error', status, ...reason, ...errorPage(status, config, journey, world)}
}

/** The page that an `ErrorDocument` names; an error of an error document is shown by Apache itself. */
function errorPage(
  status: number,
  config: DirectoryConfig | undefined,
  journey: Journey,
  world: World,
): {page?: PagePath} {
  const shown = config?.errorDocuments.get(status)
  if (!shown?.startsWith('/') || !/^(?:|200)$/.test(journey.redirectStatus) || journey.redirects >= MOST_REDIRECTS)
    return {}
  const [rawPath = '', ...query] = shown.split('?')
  const outcome = follow(
    {
      rawPath,
      args: query.length > 0 ? query.join('?') : undefined,
      redirects: journey.redirects + 1,
      redirectStatus: String(status),
      pool: journey.pool,
      subrequests: 0,
      via: [],
    },
    world,
  )
  return outcome.kind === 'page' ? {page: outcome.page} : {}
}
