/** Caddy with PHP-FPM. */
import {caddy as emitter} from '../../src/servers/caddy/emitter.ts'
import {startCaddy} from '../support/other-fronts.ts'
import {caddyDirectives} from './caddy-rules.ts'
import type {Front} from './front.ts'
import {otherFront} from './other-front.ts'

export const caddyFront: Front = otherFront({
  name: 'caddy-fpm',
  title: 'Caddy, PHP-FPM',
  program: 'caddy',
  emitter,
  ways: [
    {
      ...{style: 'map', form: 'site', backend: 'fastcgi', canary: true, areas: true},
      stays: ['dot or space at the end'],
    },
  ],
  down: 502,
  // Caddy 2.6 waits for ever when PHP-FPM is to get a body of unknown length.
  isUnanswered: ({headers = []}) => headers.some(([name]) => name.toLowerCase() === 'transfer-encoding'),
  startServer: (_, text) => startCaddy(text),
  configure: (site, place, php, emitted) =>
    emitted === undefined
      ? caddyDirectives(site, place, php.replace(':', '/'))
      : `${emitted}${caddyDirectives(site, place, '{migrate_shop}')}`,
  runs: (file) => /[^/]\.php$/.test(file),
  versionOption: 'version',
})
