/** What lighttpd can't be told, and what works with a condition. */
import {printable} from '../../page.ts'
import type {Notice} from '../../routes/notice.ts'
import type {Site} from '../site.ts'
import {asksTooMuch} from './canary.ts'

export function lighttpdRefusals(site: Site): Notice[] {
  const {routes, lanes, options, roots} = site
  const ends = sameEnds(site)
  return [
    ...(roots.includes('') ? [everything] : []),
    ...(options.fallback ? [noFallback] : []),
    ...(asksTooMuch(lanes) ? [tooManyAudiences] : []),
    ...routes.flatMap(({page, file, canary}) => [
      ...(file.endsWith('\\') ? [{page, ...endsInBackslash}] : []),
      ...(canary?.percent === undefined ? [] : [{page, ...noShare}]),
      ...(ends.has(file) ? [{page, ...endsAlike(ends.get(file) ?? '')}] : []),
    ]),
  ]
}

/**
 * Other files of the site whose path ends in the whole path of a page, by that page's file:
 * `/srv/www/old/srv/www/index.php`.
 */
function sameEnds({roots, routes, options}: Site): Map<string, string> {
  const keys = new Map<string, string>(
    routes.flatMap(({file}) => roots.map((root) => [`${root}/${file}`, file] as const)),
  )
  const found = new Map<string, string>()
  for (const other of [...(options.files ?? []), ...routes.map(({file}) => file)]) {
    const path = `/${other}`
    for (let slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const file = keys.get(path.slice(slash))
      if (file !== undefined) found.set(file, other)
    }
  }
  return found
}

export function lighttpdWarnings({roots, routes}: Site): Notice[] {
  const short = roots.filter((root) => root.lastIndexOf('/') === 0)
  return short.length === 0 || routes.length === 0 ? [] : [shortRoot(short.join('`, `'))]
}

function shortRoot(roots: string): Notice {
  return {
    code: 'SHORT_ROOT',
    reason: `lighttpd compares the ends of paths: a page of another site on this server, in a folder \`…${roots}\`, would be taken for one of this site`,
    remedy: 'Include the file inside the `$HTTP["host"]` condition of the site when the server has several',
  }
}

function endsAlike(other: string): Omit<Notice, 'page'> {
  return {
    code: 'PATH_ENDS_ALIKE',
    reason: `lighttpd compares the ends of paths, and that of \`${printable(other)}\` is the whole path of this page`,
    remedy: 'Rename the folder of the other file, or leave the page in PHP',
  }
}

const everything: Notice = {
  code: 'DOCUMENT_ROOT',
  reason:
    'lighttpd compares the ends of paths, and the document root is the root folder: nothing tells the page from one of its name elsewhere',
  remedy: 'Move the site into a folder of its own',
}

const noFallback: Notice = {
  code: 'FALLBACK_OF_SERVER',
  reason:
    'lighttpd shares requests out among the addresses of a backend; none can be there only for when the other is down',
  remedy: 'Leave `fallback` out, or let the backend itself leave requests to PHP: `legacy.fastcgi`',
}

const tooManyAudiences: Notice = {
  code: 'CANARY_AUDIENCES',
  reason:
    'The canaries ask for more than three different cookies and headers: lighttpd needs a condition for each combination of them',
  remedy: 'Use the same cookie for all canaries',
}

const endsInBackslash = {
  code: 'NAME_ENDS_IN_BACKSLASH',
  reason: 'The name ends in a backslash, which lighttpd’s configuration can’t say',
  remedy: 'Rename the file and its links, or leave the page in PHP',
}

const noShare = {
  code: 'CANARY_PERCENT',
  reason: 'lighttpd has no condition that is true for a share of the visitors and the same for one of them each time',
  remedy: 'Use a cookie or a header: `migrate canary PAGE --cookie ts`',
}
