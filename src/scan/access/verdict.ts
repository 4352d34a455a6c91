/** What access directives that stand together say. */

import type {AccessRule} from '../types.ts'
import {type Directive, sectionsOf} from './apache-config.ts'

export type Verdict = AccessRule['kind'] | 'open'

/** Whether the conditions round a directive hold on a present Apache 2.4 with its usual modules. */
export function applies(directive: Directive): boolean {
  return [...sectionsOf(directive)].every(({name, args}) => {
    switch (name) {
      case 'ifmodule':
        return !args[0]?.startsWith('!')
      case 'ifversion':
        return isVersion(args)
      case 'limit':
        return args.some((method) => /^(GET|POST)$/i.test(method))
      case 'limitexcept':
        return !args.some((method) => /^GET$/i.test(method))
      default:
        return true
    }
  })
}

/** `<IfVersion >= 2.4>`. */
function isVersion([first = '', second]: readonly string[]): boolean {
  const operator = second === undefined ? '=' : first
  const [major = 0, minor = 0] = (second ?? first).split('.').map(Number)
  const difference = 2 - major || 4 - minor
  if (operator.includes('~') || Number.isNaN(difference)) return true
  const sign = difference > 0 ? '>' : difference < 0 ? '<' : '='
  return operator.includes(sign) !== operator.startsWith('!')
}

/** mod_authz_core: one `Require` that holds is enough, unless they stand in `<RequireAll>`. */
export function verdictOfRequires(requires: readonly Directive[]): Verdict {
  const kinds = requires.map(verdictOfRequire)
  const isAll = requires.some((directive) => standsIn(directive, 'requireall'))
  const order: Verdict[] = isAll ? ['closed', 'auth', 'restricted', 'open'] : ['open', 'auth', 'restricted', 'closed']
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
  const names = (name: string, all: boolean): boolean =>
    hosts.some(
      (host) => host.name === name && host.args.slice(1).some((from) => (from.toLowerCase() === 'all') === all),
    )
  const order = hosts
    .findLast(({name}) => name === 'order')
    ?.args.join('')
    .toLowerCase()
  if (order === 'allow,deny' || order === 'mutual-failure') {
    if (names('deny', true)) return 'closed'
    if (!names('allow', true)) return names('allow', false) ? 'restricted' : 'closed'
    return names('deny', false) ? 'restricted' : 'open'
  }
  if (names('allow', true)) return 'open'
  if (!names('deny', true)) return names('deny', false) ? 'restricted' : 'open'
  return names('allow', false) ? 'restricted' : 'closed'
}
