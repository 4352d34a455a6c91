/** What every server other than Apache must know of a site, checked: its roots, its lanes, and where they lead. */
import {type Lane, lanesOf} from '../routes/lanes.ts'
import type {Notice} from '../routes/notice.ts'
import {MAIN_BACKEND, type Route} from '../routes/plan.ts'
import {type Address, parseAddress, siteNameProblem} from './address.ts'
import {normaliseRoots} from './document-root.ts'
import type {EmitOptions} from './types.ts'

/** A site with names and addresses that can stand in a configuration. */
export interface Site {
  /** Its short name: `shop`. */
  name: string
  /** The document roots, normalised: `/srv/www/shop`; the root folder is `''`. */
  roots: readonly string[]
  /** Those that have pages. */
  lanes: readonly Lane[]
  routes: readonly Route[]
  /** The backends by name, the main one first. */
  backends: ReadonlyMap<string, Address>
  /** Where PHP-FPM listens, when that is known. */
  php?: Address
  options: EmitOptions
}

/** The site, or why no server can be told of it. */
export function siteOf(routes: readonly Route[], options: EmitOptions): Site | Notice {
  const badName = siteNameProblem(options.site)
  if (badName) return badName
  const roots = normaliseRoots(options.documentRoots)
  if ('code' in roots) return roots
  const backends = new Map<string, Address>()
  for (const [name, text] of [[MAIN_BACKEND, options.backend], ...Object.entries(options.backends ?? {})] as const) {
    const address = parseAddress(text)
    if ('code' in address) return address
    backends.set(name, address)
  }
  const php = options.php === undefined ? undefined : parseAddress(options.php)
  if (php && 'code' in php) return {...php, remedy: php.remedy.replace('backend.fastcgi', 'legacy.fastcgi')}
  return {
    name: options.site,
    roots,
    lanes: lanesOf(routes),
    routes,
    backends,
    ...(php ? {php} : {}),
    options,
  }
}
