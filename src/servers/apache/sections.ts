/**
 * One exact section a page. `<Files>` alone would catch the name in every folder below; the `<If>` in it compares the
 * whole path, and wins over any `<Files>`, `<FilesMatch>` or `<Location>` of the site that names PHP's handler.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import type {ApacheLane, ApacheSite} from './site.ts'

/** The section of one page. */
interface Section {
  file: string
  text: string
}

/**
 * The sections of all routes, those of one file name together. In a virtual host they stand in a `<Directory>` for their
 * folder: Apache then compares a request with the pages of its own folders only, and a static file elsewhere with none.
 * That changes nothing else, since a section with `<Files>` alone has no say in anything (a module without a directive in
 * it keeps what it was told above).
 *
 * @param handle what stands in the section of a page: {@link inSection}
 */
export function pageSections(site: ApacheSite, handle: (route: Route, lane: ApacheLane) => string): string[] {
  const sections = site.lanes.flatMap((lane) =>
    lane.routes.map(
      (route): Section => ({file: route.file, text: pageCondition(site, route, lane, handle(route, lane))}),
    ),
  )
  if (site.form !== 'vhost' || !site.roots.every(isPlainPath)) return fileSections(sections)
  const folders = Map.groupBy(sections, ({file}) => plainFolder(file))
  return sortedByBytes(folders).flatMap(([folder, inside]) => {
    if (folder === ANYWHERE) return fileSections(inside)
    const deeper = fileSections(inside).map((text) => text.replace(/^/gm, '  '))
    return site.roots.flatMap((root) => [`  <Directory "${root}${folder}">`, ...deeper, '  </Directory>'])
  })
}

/** For pages whose folder `<Directory>` would read as a pattern. */
const ANYWHERE = '*'

/** `admin/users.php` → `/admin`, `index.php` → ``. */
function plainFolder(file: string): string {
  const folder = file.includes('/') ? `/${file.slice(0, file.lastIndexOf('/'))}` : ''
  return folder === '' || isPlainPath(folder) ? folder : ANYWHERE
}

function fileSections(sections: readonly Section[]): string[] {
  const names = Map.groupBy(sections, ({file}) => baseName(file))
  return sortedByBytes(names).flatMap(([name, pages]) => [
    `  ${openFiles(name)}`,
    ...pages.map(({text}) => text),
    `  ${closeFiles(name)}`,
  ])
}

function sortedByBytes<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  const keyed = [...map].map((entry) => ({entry, bytes: Buffer.from(entry[0])}))
  return keyed.sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({entry}) => entry)
}

function pageCondition({rootPattern}: ApacheSite, {file}: Route, {condition}: ApacheLane, handling: string): string {
  const also = condition === undefined ? '' : ` && ${condition}`
  return `    # /${quoteComment(file)}
    <If "%{REQUEST_FILENAME} =~ m#^${rootPattern}/${quoteRegex(file)}$#${also}">
${handling}
    </If>`
}

/** Directives as the inside of a page's section. */
export function inSection(directives: readonly string[]): string {
  return directives.map((line) => `      ${line}`).join('\n')
}

/** A plain name is compared by `<Files>` as text, which is several times faster than a regular expression. */
function openFiles(name: string): string {
  return isPlain(name) ? `<Files "${name}">` : `<FilesMatch "^${quoteRegex(name)}$">`
}

function closeFiles(name: string): string {
  return isPlain(name) ? '</Files>' : '</FilesMatch>'
}

/** Nothing in it is a wildcard to `<Files>` or means anything in quotes. */
export function isPlain(name: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(name)
}

/** Nothing in it is a wildcard to `<Directory>` or means anything in quotes. */
function isPlainPath(path: string): boolean {
  return /^(?:\/[A-Za-z0-9_.-]+)+$/.test(path)
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

/**
 * The page is answered by our backend. mod_proxy_fcgi keeps the password to itself; mod_php gives it to the page, as
 * do most PHP-FPM set-ups.
 */
export function backendHandler(handler: string): string[] {
  return [
    `SetHandler "${handler}"`,
    '<IfModule setenvif_module>',
    '  SetEnvIfNoCase ^Authorization$ "(.+)" HTTP_AUTHORIZATION=$1',
    '</IfModule>',
  ]
}

/**
 * What gives the password to a page that a folder's URL shows (DirectoryIndex): there Apache does not look at the
 * `SetEnvIf` of a section, and asks mod_proxy_fcgi for variables last. Once for all pages, by the handler.
 */
export function indexAuthorization({lanes}: ApacheSite): string[] {
  const handlers = [...new Set(lanes.map(({handler}) => handler))].sort()
  if (handlers.length === 0) return []
  return [
    '  <IfModule version_module>',
    '    <IfVersion >= 2.4.26>',
    ...handlers.map((handler) => {
      const condition = `%{HANDLER} == '${handler}' && -n req_novary('Authorization')`
      return `      ProxyFCGISetEnvIf "${condition}" HTTP_AUTHORIZATION "%{req_novary:Authorization}"`
    }),
    '    </IfVersion>',
    '  </IfModule>',
  ]
}

/** The longest line that Apache reads, line end included; one longer line in a .htaccess, and everything is a 500. */
const LONGEST_LINE = 8192

/** Routes whose line would be too long for Apache. */
export function tooLongLines(
  site: ApacheSite,
  lineOf: (route: Route, lane: ApacheLane) => readonly string[],
): Notice[] {
  return site.lanes.flatMap((lane) => {
    const [first] = lane.routes
    if (first === undefined) return []
    const others = Math.max(...lineOf({...first, file: ''}, lane).map((line) => line.length))
    // A character is three bytes at most, each of them `\xHH`; nearly no path comes near.
    const enough = (LONGEST_LINE - others) / 12 - '\r\n'.length
    return lane.routes
      .filter(({file}) => file.length > enough)
      .filter((route) => lineOf(route, lane).some((line) => line.length + '\r\n'.length > LONGEST_LINE))
      .map(({page}) => ({
        code: 'LINE_TOO_LONG',
        page,
        reason: `The path takes a line of more than ${LONGEST_LINE} bytes, the longest that Apache reads`,
        remedy: 'Give the page or its folders shorter names',
      }))
  })
}

/** The lines that {@link pageSections} has for one page, for {@link tooLongLines}. */
export function sectionLines(site: ApacheSite): (route: Route, lane: ApacheLane) => string[] {
  return (route, lane) => [`  ${openFiles(baseName(route.file))}`, ...pageCondition(site, route, lane, '').split('\n')]
}
