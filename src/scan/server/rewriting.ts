/** What the rewriting of a host, outside of directories, does with a page before anything else looks at it. */
import type {PagePath} from '../../page.ts'
import type {Directive} from '../access/apache-config.ts'
import {isForbidding, isRewritten} from '../access/rules.ts'
import {hostOf, isOfHostItself} from './hosts.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** A `RewriteRule` that may change what happens to a page. */
export interface PageRewrite {
  directive: ServerDirective
  /** `forbid` also for `[G]` and refusing statuses; `rewrite` leads to another path of the site. */
  does: 'forbid' | 'redirect' | 'proxy' | 'rewrite'
  certainty: Exclude<Certainty, false>
}

/** The rewriting that a request for a page meets, in order, until a rule certainly ends it. */
export function rewritesOf(host: ServerHost, page: PagePath): PageRewrite[] {
  return isEngineOn(host.directives.filter(isOfHostItself)) ? followRules(rulesOf(host), `/${page}`) : []
}

/**
 * Follows rules as mod_rewrite does, as far as that can be known without a request.
 *
 * @param path what the first rule's pattern is compared with
 */
export function followRules(rules: readonly ServerDirective[], path: string): PageRewrite[] {
  const found: PageRewrite[] = []
  let isConditional = false
  let isChained = false
  // From here on, the path may be another one, or a rule may not be reached.
  let isUnsure = false
  for (const directive of rules) {
    if (directive.name === 'rewritecond') {
      isConditional = true
      continue
    }
    const flags = flagsOf(directive)
    const isMeant = isRewritten(directive, path)
    const isSure = isMeant === true && !isConditional && !isChained && !isUnsure && !isUncertain(directive)
    const mayBeMeant: boolean = isMeant !== false || isUnsure
    if (mayBeMeant) {
      const does = deedOf(directive, flags)
      if (does) found.push({directive, does, certainty: isSure || 'unknown'})
      if (isSure && (does === 'forbid' || does === 'proxy' || does === 'redirect' || ends(flags))) return found
      isUnsure ||= does !== undefined || ends(flags)
    }
    isUnsure ||= mayBeMeant && (flags.has('S') || flags.has('SKIP') || flags.has('N') || flags.has('NEXT'))
    isConditional = false
    isChained = flags.has('C') || flags.has('CHAIN')
  }
  return found
}

/** Whether rewriting is on where these directives stand; the last word counts. */
export function isEngineOn(directives: readonly ServerDirective[]): boolean {
  return directives.findLast(({name}) => name === 'rewriteengine')?.args[0]?.toLowerCase() === 'on'
}

/** A virtual host has rules of its own; those of the main server only where it inherits them ("RewriteOptions"). */
function rulesOf(host: ServerHost): ServerDirective[] {
  const all = host.directives.filter(isOfHostItself)
  const own = all.filter((directive) => hostOf(directive) === host.section)
  const main = host.section ? all.filter((directive) => !hostOf(directive)) : []
  const options = (directives: readonly ServerDirective[]): string =>
    directives.flatMap(({name, args}) => (name === 'rewriteoptions' ? args : [])).join(' ')
  const isRule = ({name}: Directive): boolean => name === 'rewriterule' || name === 'rewritecond'
  const inherits = /\binherit(before)?\b/i.exec(options(own)) ?? /\binheritdown(before)?\b/i.exec(options(main))
  if (!inherits || /\bignoreinherit\b/i.test(options(own))) return own.filter(isRule)
  return (inherits[1] ? [...main, ...own] : [...own, ...main]).filter(isRule)
}

function deedOf(directive: Directive, flags: ReadonlyMap<string, string>): PageRewrite['does'] | undefined {
  const status = flags.get('R') ?? flags.get('REDIRECT')
  if (isForbidding(directive) || flags.has('G') || flags.has('GONE') || /^[45]/.test(status ?? '')) return 'forbid'
  if (flags.has('P') || flags.has('PROXY')) return 'proxy'
  const [, target = ''] = directive.args
  if (status !== undefined || /^https?:/i.test(target)) return 'redirect'
  return target === '-' ? undefined : 'rewrite'
}

function ends(flags: ReadonlyMap<string, string>): boolean {
  return flags.has('L') || flags.has('LAST') || flags.has('END')
}

/** In capitals, with what is said after `=`. */
function flagsOf({args}: Directive): ReadonlyMap<string, string> {
  const flags = (args[2] ?? '').replace(/^\[|\]$/g, '').split(',')
  return new Map(
    flags.map((flag) => {
      const [name = '', ...value] = flag.trim().split('=')
      return [name.toUpperCase(), value.join('=')]
    }),
  )
}
