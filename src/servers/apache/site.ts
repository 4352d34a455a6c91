/** What the styles are given: the lanes of a site in Apache's words. */
import {posix} from 'node:path'
import {type Lane, lanesOf} from '../../routes/lanes.ts'
import type {Notice} from '../../routes/notice.ts'
import {MAIN_BACKEND, type Route} from '../../routes/plan.ts'
import {normaliseRoots} from '../document-root.ts'
import type {EmitOptions} from '../types.ts'
import {type ApacheBackend, apacheBackend} from './backend.ts'
import {canaryCondition} from './canary.ts'
import {quoteRegex} from './quote.ts'

/** A lane with what `SetHandler` says for it. */
export interface ApacheLane extends Lane {
  handler: string
  /** An expression that is true for its visitors; `undefined`: it is for all of them. */
  condition?: string
}

/** Everything that is to be said to Apache. */
export interface ApacheSite {
  /** The site's short name. */
  name: string
  /** The document roots, normalised. */
  roots: readonly string[]
  /** The one that the server's configuration names, where one must be written. */
  root: string
  /** A regular expression for any of them, without an anchor and without a slash at the end. */
  rootPattern: string
  /** Where the directives will stand. */
  form: 'htaccess' | 'vhost'
  lanes: readonly ApacheLane[]
  routes: readonly Route[]
  /** The backends by name, the main one first. */
  backends: ReadonlyMap<string, ApacheBackend>
  options: EmitOptions
}

/** The site, or why Apache can't be told of it. */
export function apacheSite(routes: readonly Route[], options: EmitOptions): ApacheSite | Notice {
  const roots = normaliseRoots(options.documentRoots)
  if ('code' in roots) return roots
  const backends = new Map<string, ApacheBackend>()
  for (const [name, address] of [[MAIN_BACKEND, options.backend], ...Object.entries(options.backends ?? {})] as const) {
    const backend = apacheBackend(address, name === MAIN_BACKEND ? options.site : `${options.site}-${name}`)
    if ('code' in backend) return backend
    backends.set(name, backend)
  }
  const handlerOf = (name: string): string => {
    const backend = backends.get(name)
    if (backend === undefined) throw new Error(`no backend ${name}`)
    return options.fallback ? `proxy:${backend.balancer}` : backend.handler
  }
  return {
    name: options.site,
    roots,
    root: posix.normalize(options.documentRoots[0] ?? '').replace(/\/$/, ''),
    rootPattern: alternatives(roots),
    form: options.form === 'vhost' ? 'vhost' : 'htaccess',
    lanes: lanesOf(routes, [...backends.keys()]).map((lane) => ({
      ...lane,
      handler: handlerOf(lane.backend),
      ...(lane.canary ? {condition: canaryCondition(lane.canary, options.site)} : {}),
    })),
    routes,
    backends,
    options,
  }
}

function alternatives(roots: readonly string[]): string {
  const patterns = roots.map(quoteRegex)
  return patterns.length === 1 ? patterns.join('') : `(?:${patterns.join('|')})`
}
