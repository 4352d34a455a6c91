/** Where Apache reaches the backend, in Apache's words. */
import type {Notice} from '../../routes/notice.ts'
import {parseAddress, siteNameProblem} from '../address.ts'

/** A FastCGI backend as `SetHandler` and `<Proxy>` name it. */
export interface ApacheBackend {
  /** The argument of `<Proxy>`: `unix:/run/migrate/shop.sock|fcgi://migrate-shop`. */
  worker: string
  /** The argument of `SetHandler`: the worker after `proxy:`. */
  handler: string
  /** The name of a balancer of this backend and what stands in for it: `balancer://migrate-shop`. */
  balancer: string
}

/**
 * The backend behind an address. Its name after `fcgi://` is the site's own: workers of one name share connections, and
 * `fcgi://localhost` is what most hosts call their PHP-FPM.
 */
export function apacheBackend(address: string, site: string): ApacheBackend | Notice {
  const badSite = siteNameProblem(site)
  if (badSite) return badSite
  const parsed = parseAddress(address)
  if ('code' in parsed) return parsed
  const worker =
    'socket' in parsed ? `unix:${parsed.socket}|fcgi://migrate-${site}` : `fcgi://${parsed.host}:${parsed.port}`
  return {worker, handler: `proxy:${worker}`, balancer: `balancer://migrate-${site}`}
}
