/**
 * Style `rewrite` over HTTP: `[P]`, for hosts where only .htaccess is ours and mod_proxy_fcgi is missing. It stands after
 * the site's own rules, since nothing after it is asked any more. What HTTP can't carry is lost to the page: see the
 * warning.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import {shadowed} from './rewrite.ts'
import {tooLongLines} from './sections.ts'
import type {ApacheLane, ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const rewriteHttp: ApacheStyle = {
  forms: ['htaccess'],
  about: 'Style rewrite over HTTP: a proxying rule for each page.',
  modules: ['rewrite_module', 'proxy_http_module'],
  place: 'end',
  keepsAccess: true,
  canary: true,
  rewrites: true,
  ownBackend: false,
  text: (site) => ({
    directives: [
      '  RewriteEngine On',
      ...site.lanes.flatMap((lane) => lane.routes.flatMap((route) => rule(site, route, lane))),
    ],
  }),
  refusals: (site) => [
    ...addressProblem(site),
    ...tooLongLines(site, (route, lane) => rule(site, route, lane)),
    ...shadowed(site),
  ],
  warnings: () => [lossy],
}

function rule({options}: ApacheSite, {file}: Route, {condition}: ApacheLane): string[] {
  return [
    `  # /${quoteComment(file)}`,
    ...(condition === undefined ? [] : [`  RewriteCond expr "${condition}"`]),
    `  RewriteRule "^(${quoteRegex(file)}(?:/.*)?)$" "${upstream(options.http ?? '')}/$1" [P]`,
  ]
}

/** `127.0.0.1:8081` → `http://127.0.0.1:8081`. */
function upstream(address: string): string {
  return address.startsWith('unix:') ? `${address}|http://localhost` : `http://${address}`
}

function addressProblem({options, backends}: ApacheSite): Notice[] {
  const isAddress = /^(?:unix:(?:\/[A-Za-z0-9_.-]+)+|127\.0\.0\.1:\d{1,5}|\[::1\]:\d{1,5})$/.test(options.http ?? '')
  if (isAddress && backends.size === 1) return []
  return [
    {
      code: 'HTTP_ADDRESS',
      reason: isAddress
        ? 'Over HTTP there is one backend only'
        : 'The backend has no address for HTTP that Apache can be given',
      remedy: isAddress ? 'Leave `backends` out of the configuration' : 'Set `backend.http`, such as `127.0.0.1:8081`',
    },
  ]
}

const lossy: Notice = {
  code: 'HTTP_LOSES_REQUEST',
  reason:
    'Over HTTP a page sees the address of Apache as its visitor’s, no user name, no HTTPS and not the URL before a rewrite; as an error document it answers 200',
  remedy: 'Ask the host for mod_proxy_fcgi, and use another style',
}
