/** Backends as nginx's `upstream` blocks. Names of ours have what no name of a site has: a dot, or another beginning. */
import {MAIN_BACKEND} from '../../routes/plan.ts'
import type {Address} from '../address.ts'
import type {Site} from '../site.ts'

/** The name of the upstream of a backend. */
export function poolOf({name}: Site, backend: string): string {
  return backend === MAIN_BACKEND ? `migrate-${name}` : `migrate-${name}.${backend}`
}

/** The name of PHP's upstream. */
export function phpPoolOf({name}: Site): string {
  return `php.migrate-${name}`
}

/** The `upstream` blocks of all backends and of PHP. */
export function pools(site: Site): string[] {
  const {backends, php, options} = site
  const standby = options.fallback ? php : undefined
  return [
    ...[...backends].flatMap(([name, address]) => pool(poolOf(site, name), address, standby)),
    ...(php ? [`upstream ${phpPoolOf(site)} {`, `  server ${serverOf(php)};`, '}'] : []),
  ]
}

/**
 * Connections are kept only where PHP does not stand in: those to PHP would be kept as well, and each would hold one of
 * its processes. PHP's own upstream has no `keepalive` for the same reason.
 */
function pool(name: string, address: Address, standby: Address | undefined): string[] {
  return [
    `upstream ${name} {`,
    ...(standby
      ? [`  server ${serverOf(address)} fail_timeout=1s;`, `  server ${serverOf(standby)} backup;`]
      : [`  server ${serverOf(address)};`, '  keepalive 16;']),
    '}',
  ]
}

function serverOf(address: Address): string {
  return 'socket' in address ? `unix:${address.socket}` : `${address.host}:${address.port}`
}
