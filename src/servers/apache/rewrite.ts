/**
 * Style `rewrite`: a rule a page that sets the handler and changes nothing else. It stands before the site's own rules
 * and lets them run (no `L`, no `END`): what they refuse or redirect is still refused and redirected, and a page that
 * they rewrite to is asked for anew, with the handler of its own rule.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import {tooLongLines} from './sections.ts'
import type {ApacheLane, ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const rewrite: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style rewrite: a rule for each page that sets its handler.',
  modules: ['rewrite_module', 'proxy_fcgi_module'],
  place: 'start',
  keepsAccess: true,
  canary: true,
  rewrites: true,
  text: (site) => ({
    directives: [
      '  RewriteEngine On',
      ...site.lanes.flatMap((lane) => lane.routes.flatMap((route) => rule(site, route, lane))),
      ...(site.routes.length === 0 ? [] : authorization),
    ],
  }),
  refusals: (site) => [
    ...tooLongLines(site, (route, lane) => rule(site, route, lane)),
    ...shadowed(site),
    ...capitalsOfSocket(site),
  ],
  warnings: ({form, routes}) => (form === 'htaccess' ? manyRules(routes.length) : []),
}

function rule({form, rootPattern}: ApacheSite, {file}: Route, {handler, condition}: ApacheLane): string[] {
  // In a .htaccess the path is without the slash of its folder (RewriteRule, "Per-directory Rewrites").
  const slash = form === 'vhost' ? '/' : ''
  return [
    `  # /${quoteComment(file)}`,
    // A link to the document root has the same .htaccess: there the path is the same and the file another.
    ...(form === 'vhost' ? [] : [`  RewriteCond %{REQUEST_FILENAME} "^${rootPattern}/${quoteRegex(file)}$"`]),
    ...(condition === undefined ? [] : [`  RewriteCond expr "${condition}"`]),
    `  RewriteRule "^${slash}${quoteRegex(file)}(?:/.*)?$" - [H=${handler},E=MIGRATE:on]`,
  ]
}

/** A page that moved gets the password that mod_php gave it; no other page does, and the page does not see our mark. */
export const authorization = [
  '  RewriteCond %{ENV:MIGRATE} =on',
  '  RewriteCond %{HTTP:Authorization} (.+)',
  '  RewriteRule ^ - [E=HTTP_AUTHORIZATION:%1]',
  '  RewriteCond %{ENV:MIGRATE} =on',
  '  RewriteRule ^ - [E=!MIGRATE]',
]

/** A .htaccess with rules of its own hides those of the folders above it (RewriteOptions, "inherit"). */
export function shadowed({form, routes, options}: ApacheSite): Notice[] {
  if (form === 'vhost') return []
  const folders = (options.rewriting ?? []).filter((folder) => folder !== '')
  return routes.flatMap(({page, file}) => {
    const folder = folders.find((candidate) => file.startsWith(`${candidate}/`))
    if (folder === undefined) return []
    return [
      {
        code: 'RULES_SHADOWED',
        page,
        reason: `The .htaccess in its folder \`${quoteComment(folder)}\` has rewrite rules of its own, which hide those of the document root`,
        remedy: 'Use `--style files` or `--style marker`, or this style with `--for vhost`',
      },
    ]
  })
}

/**
 * mod_rewrite makes small letters of a handler (RewriteRule, "H"), and so of the path of a socket in it. In a virtual host
 * the path is that of the pool, which stays as it is written.
 */
export function capitalsOfSocket({form, backends}: ApacheSite): Notice[] {
  if (form === 'vhost' || ![...backends.values()].some(({worker}) => /[A-Z]/.test(worker))) return []
  return [
    {
      code: 'SOCKET_CASE',
      reason:
        'The path of the backend’s socket has capital letters, of which a rewrite rule in a .htaccess makes small ones',
      remedy: 'Use a path in small letters such as `/run/migrate/shop.sock`, or an address such as `127.0.0.1:9000`',
    },
  ]
}

/** What rules in a .htaccess cost, measured on Apache 2.4. */
function manyRules(pages: number): Notice[] {
  if (pages < 10) return []
  return [
    {
      code: 'HTACCESS_MANY_PAGES',
      reason: `Apache reads the ${pages} rules again for every request, static files too: with 10 it served static files at 0.94 of its speed, with 100 at 0.39, with 1000 at 0.06`,
      remedy: 'Use `--style marker` or `--style map`, which do not grow with the pages, or `--for vhost`',
    },
  ]
}
