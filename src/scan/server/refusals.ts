/** Refusals that are no access control: `RewriteRule … [F]`, `Redirect 403`, and what needs TLS or a certificate. */
import type {PagePath} from '../../page.ts'
import type {Said} from './access.ts'
import type {Governing, ServerContext} from './contexts.ts'
import {sectionRewritesOf} from './directory-rewriting.ts'
import {hasPrefix, matches} from './proxying.ts'
import {rewritesOf} from './rewriting.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** `RewriteRule … [F]`, also `[G]` and statuses that refuse, of the host itself and in sections. */
export function forbiddingRules(host: ServerHost, page: PagePath, governing: readonly Governing[]): Said[] {
  const outside: ServerContext = {sections: [], directives: []}
  return [
    ...rewritesOf(host, page).map((rewrite) => ({...rewrite, context: outside})),
    ...sectionRewritesOf(host, page, governing),
  ].flatMap(({does, directive, context, certainty}) =>
    does === 'forbid' ? [refusal(directive, context, certainty)] : [],
  )
}

/** `Redirect 403 /private`, `RedirectMatch 404 \.git`: mod_alias, for any status that is not a redirection. */
export function redirectingRules(page: PagePath, governing: readonly Governing[]): Said[] {
  return governing.flatMap(({context, certainty}) =>
    context.directives.flatMap((directive) => {
      const {name, args} = directive
      if (name !== 'redirect' && name !== 'redirectmatch') return []
      const [status = '', from] = args
      if (!/^([45]\d\d|gone)$/.test(status)) return []
      const isMeant =
        from === undefined || (name === 'redirect' ? hasPrefix(from, `/${page}`) : matches(from, `/${page}`))
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
