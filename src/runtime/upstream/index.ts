/** The PHP that a site configured as its legacy upstream. */
import {fastcgiUpstream} from './fastcgi.ts'
import {httpUpstream} from './http.ts'
import {type LegacySettings, parseUpstream, type Upstream} from './upstream.ts'

export type {LegacySettings, Upstream} from './upstream.ts'

const TIMEOUT = 60_000

/** The upstream of these settings; `undefined` when there is none. Throws a RangeError for an address that is none. */
export function legacyUpstream({fastcgi, http, timeout = TIMEOUT}: LegacySettings): Upstream | undefined {
  if (fastcgi !== undefined) return fastcgiUpstream(parseUpstream(fastcgi), timeout)
  return http === undefined ? undefined : httpUpstream(http, timeout)
}
