/**
 * Style `proxy`: `ProxyPassMatch` for each page, for hosts where PHP itself is reached by `ProxyPassMatch`: there no
 * handler, `<Files>` or .htaccess has a say in it, so these lines stand before PHP's. They answer before access control of
 * folders and files is asked, as PHP's own line does.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import type {ApacheLane, ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const proxy: ApacheStyle = {
  forms: ['vhost'],
  about: "Style proxy: a ProxyPassMatch for each page; include it before PHP's own.",
  modules: ['proxy_fcgi_module'],
  place: 'end',
  keepsAccess: false,
  canary: false,
  text: (site) => ({directives: site.lanes.flatMap((lane) => lane.routes.flatMap((route) => pass(site, route, lane)))}),
  refusals: (site) => [...rootProblem(site), ...namesInUrl(site)],
  warnings: ({routes}) => (routes.length < MANY_PAGES ? [] : [many(routes.length)]),
}

function pass({root}: ApacheSite, {file}: Route, {handler}: ApacheLane): string[] {
  const worker = handler.slice('proxy:'.length)
  return [`  # /${quoteComment(file)}`, `  ProxyPassMatch "^/(${quoteRegex(file)})(/.*)?$" "${worker}${root}/$1$2"`]
}

/** The document root stands in a URL there. */
function rootProblem({root}: ApacheSite): Notice[] {
  if (/^(?:\/[A-Za-z0-9_.-]+)+$/.test(root)) return []
  return [
    {
      code: 'DOCUMENT_ROOT',
      reason:
        'Style `proxy` writes the document root into a URL: it can’t have other characters than `A-Z a-z 0-9 _ . - /`',
      remedy: 'Wire PHP by `<FilesMatch>` and `SetHandler` instead of `ProxyPassMatch`, and use another style',
    },
  ]
}

/**
 * Apache writes other characters `%HH` in the URL that it makes, and PHP-FPM then finds no file: such a page is a 404 there,
 * and must not become anything else.
 */
function namesInUrl({routes}: ApacheSite): Notice[] {
  return routes
    .filter(({file}) => !/^[A-Za-z0-9_.~!$&'()*+,;:@=/-]+$/.test(file))
    .map(({page}) => ({
      code: 'NAME_IN_URL',
      page,
      reason:
        'Apache can’t pass the name on in a URL: PHP itself answers 404 for it where it is reached by ProxyPassMatch',
      remedy: 'Rename the file and its links, or wire PHP by `<FilesMatch>` and `SetHandler` and use another style',
    }))
}

const MANY_PAGES = 500

function many(pages: number): Notice {
  return {
    code: 'MANY_PROXY_PASSES',
    reason: `Apache compares every request with the ${pages} lines: with 1000 it served static files at 0.8 of its speed, with 10,000 at 0.3, and reloading took longer`,
    remedy:
      'Wire PHP by `<FilesMatch>` and `SetHandler` instead of `ProxyPassMatch`, and use `--style marker` or `--style map`',
  }
}
