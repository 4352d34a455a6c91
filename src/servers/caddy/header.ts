import type {Site} from '../site.ts'
import {placeholders} from './names.ts'

/** What stands above the configuration, for the person who finds it. */
export function caddyHeader(site: Site): string[] {
  return [
    '# Written by `migrate emit-caddy`; what you change in here is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    '# Place: in the block of the site, outside any other block:',
    `#   import /etc/caddy/migrate-${site.name}.caddy`,
    '# Then, once, change the address that your `php_fastcgi` has:',
    `#   php_fastcgi ${placeholders(site).pool}`,
    '# and nothing else. Needs the document root as `root` has it, and the rewrites of',
    '# `php_fastcgi` itself: with `index off` PHP answers.',
    '# Test: `caddy validate --config /etc/caddy/Caddyfile`; then, also after every',
    '# change in here: `systemctl reload caddy`.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or put the old address back',
    '# first and then delete this; reload.',
  ]
}
