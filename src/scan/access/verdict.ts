/** What access directives that stand together say. */

import type {AccessRule} from '../types.ts'
import {type Directive, sectionsOf} from './apache-config.ts'

export type Verdict = AccessRule['kind'] | 'open'

/** Requests that read a page and requests that send something to it. */
export const METHODS = ['GET', 'POST'] as const

/** Whether the conditions round a directive hold on a present Apache 2.4 with its usual modules, for one method or any. */
export function applies(directive: Directive, method?: (typeof METHODS)[number]): boolean {
  return [...sectionsOf(directive)].every(({name, args}) => {
    switch (name) {
      case 'ifmodule':
        return !args[0]?.startsWith('!')
      case 'ifversion':
        return isVersion(args)
      case 'limit':
        return (method ? [method] : METHODS).some((one) => names(args, one))
      case 'limitexcept':
        return !names(args, method ?? 'GET')
      default:
        return true
    }
  })
}

function names(args: readonly string[], method: string): boolean {
  return args.some((name) => name.toUpperCase() === method)
}

/** A release of Apache 2.4 when it is not known which: the first one was 2.4.1. */
const SOME_RELEASE = [2, 4, 1]

/** Whether `<IfVersion >= 2.4>` holds; what is not said of a version is 0 (mod_version). */
export function isVersion([first = '', second]: readonly string[], version: readonly number[] = SOME_RELEASE): boolean {
  const operator = second === undefined ? '=' : first
  const wanted = (second ?? first).split('.').map(Number)
  const difference = version.reduce((sum, part, index) => sum || part - (wanted[index] ?? 0), 0)
  if (operator.includes('~') || Number.isNaN(difference)) return true
  const sign = difference > 0 ? '>' : difference < 0 ? '<' : '='
  return operator.includes(sign) !== operator.startsWith('!')
}

/** mod_authz_core: one `Require` that holds is enough, unless they stand in `<RequireAll>`. */
export function verdictOfRequires(requires: readonly Directive[]): Verdict {
  const kinds = requires.map(verdictOfRequire)
  const isAll = requires.some((directive) => standsIn(directive, 'requireall'))
  const order: Verdict[] = isAll ? ['closed', 'auth', 'restricted', 'open'] : ['open', 'restricted', 'auth', 'closed']
  return order.find((kind) => kinds.includes(kind)) ?? 'restricted'
}

export function verdictOfRequire(directive: Directive): Verdict {
  const [kind, argument] = directive.args.map((text) => text.toLowerCase())
  if (kind === 'not' || standsIn(directive, 'requirenone') || standsIn(directive, 'if')) return 'restricted'
  switch (kind) {
    case 'all':
      return argument === 'denied' ? 'closed' : 'open'
    case 'ip':
    case 'host':
    case 'forward-dns':
    case 'local':
    case 'env':
    case 'expr':
    case 'method':
      return 'restricted'
    default:
      return 'auth'
  }
}

function standsIn(directive: Directive, name: string): boolean {
  return [...sectionsOf(directive)].some((section) => section.name === name)
}

/** mod_access_compat: `Order` says which of `Allow` and `Deny` has the last word, and what holds without either. */
export function verdictOfHosts(hosts: readonly Directive[]): Verdict {
  const says = (name: string, all: boolean): boolean =>
    hosts.some(
      (host) => host.name === name && host.args.slice(1).some((from) => (from.toLowerCase() === 'all') === all),
    )
  const order = hosts
    .findLast(({name}) => name === 'order')
    ?.args.join('')
    .toLowerCase()
  if (order === 'allow,deny' || order === 'mutual-failure') {
    if (says('deny', true)) return 'closed'
    if (!says('allow', true)) return says('allow', false) ? 'restricted' : 'closed'
    return says('deny', false) ? 'restricted' : 'open'
  }
  if (says('allow', true)) return 'open'
  if (!says('deny', true)) return says('deny', false) ? 'restricted' : 'open'
  return says('allow', false) ? 'restricted' : 'closed'
}
