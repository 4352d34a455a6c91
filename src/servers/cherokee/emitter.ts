/**
 * Cherokee: a rule for each page, by a regular expression over the path of the request, and a source for each backend. A
 * rule above ours that ends the search is asked before it, one below is not: see the warnings.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import type {Address} from '../address.ts'
import {blockFile} from '../block.ts'
import {type Site, siteOf} from '../site.ts'
import {refused, type ServerEmitter} from '../types.ts'
import {checkStyleAndForm} from '../unknown.ts'
import {cherokeeHeader} from './header.ts'
import {cherokeeRefusals, cherokeeWarnings} from './problems.ts'
import {quoteRegex} from './quote.ts'

export const cherokee: ServerEmitter = {
  name: 'cherokee',
  styles: ['rules'],
  forms: ['vserver'],
  fallsBack: false,
  emit: ({routes, refusals}, options) => {
    checkStyleAndForm('Cherokee', cherokee, options)
    const site = siteOf(routes, options)
    if ('code' in site) return refused([...refusals, site])
    const all: Notice[] = [...refusals, ...cherokeeRefusals(site)]
    if (all.length > 0) return refused(all)
    return {
      files: [blockFile(`migrate-${site.name}.cherokee`, cherokeeHeader(site), textOf(site), routes.length)],
      trees: [],
      warnings: cherokeeWarnings(site),
      refusals: [],
    }
  },
}

/** Numbers that a configuration made by hand or by cherokee-admin is not likely to have. */
const FIRST_SOURCE = 9001
const FIRST_PRIORITY = 900_001

function textOf(site: Site): string[] {
  const sources = [...site.backends.keys()]
  return [
    ...[...site.backends].flatMap(([name, address], index) => [
      `source!${FIRST_SOURCE + index}!type = host`,
      `source!${FIRST_SOURCE + index}!nick = migrate-${site.name}.${name}`,
      `source!${FIRST_SOURCE + index}!host = ${hostOf(address)}`,
    ]),
    ...site.routes.flatMap((route, index) =>
      rule(route, FIRST_PRIORITY + index, FIRST_SOURCE + sources.indexOf(route.backend)),
    ),
  ]
}

function rule({file}: Route, priority: number, source: number): string[] {
  const name = `vserver!VSERVER!rule!${priority}`
  return [
    `${name}!match = request`,
    `${name}!match!request = ^/${quoteRegex(file)}(/|$)`,
    `${name}!match!final = 1`,
    `${name}!handler = fcgi`,
    `${name}!handler!check_file = 1`,
    `${name}!handler!balancer = round_robin`,
    `${name}!handler!balancer!source!1 = ${source}`,
  ]
}

function hostOf(address: Address): string {
  return 'socket' in address ? address.socket : `${address.host}:${address.port}`
}
