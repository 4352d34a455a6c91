/** Who may request a page, as the server's own files say it: their access control, merged as Apache merges it. */
import type {PagePath} from '../../page.ts'
import {METHODS} from '../access/verdict.ts'
import type {AccessRule} from '../types.ts'
import {
  type Access,
  afterContext,
  bothWays,
  closedTo,
  combined,
  OPEN_ACCESS,
  requiredInAnyOrder,
  type Said,
} from './access.ts'
import {type Governing, governingContexts, isOfLocation} from './contexts.ts'
import {proxyOf} from './proxying.ts'
import {forbiddingRules, redirectingRules, tlsRules} from './refusals.ts'
import type {ServerFacts, ServerHost} from './types.ts'

/**
 * The rules of the server's own files that close or restrict a page, in all hosts that serve it. Empty when it is
 * certain that none does. Those of `.htaccess` are not among them, and may open what a `<Directory>` closes.
 */
export function protectionOf({hosts}: Pick<ServerFacts, 'hosts'>, page: PagePath): AccessRule[] {
  const all = hosts.flatMap((host) => protectionOfHost(host, page))
  return [...new Map(all.map((rule) => [`${rule.file}:${rule.line} ${rule.kind}`, rule])).values()]
}

/** The rules of one host that close or restrict a page. */
export function protectionOfHost(host: ServerHost, page: PagePath): AccessRule[] {
  const governing = reaching(host, page)
  const contexts = governing.map(({context}) => context)
  const said = [
    METHODS.map((method) => {
      const access = governing.reduce<Access>((before, {context, certainty}) => {
        const after = afterContext(before, context, method)
        return certainty === true ? after : bothWays(before, after)
      }, OPEN_ACCESS)
      const inAnyOrder = requiredInAnyOrder(contexts, method)
      const require = inAnyOrder ?? (access.require.rules.length > 0 ? access.require : authTypeAlone(governing))
      return combined({...access, require})
    }).reduce(eitherMethod),
    ...forbiddingRules(host, page, governing),
    ...redirectingRules(page, governing),
    ...tlsRules(governing),
  ]
  const rules = said.flatMap(closedTo)
  return proxyOf(host, page)?.certainty === true ? rules.filter(({server}) => !server?.lostByProxy) : rules
}

/** A page that is proxied is no file for Apache: only locations see it (proxied requests skip the directory walk). */
function reaching(host: ServerHost, page: PagePath): Governing[] {
  const governing = governingContexts(host, page)
  const proxy = proxyOf(host, page)
  if (!proxy) return governing
  return governing.flatMap((each) => {
    if (isOfLocation(each.context) || each.context.sections.length === 0) return [each]
    return proxy.certainty === true && each.context.sections.at(-1)?.name !== 'if'
      ? []
      : [{...each, certainty: 'unknown' as const}]
  })
}

/** Apache refuses requests where there is an `AuthType` and nothing says who may come in (AH01628). */
function authTypeAlone(governing: readonly Governing[]): Said {
  const rules = governing.flatMap(({context}) =>
    context.directives.filter(({name}) => name === 'authtype').map((directive) => ({directive, context})),
  )
  const last = rules.at(-1)
  return last && !/^none$/i.test(last.directive.args[0] ?? '')
    ? {kind: 'restricted', rules: [last]}
    : {kind: 'open', rules: []}
}

function eitherMethod(one: Said, other: Said): Said {
  return one.kind === other.kind ? one : {kind: 'restricted', rules: [...one.rules, ...other.rules]}
}
