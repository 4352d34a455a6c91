/** lighttpd with PHP-FPM. */
import {lighttpd as emitter} from '../../src/servers/lighttpd/emitter.ts'
import {startLighttpd} from '../support/other-fronts.ts'
import type {Front} from './front.ts'
import {lighttpdDirectives} from './lighttpd-rules.ts'
import {otherFront} from './other-front.ts'

export const lighttpdFront: Front = otherFront({
  name: 'lighttpd-fpm',
  title: 'lighttpd, PHP-FPM',
  program: 'lighttpd',
  emitter,
  ways: [{style: 'map', form: 'include', backend: 'fastcgi', canary: true, areas: true}],
  // It lets everybody wait a second who has given a wrong password.
  connections: 40,
  startServer: startLighttpd,
  configure: (site, place, php, emitted = '') => `${phpServer(php)}${lighttpdDirectives(site, place)}${emitted}`,
  runs: (file) => /[^/]\.php$/.test(file),
  versionOption: '-v',
})

function phpServer(php: string): string {
  return `fastcgi.server = ( ".php" => (( "socket" => "${php.slice('unix:'.length)}", "broken-scriptfilename" => "enable" )) )\n`
}
