/**
 * lighttpd: `fastcgi.map-extensions`, which is compared with the end of the file that a request has come to, and asked
 * before `fastcgi.server`. So a key that is a whole path is exactly one file, in every spelling of its URL, and what the
 * user's own `fastcgi.server` says, and in which order, does not matter.
 */
import {MAIN_BACKEND} from '../../routes/plan.ts'
import type {Address} from '../address.ts'
import {blockFile} from '../block.ts'
import {type Site, siteOf} from '../site.ts'
import {refused, type ServerEmitter} from '../types.ts'
import {checkStyleAndForm} from '../unknown.ts'
import {audiences, canaryConditions} from './canary.ts'
import {lighttpdHeader} from './header.ts'
import {lighttpdRefusals, lighttpdWarnings} from './problems.ts'
import {quoteString} from './quote.ts'

export const lighttpd: ServerEmitter = {
  name: 'lighttpd',
  styles: ['map'],
  forms: ['include'],
  fallsBack: false,
  emit: ({routes, refusals}, options) => {
    checkStyleAndForm('lighttpd', lighttpd, options)
    const site = siteOf(routes, options)
    if ('code' in site) return refused([...refusals, site])
    const all = [...refusals, ...lighttpdRefusals(site)]
    if (all.length > 0) return refused(all)
    return {
      files: [blockFile(`migrate-${site.name}.conf`, lighttpdHeader(site.name), textOf(site), routes.length)],
      trees: [],
      warnings: lighttpdWarnings(site),
      refusals: [],
    }
  },
}

function textOf(site: Site): string[] {
  const variable = `migrate_${site.name.replaceAll('-', '_')}`
  const {lanes, roots} = site
  return [
    'fastcgi.server += (',
    ...[...site.backends].map(([name, address]) => `  "${extensionOf(site, name)}" => (( ${listening(address)} )),`),
    ')',
    ...lanes.flatMap(({backend, routes}, index) => [
      `var.${variable}_${index + 1} = (`,
      ...routes.flatMap(({file}) =>
        roots.map((root) => `  "${quoteString(`${root}/${file}`)}" => "${extensionOf(site, backend)}",`),
      ),
      ')',
    ]),
    ...lanes.flatMap(({canary}, index) => (canary ? [] : [`fastcgi.map-extensions += var.${variable}_${index + 1}`])),
    ...audiences(lanes).flatMap((audience) =>
      canaryConditions(
        audience.atoms,
        audience.lanes.map((lane) => `fastcgi.map-extensions += var.${variable}_${lanes.indexOf(lane) + 1}`),
      ),
    ),
  ]
}

/** The key of a backend in `fastcgi.server`. No path has two slashes in a row, so no file ends in it. */
function extensionOf({name}: Site, backend: string): string {
  return backend === MAIN_BACKEND ? `migrate-${name}//` : `migrate-${name}//${backend}`
}

function listening(address: Address): string {
  if ('socket' in address) return `"socket" => "${address.socket}"`
  return `"host" => "${address.host.replace(/^\[|\]$/g, '')}", "port" => ${address.port}`
}
