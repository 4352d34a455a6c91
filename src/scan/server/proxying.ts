/** Which pages the server hands to another one before it looks at files. */
import type {PagePath} from '../../page.ts'
import {apacheRegExp} from '../access/file-pattern.ts'
import {governingContexts, isOfLocation} from './contexts.ts'
import {isOfHostItself} from './hosts.ts'
import {rewritesOf} from './rewriting.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** How a page is proxied. */
export interface PageProxy {
  directive: ServerDirective
  /** As written: `fcgi://127.0.0.1:9000/srv/shop/$1`. */
  target: string
  certainty: Exclude<Certainty, false>
}

/**
 * `ProxyPass`, `ProxyPassMatch` or a rewriting with `[P]` that takes requests for a page; `undefined` when the page is
 * looked for among the files. Rewriting comes first, then a location, then the first `ProxyPass` that matches.
 */
export function proxyOf(host: ServerHost, page: PagePath): PageProxy | undefined {
  const rewrite = rewritesOf(host, page).find(({does}) => does === 'proxy')
  if (rewrite) {
    const {directive, certainty} = rewrite
    return {directive, target: directive.args[1] ?? '', certainty}
  }
  const inLocation = governingContexts(host, page)
    .filter(({context}) => isOfLocation(context))
    .flatMap(({context, certainty}) =>
      context.directives.filter(isProxyPass).map((directive) => ({directive, certainty})),
    )
    .at(-1)
  if (inLocation) return proxy(inLocation.directive, inLocation.directive.args[0] ?? '', inLocation.certainty)
  for (const directive of host.directives) {
    if (!isProxyPass(directive) || !isOfHostItself(directive)) continue
    const [from = '', target = ''] = directive.args
    const certainty = directive.name === 'proxypassmatch' ? matches(from, `/${page}`) : hasPrefix(from, `/${page}`)
    if (certainty !== false) return proxy(directive, target, certainty)
  }
  return undefined
}

/** Whether a URL's path begins with a path of an `Alias`, `Redirect` or `ProxyPass`, with a whole segment. */
export function hasPrefix(prefix: string, url: string): boolean {
  const rest = url.slice(prefix.length)
  return url.startsWith(prefix) && (prefix.endsWith('/') || rest === '' || rest.startsWith('/'))
}

export function matches(pattern: string, url: string): Certainty {
  return apacheRegExp(pattern)?.test(url) ?? 'unknown'
}

function isProxyPass({name}: ServerDirective): boolean {
  return name === 'proxypass' || name === 'proxypassmatch'
}

function proxy(directive: ServerDirective, target: string, certainty: PageProxy['certainty']): PageProxy | undefined {
  if (target === '!') return undefined
  return {directive, target, certainty: isUncertain(directive) ? 'unknown' : certainty}
}
