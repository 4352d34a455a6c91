/**
 * One exact section a page. `<Files>` alone would catch the name in every folder below; the `<If>` in it compares the
 * whole path, and wins over any `<Files>`, `<FilesMatch>` or `<Location>` of the site that names PHP's handler.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import type {ApacheLane, ApacheSite} from './site.ts'

/** The sections of all routes, those of one file name together. */
export function pageSections(
  site: ApacheSite,
  handle: (route: Route, lane: ApacheLane) => readonly string[],
): string[] {
  const byName = new Map<string, {route: Route; lane: ApacheLane}[]>()
  for (const lane of site.lanes) {
    for (const route of lane.routes) {
      const name = baseName(route.file)
      byName.set(name, [...(byName.get(name) ?? []), {route, lane}])
    }
  }
  return [...byName]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .flatMap(([name, pages]) => [
      `  ${openFiles(name)}`,
      ...pages.flatMap(({route, lane}) => pageCondition(site, route, lane, handle(route, lane))),
      `  ${closeFiles(name)}`,
    ])
}

function pageCondition(
  {rootPattern}: ApacheSite,
  {file}: Route,
  {condition}: ApacheLane,
  handling: readonly string[],
): string[] {
  const also = condition === undefined ? '' : ` && ${condition}`
  return [
    `    # /${quoteComment(file)}`,
    `    <If "%{REQUEST_FILENAME} =~ m#^${rootPattern}/${quoteRegex(file)}$#${also}">`,
    ...handling.map((line) => `      ${line}`),
    '    </If>',
  ]
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
  return site.lanes.flatMap((lane) =>
    lane.routes
      .filter((route) => lineOf(route, lane).some((line) => line.length + '\r\n'.length > LONGEST_LINE))
      .map(({page}) => ({
        code: 'LINE_TOO_LONG',
        page,
        reason: `The path takes a line of more than ${LONGEST_LINE} bytes, the longest that Apache reads`,
        remedy: 'Give the page or its folders shorter names',
      })),
  )
}

/** The lines that {@link pageSections} has for one page, for {@link tooLongLines}. */
export function sectionLines(site: ApacheSite): (route: Route, lane: ApacheLane) => string[] {
  return (route, lane) => [`  ${openFiles(baseName(route.file))}`, ...pageCondition(site, route, lane, [])]
}
