/**
 * What a way of routing is known not to do. The limits in the list are harmless: PHP answers, exactly as before. The others
 * say what is not the same of an answer of TypeScript. Anything else that is not as it must be is wrong.
 */
import type {Request} from '../support/http.ts'
import type {LimitName, Way} from './front.ts'
import {pathOfTarget} from './request-path.ts'
import type {Site} from './site.ts'

/** A request that a page which moved would answer, with the file that PHP ran for it. */
interface Asked {
  way: Way
  site: Site
  request: Request
  /** Below the document root. */
  file: string
}

const limits: Record<LimitName, (asked: Asked) => boolean> = {
  // Rules in a virtual host compare the URL before it has become a file; in nginx the script is not below an alias.
  alias: ({site, request}) => site.rules.some((rule) => rule.kind === 'alias' && isUnder(request, rule.url)),
  // A rule of the virtual host that rewrites to the page is in the same list as ours.
  'rewritten in the virtual host': ({site, request}) =>
    site.rules.some((rule) => rule.kind === 'server-pretty' && isUnder(request, rule.word)),
  // The request that asks Apache for the file (LA-U) takes the decoded path for one to be decoded.
  '% or # in the path': ({request}) => /[%#?]/.test(pathOfTarget(request.target)),
  // Caddy takes `page.php.` for PHP without having looked for a file, where there is no index file to fall back on.
  'dot or space at the end': ({request}) => /\.php[. ]+$/i.test(pathOfTarget(request.target)),
}

/** The name of the limit that lets PHP answer; `undefined`: there is none. */
export function limitOf(asked: Asked): string | undefined {
  return asked.way.stays?.find((name) => limits[name](asked))
}

/**
 * The limit of PHP as a module: Apache answers conditional requests for what a backend sends, and requests for a range of
 * bytes for what mod_php sends (RFC 9110, sections 13 and 14: both may be ignored).
 */
export const CONDITION_LIMIT = 'condition or range'

/** The limit of a CGI program: it is asked by an internal redirect, and has the headers of its own folder. */
export const HEADER_LIMIT = 'headers of a folder'

/** The limit of all ways: the same file under another name is another page. */
export const LINK_LIMIT = 'symbolic link'

function isUnder({target}: Request, url: string): boolean {
  const path = pathOfTarget(target)
  return path === url || path.startsWith(`${url}/`)
}
