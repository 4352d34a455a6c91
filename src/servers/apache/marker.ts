/**
 * Style `marker`: one block that never changes. A page is moved by an empty file of its name in a folder outside the
 * document root, which Apache looks for at each request (ap_expr, `-f`): no reload, and one page costs what ten
 * thousand do. Where the folder can't be read there is no marker, and PHP answers. An `<If>` in `<Files>` is asked after all
 * others: so that of a folder below, which may name PHP's handler, does not win.
 */
import type {Notice} from '../../routes/notice.ts'
import {backendHandler, indexAuthorization} from './sections.ts'
import type {ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const marker: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style marker: pages are moved by files in another folder; these lines stay.',
  modules: ['proxy_fcgi_module'],
  place: 'end',
  keepsAccess: true,
  canary: true,
  constant: true,
  text: (site) => {
    const folder = markerFolder(site)
    return {
      directives: [
        '  <Files "*">',
        ...site.lanes.flatMap(({name, condition, handler}) => [
          `    <If "-f '${folder}/${name}%{REQUEST_FILENAME}'${condition === undefined ? '' : ` && ${condition}`}">`,
          ...backendHandler(handler).map((line) => `      ${line}`),
          '    </If>',
        ]),
        '  </Files>',
        ...indexAuthorization(site),
      ],
      trees: [{root: folder, files: markerFiles(site)}],
    }
  },
  refusals: (site) => folderProblem(site) ?? tooLongPaths(site),
}

function markerFolder({options}: ApacheSite): string {
  return options.markers ?? ''
}

/** For every page a marker at its whole path, below each spelling of the document root. */
function markerFiles({lanes, roots}: ApacheSite): Map<string, Uint8Array> {
  const empty = new Uint8Array()
  return new Map(
    lanes.flatMap(({name, routes}) =>
      routes.flatMap(({file}) => roots.map((root) => [`${name}${root}/${file}`, empty] as const)),
    ),
  )
}

/** PATH_MAX of Linux, in bytes, without the final NUL. */
const LONGEST_PATH = 4095

function tooLongPaths(site: ApacheSite): Notice[] {
  const [longest = ''] = [...site.lanes.map(({name}) => name)].sort((a, b) => b.length - a.length)
  return site.routes
    .filter(({file}) =>
      site.roots.some((root) => Buffer.byteLength(`${markerFolder(site)}/${longest}${root}/${file}`) > LONGEST_PATH),
    )
    .map(({page}) => ({
      code: 'MARKER_TOO_LONG',
      page,
      reason: 'The path of its marker would be longer than a path can be',
      remedy: 'Use a folder for the markers with a shorter name, or another style',
    }))
}

/** It stands in an expression, between quotes of one kind that stand between quotes of the other. */
function folderProblem(site: ApacheSite): Notice[] | undefined {
  const folder = markerFolder(site)
  if (folder === '') {
    return [
      {
        code: 'MARKER_FOLDER_MISSING',
        reason: 'Style `marker` needs a folder for the marker files',
        remedy:
          'Set `server.markers` in the configuration, or give `--markers DIR`: outside the document root, such as `/var/lib/migrate/shop`',
      },
    ]
  }
  return folderProblems(folder, site.roots, 'markers')
}

/** Why a folder that Apache is told of can't be: odd characters, or inside the document root. */
export function folderProblems(folder: string, roots: readonly string[], what: string): Notice[] | undefined {
  if (!/^(?:\/[A-Za-z0-9_.-]+)+$/.test(folder) || /\/\.\.?(?:\/|$)/.test(folder)) {
    return [
      {
        code: 'FOLDER_NAME',
        reason: `The folder of the ${what} is not an absolute path of \`A-Z a-z 0-9 _ . -\` without a slash at its end`,
        remedy: 'Use a folder such as `/var/lib/migrate/shop`',
      },
    ]
  }
  if (!roots.some((root) => folder === root || folder.startsWith(`${root}/`))) return undefined
  return [
    {
      code: 'FOLDER_IN_DOCUMENT_ROOT',
      reason: `The folder of the ${what} lies in the document root, where uploads and visitors could reach it`,
      remedy: 'Use a folder such as `/var/lib/migrate/shop`',
    },
  ]
}
