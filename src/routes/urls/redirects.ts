/** `Redirect` and `RedirectMatch` of `.htaccess` files. */
import type {ServerSetting} from '../../ledger/types.ts'
import {escapeUri, isKnown, OPEN, textBytes} from './bytes.ts'
import {matcher} from './regexp.ts'
import type {SettingPlace} from './types.ts'

export interface RedirectRule {
  place: SettingPlace
  status: number
  /** Where it leads, without the query; `undefined` when it does not apply, `…` when it can't be told. */
  target: (uri: string) => string | undefined
}

const STATUSES: Readonly<Record<string, number>> = {permanent: 301, temp: 302, seeother: 303, gone: 410}

/** A redirect of its line; `undefined` when Apache would refuse it. */
export function parseRedirect({file, line, text, name, args}: ServerSetting): RedirectRule | undefined {
  const place = {file, line, text}
  const [first = '', second, third] = args.map(textBytes)
  const given = name === 'redirectpermanent' ? 301 : name === 'redirecttemp' ? 302 : undefined
  const told = given ?? STATUSES[first.toLowerCase()] ?? (/^\d/.test(first) ? Number.parseInt(first, 10) : undefined)
  const hasStatus = given === undefined && told !== undefined
  const status = told ?? 302
  const [from, to] = hasStatus ? [second, third] : [first, second]
  const isRedirect = status >= 300 && status < 400
  if (from === undefined || (third !== undefined && !hasStatus) || isRedirect !== (to !== undefined)) return undefined
  return {place, status, target: name === 'redirectmatch' ? byPattern(from, to ?? '') : byPrefix(from, to ?? '')}
}

function byPrefix(prefix: string, to: string): RedirectRule['target'] {
  return (uri) => {
    const rest = afterPrefix(uri, prefix)
    return rest === undefined ? undefined : to + escapeUri(rest)
  }
}

function byPattern(pattern: string, to: string): RedirectRule['target'] {
  const matches = matcher(pattern, false)
  return (uri) => {
    const found = matches(uri)
    if (found === 'unknown') return OPEN
    if (found === null) return undefined
    const target = to.replace(
      /\\(.)|\$([0-9])/g,
      (_, saved?: string, group?: string) => saved ?? found[Number(group)] ?? '',
    )
    const [path = '', ...query] = target.split('?')
    return [escapeUri(path), ...query].join('?')
  }
}

/** What follows a prefix of whole segments; `undefined` when the path is not below it. */
export function afterPrefix(uri: string, prefix: string): string | undefined {
  if (!uri.startsWith(prefix)) return undefined
  const rest = uri.slice(prefix.length)
  return prefix.endsWith('/') || rest === '' || rest.startsWith('/') ? rest : undefined
}

/** The first redirect that means a path; `unknown` when that can't be told. */
export function redirectOf(
  rules: readonly RedirectRule[],
  uri: string,
): {rule: RedirectRule; target: string} | 'unknown' | undefined {
  for (const rule of rules) {
    const target = rule.target(uri)
    if (target !== undefined) return isKnown(target) ? {rule, target} : 'unknown'
  }
  return undefined
}
