/** Refusals that are no access control: `RewriteRule … [F]`, `Redirect 403`, and what needs TLS or a certificate. */
import type {PagePath} from '../../page.ts'
import type {Said} from './access.ts'
import type {Governing, ServerContext} from './contexts.ts'
import {hasPrefix, matches} from './proxying.ts'
import {followRules, isEngineOn, rewritesOf} from './rewriting.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** Rewriting of the host, and of the deepest `<Directory>` that rewrites at all, which replaces that of those above. */
export function forbiddingRules(host: ServerHost, page: PagePath, governing: readonly Governing[]): Said[] {
  const outside: ServerContext = {sections: [], directives: []}
  const found = rewritesOf(host, page)
    .filter(({does}) => does === 'forbid')
    .map(({directive, certainty}) => refusal(directive, outside, certainty))
  const rewriting = governing.filter(
    ({context: {sections, directives}}) =>
      sections.length > 0 && directives.some(({name}) => name.startsWith('rewrite')),
  )
  const inDirectory = rewriting.filter(({context}) => context.sections.length === 1 && isDirectory(context))
  const last = inDirectory.at(-1)
  // What is switched on outside of directories is on in them, too.
  const plain = governing.filter(({context}) => context.sections.length === 0 || inDirectory.some((each) => each.context === context))
  const isOn = isEngineOn(plain.flatMap(({context}) => context.directives))
  for (const each of rewriting) {
    const {context, certainty} = each
    const isPlain = isDirectory(context) && context.sections.length === 1
    if (isPlain && (each !== last || !isOn) && certainty === true && last?.certainty === true) continue
    const below = isPlain && context.sections[0]?.name === 'directory' ? pathBelow(context, host, page) : undefined
    for (const rewrite of followRules(context.directives.filter(isRule), below ?? page)) {
      if (rewrite.does !== 'forbid') continue
      const isSure = certainty === true && each === last && below !== undefined && rewrite.certainty === true
      found.push(refusal(rewrite.directive, context, isSure || 'unknown'))
    }
    // What a rule elsewhere is compared with is not known.
    if (below === undefined) {
      const forbidding = context.directives.filter((directive) => isRule(directive) && /\bF\b/.test(directive.args[2] ?? ''))
      found.push(...forbidding.map((directive) => refusal(directive, context, 'unknown')))
    }
  }
  return found
}

/** `Redirect 403 /private`, `RedirectMatch 404 \.git`: mod_alias, for any status that is not a redirection. */
export function redirectingRules(page: PagePath, governing: readonly Governing[]): Said[] {
  return governing.flatMap(({context, certainty}) =>
    context.directives.flatMap((directive) => {
      const {name, args} = directive
      if (name !== 'redirect' && name !== 'redirectmatch') return []
      const [status = '', from] = args
      if (!/^([45]\d\d|gone)$/.test(status)) return []
      const isMeant = from === undefined || (name === 'redirect' ? hasPrefix(from, `/${page}`) : matches(from, `/${page}`))
      return isMeant === false ? [] : [refusal(directive, context, isMeant === true ? certainty : 'unknown')]
    }),
  )
}

/** mod_ssl refuses requests in the clear or without a certificate. */
export function tlsRules(governing: readonly Governing[]): Said[] {
  return governing.flatMap(({context}) =>
    context.directives
      .filter(
        ({name, args}) =>
          name === 'sslrequiressl' ||
          name === 'sslrequire' ||
          (name === 'sslverifyclient' && /^require$/i.test(args[0] ?? '')),
      )
      .map((directive) => refusal(directive, context, 'unknown')),
  )
}

function refusal(directive: ServerDirective, context: ServerContext, certainty: Certainty): Said {
  const isSure = certainty === true && !isUncertain(directive)
  return {kind: isSure ? 'closed' : 'restricted', rules: [{directive, context}]}
}

function isDirectory({sections}: ServerContext): boolean {
  return sections[0]?.name === 'directory' || sections[0]?.name === 'directorymatch'
}

function isRule({name}: ServerDirective): boolean {
  return name === 'rewriterule' || name === 'rewritecond'
}

/** A page as the rules of a `<Directory>` see it: below that directory; unknown where its name is a pattern. */
function pathBelow({sections}: ServerContext, host: ServerHost, page: PagePath): string | undefined {
  const directory = (sections[0]?.args[0] ?? '').replace(/\/+$/, '')
  const path = `${host.documentRoot}/${page}`
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined
}
