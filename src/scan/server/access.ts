/** The access control of a request while the contexts that govern it are merged. */

import {sectionsOf} from '../access/apache-config.ts'
import {
  applies,
  type METHODS,
  type Verdict,
  verdictOfHosts,
  verdictOfRequire,
  verdictOfRequires,
} from '../access/verdict.ts'
import type {AccessRule} from '../types.ts'
import {isOfLocation, type ServerContext} from './contexts.ts'
import {sectionText} from './section-text.ts'
import type {ServerDirective} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** What directives that stand together say, and which of them say so. */
export interface Said {
  kind: Verdict
  rules: {directive: ServerDirective; context: ServerContext}[]
}

/** What was said so far, by the modules that each have their own say. */
export interface Access {
  require: Said
  hosts: Said
  /** `Satisfy Any`: one of both is enough. */
  isAnyEnough: boolean | 'unknown'
}

type Method = (typeof METHODS)[number]

const OPEN: Said = {kind: 'open', rules: []}
export const OPEN_ACCESS: Access = {require: OPEN, hosts: OPEN, isAnyEnough: false}

/** A context merged over what came before it. */
export function afterContext(before: Access, context: ServerContext, method: Method): Access {
  const certain = context.directives.filter((directive) => !isUncertain(directive))
  const after = withDirectives(before, context, certain, method)
  return certain.length === context.directives.length
    ? after
    : bothWays(after, withDirectives(before, context, context.directives, method))
}

/** When it is not known which of two holds. */
export function bothWays(one: Access, other: Access): Access {
  return {
    require: either(one.require, other.require),
    hosts: either(one.hosts, other.hosts),
    isAnyEnough: one.isAnyEnough === other.isAnyEnough ? one.isAnyEnough : 'unknown',
  }
}

/** Both modules together (mod_access_compat, "Satisfy"). */
export function combined({require, hosts, isAnyEnough}: Access): Said {
  const both = everyOf(require, hosts)
  if (isAnyEnough === false) return both
  // Without any `Require`, nothing but the hosts can let anybody in.
  const any = require.rules.length === 0 && require.kind === 'open' ? hosts : anyOf(require, hosts)
  return isAnyEnough === true ? any : either(both, any)
}

/** The rules by which something is closed, as they are listed. */
export function closedTo({kind, rules}: Said): AccessRule[] {
  if (kind === 'open') return []
  return rules.map(({directive: {file, line, text, name}, context}) => ({
    file,
    kind,
    line,
    text,
    server: {
      section: context.sections.map(sectionText).join(' '),
      lostByProxy: !isOfLocation(context) && (context.sections.length > 0 || !name.startsWith('rewrite')),
    },
  }))
}

function withDirectives(
  before: Access,
  context: ServerContext,
  directives: readonly ServerDirective[],
  method: Method,
): Access {
  const hosts = directives.filter(({name}) => /^(order|allow|deny|satisfy)$/.test(name))
  return {
    require: afterRequires(before.require, context, directives, method),
    // What one section says of hosts replaces all that came before, whatever it is.
    ...(hosts.length > 0 ? hostsOf(context, hosts, method) : {hosts: before.hosts, isAnyEnough: before.isAnyEnough}),
  }
}

function hostsOf(
  context: ServerContext,
  all: readonly ServerDirective[],
  method: Method,
): Pick<Access, 'hosts' | 'isAnyEnough'> {
  const directives = all.filter((directive) => applies(directive, method))
  const kind = verdictOfHosts(directives)
  const directive = directives.find(({name}) => name === 'deny') ?? directives[0]
  const satisfy = directives.findLast(({name}) => name === 'satisfy')?.args[0]
  return {
    hosts: directive ? {kind, rules: [{directive, context}]} : OPEN,
    isAnyEnough: satisfy?.toLowerCase() === 'any',
  }
}

function afterRequires(
  before: Said,
  context: ServerContext,
  directives: readonly ServerDirective[],
  method: Method,
): Said {
  const requires = directives.filter(({name}) => name === 'require')
  const [first] = requires
  if (!first) return before
  const own = requires.filter((directive) => applies(directive, method))
  return own.length > 0 ? saidBy(context, own) : saidOfOtherMethods(context, first)
}

/**
 * What is required where some context has `AuthMerging`. That is inherited by what is merged later, in groups of
 * sections, so that a requirement may come back that a later one replaced: then none of them is certain.
 */
export function requiredInAnyOrder(contexts: readonly ServerContext[], method: Method): Said | undefined {
  const merging = contexts.flatMap((context) =>
    context.directives.flatMap((directive) => (directive.name === 'authmerging' ? [{directive, context}] : [])),
  )
  if (merging.length === 0) return undefined
  const all = contexts.map((context) => afterRequires(OPEN, context, context.directives, method))
  // Without any requirement left, an `AuthType` refuses everybody.
  return all.reduce(either, {kind: 'restricted', rules: merging})
}

function saidBy(context: ServerContext, requires: readonly ServerDirective[]): Said {
  // Groups within each other, and what is said of one method alone, are not worked out in every detail.
  const groups = requires.map((directive) =>
    [...sectionsOf(directive)].filter(({name}) => /^(require|limit)/.test(name)),
  )
  const isInvolved = groups.some((each) => each.length > 1 || each[0] !== groups[0]?.[0])
  const kind = verdictOfRequires(requires)
  const directive = requires.find((candidate) => verdictOfRequire(candidate) === kind) ?? requires[0]
  return {
    kind: isInvolved && kind !== 'open' ? 'restricted' : kind,
    rules: directive ? [{directive, context}] : [],
  }
}

/** Requirements for other methods alone. */
function saidOfOtherMethods(context: ServerContext, directive: ServerDirective): Said {
  return {kind: 'restricted', rules: [{directive, context}]}
}

function either(one: Said, other: Said): Said {
  if (one.kind === other.kind) return {kind: one.kind, rules: joined(one, other)}
  return {kind: 'restricted', rules: joined(...[one, other].filter(({kind}) => kind !== 'open'))}
}

function everyOf(one: Said, other: Said): Said {
  const closing = [one, other].filter(({kind}) => kind !== 'open')
  const [first, second] = closing
  if (!first) return {kind: 'open', rules: joined(one, other)}
  if (!second) return first
  const kind = closing.find((said) => said.kind === 'closed') ?? closing.find((said) => said.kind === 'auth') ?? first
  return {kind: kind.kind, rules: joined(first, second)}
}

function anyOf(one: Said, other: Said): Said {
  if (one.kind === 'open' || other.kind === 'open') return {kind: 'open', rules: joined(one, other)}
  if (one.kind === 'closed') return other
  if (other.kind === 'closed') return one
  return {kind: one.kind === other.kind ? one.kind : 'restricted', rules: joined(one, other)}
}

function joined(...all: readonly Said[]): Said['rules'] {
  const rules = all.flatMap((said) => said.rules)
  return rules.filter((rule, index) => rules.findIndex(({directive}) => directive === rule.directive) === index)
}
