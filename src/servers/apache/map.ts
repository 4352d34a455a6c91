/**
 * Style `map`: one rule that looks the file up in a table on disk, for thousands of pages. The table is declared in the
 * virtual host (RewriteMap has no other place) and read again when it changes.
 */
import type {Notice} from '../../routes/notice.ts'
import {sdbmFiles} from '../sdbm.ts'
import {folderProblems} from './marker.ts'
import {quoteRegex} from './quote.ts'
import {authorization, capitalsOfSocket, shadowed} from './rewrite.ts'
import {baseName} from './sections.ts'
import type {ApacheLane, ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const map: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style map: pages are moved by a table in another folder; these lines stay.',
  modules: ['rewrite_module', 'proxy_fcgi_module'],
  place: 'start',
  keepsAccess: true,
  canary: true,
  rewrites: true,
  constant: true,
  text: (site) => {
    const {pag, dir} = sdbmFiles(entries(site))
    return {
      directives: site.form === 'vhost' ? whereTheTableIs(site, [...declaration(site), ...rules(site)]) : rules(site),
      server: whereTheTableIs(site, declaration(site)),
      trees: [
        {
          root: site.options.maps ?? '',
          files: new Map([
            ['pages.dir', dir],
            ['pages.pag', pag],
          ]),
        },
      ],
    }
  },
  refusals: (site) => folderProblem(site) ?? [...tooLongKeys(site), ...shadowed(site), ...capitalsOfSocket(site)],
}

/** Apache does not start with a table that is missing; so without it PHP answers (`<IfFile>`, since 2.4.34). */
function whereTheTableIs({options}: ApacheSite, lines: readonly string[]): string[] {
  return [`<IfFile "${options.maps ?? ''}/pages.pag">`, ...lines, '</IfFile>']
}

function rules(site: ApacheSite): string[] {
  return ['  RewriteEngine On', ...site.lanes.flatMap((lane) => rule(site, lane)), ...authorization]
}

function declaration({name, options}: ApacheSite): string[] {
  return [`  RewriteMap migrate-${name} "dbm=sdbm:${options.maps ?? ''}/pages"`]
}

function rule(site: ApacheSite, {name, condition, handler}: ApacheLane): string[] {
  // In a virtual host the URL has not become a file yet: Apache is asked which it will be (RewriteCond, "LA-U").
  const file = site.form === 'vhost' ? '%{LA-U:REQUEST_FILENAME}' : '%{REQUEST_FILENAME}'
  return [
    `  RewriteCond "\${migrate-${site.name}:${file}}" "=${name}"`,
    // Asked last: Apache tells caches of what it was asked for, and that is true of pages in the canary only.
    ...(condition === undefined ? [] : [`  RewriteCond expr "${condition}"`]),
    `  RewriteRule "${endings(site)}" - [H=${handler},E=MIGRATE:on]`,
  ]
}

/**
 * Only what may be a page is looked up: static files cost nothing. In a virtual host nothing with `%`, `#` or `?` in its
 * decoded path either: the look-ahead takes the path for a URL and would find the file of another page.
 */
function endings({routes, form}: ApacheSite): string {
  const names = new Set(routes.map(({file}) => baseName(file).split('.').slice(1).at(-1) ?? ''))
  const all = [...new Set(['php', ...names])].sort().map(quoteRegex)
  const ending = names.has('') ? '' : `\\.(?:${all.join('|')})`
  if (form === 'vhost') return `^[^%#?]*${ending}(?:/[^%#?]*)?$`
  return ending === '' ? '^' : `${ending}(?:/|$)`
}

function entries({lanes, roots}: ApacheSite): [string, string][] {
  return lanes.flatMap(({name, routes}) =>
    routes.flatMap(({file}) => roots.map((root): [string, string] => [`${root}/${file}`, name])),
  )
}

/** An entry of SDBM lies in one block of 1,024 bytes, with six of the block's own. */
const LONGEST_ENTRY = 1008

function tooLongKeys({lanes, roots}: ApacheSite): Notice[] {
  return lanes.flatMap(({name, routes}) =>
    routes
      .filter(({file}) => roots.some((root) => Buffer.byteLength(`${root}/${file}${name}`) > LONGEST_ENTRY))
      .map(({page}) => ({
        code: 'MAP_KEY_TOO_LONG',
        page,
        reason: `The path is longer than the ${LONGEST_ENTRY} bytes that an entry of the table can have`,
        remedy: 'Give the page or its folders shorter names, or use another style',
      })),
  )
}

function folderProblem({options, roots}: ApacheSite): Notice[] | undefined {
  if (options.maps !== undefined) return folderProblems(options.maps, roots, 'map')
  return [
    {
      code: 'MAP_FOLDER_MISSING',
      reason: 'Style `map` needs a folder for the table of pages',
      remedy:
        'Set `server.maps` in the configuration, or give `--maps DIR`: outside the document root, such as `/var/lib/migrate/shop-map`',
    },
  ]
}
