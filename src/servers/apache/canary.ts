/** Which visitors are in a canary, as an expression of Apache's (ap_expr). */
import type {Canary} from '../../routes/plan.ts'
import {shareOfHashes} from '../canary-share.ts'

/**
 * True for who sends the cookie or the header with the value 1, and for the visitors of the share. The share goes by
 * address and browser, so that it needs no cookie and every server behind a balancer says the same.
 *
 * @param site part of what is hashed, so that not always the same visitors are in the share of every site
 */
export function canaryCondition({cookie, header, percent}: Canary, site: string): string {
  const either = [
    ...(cookie === undefined ? [] : [`%{HTTP_COOKIE} =~ /(?:^|;\\s*)${cookie}=1\\s*(?:;|$)/`]),
    ...(header === undefined ? [] : [`%{HTTP:${header}} == '1'`]),
    ...(percent === undefined
      ? []
      : [`md5('${site}' . %{HTTP_USER_AGENT} . %{REMOTE_ADDR}) =~ /${shareOfHashes(percent)}/`]),
  ]
  return either.length === 1 ? either.join('') : `(${either.join(' || ')})`
}
