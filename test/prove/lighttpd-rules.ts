/** The rules of a site in lighttpd's words: a condition for every folder that has one, the inner ones last. */
import {quoteString} from '../../src/servers/lighttpd/quote.ts'
import {quoteRegex} from '../../src/servers/nginx/quote.ts'
import {isPlain, ruledFolders, rulesFor} from './folder-rules.ts'
import type {Place} from './place.ts'
import type {Rule, Site} from './site.ts'

/** The directives of a site but for those that run PHP. Rules that can't be said are left out. */
export function lighttpdDirectives(site: Site, {documentRoot, outside, passwords}: Place): string {
  const aliases = site.rules
    .filter((rule) => rule.kind === 'alias')
    .filter(({url, folder}) => isPlain(`${url}/${folder ?? ''}`))
    .map(({url, folder}): [string, string] => [
      `/${url}/`,
      folder === undefined ? `${outside}/` : `${documentRoot}/${folder}/`.replace(/\/\/$/, '/'),
    ])
    // lighttpd does not start when one that comes first hides another.
    .sort(([a], [b]) => b.length - a.length)
  const refused = site.rules.flatMap(refusal)
  return [
    'server.modules += ( "mod_setenv", "mod_redirect" )',
    'mimetype.assign = ( ".txt" => "text/plain", ".html" => "text/html", ".css" => "text/css" )',
    'auth.backend = "htpasswd"',
    `auth.backend.htpasswd.userfile = "${passwords}"`,
    ...list('alias.url', aliases),
    ...list('url.redirect', site.rules.flatMap(redirect)),
    ...list('url.rewrite-once', site.rules.flatMap(pretty)),
    ...list('url.rewrite-if-not-file', site.rules.flatMap(frontController).reverse()),
    ...ruledFolders(site).flatMap((folder) => condition(`^${slashed(folder)}`, folderLines(site, folder))),
    // The last ones, so that nothing opens again what they close.
    ...[...new Set(['/\\.ht', ...refused])].flatMap((pattern) => condition(pattern, ['url.access-deny = ( "" )'])),
    '',
  ].join('\n')
}

function folderLines(site: Site, folder: string): string[] {
  const has = (...kinds: Rule['kind'][]): boolean => rulesFor(site, folder, ...kinds).length > 0
  const index = rulesFor(site, folder, 'index').at(-1)?.names.filter(isPlain) ?? []
  const missing = rulesFor(site, folder, 'error')
    .filter(({status, file}) => status === 404 && isPlain(file))
    .at(-1)
  return [
    ...(has('password')
      ? ['auth.require = ( "" => ( "method" => "basic", "realm" => "Members", "require" => "valid-user" ) )']
      : []),
    ...(index.length > 0 ? [`index-file.names = ( ${index.map((name) => `"${name}"`).join(', ')} )`] : []),
    ...(missing ? [`server.error-handler-404 = "/${missing.file}${missing.query ? '?error=1' : ''}"`] : []),
    ...(has('header') ? ['setenv.set-response-header = ( "X-Site" => "of the site" )'] : []),
    ...(has('variable') ? ['setenv.set-environment = ( "SITE_VARIABLE" => "set by the site" )'] : []),
  ]
}

/** The URLs that a rule refuses, as a regular expression. */
function refusal(rule: Rule): string[] {
  switch (rule.kind) {
    case 'deny':
    case 'deny-folder':
    case 'deny-url':
      return [`^${slashed(rule.folder)}`]
    case 'deny-name':
      return [`^${slashed(rule.folder)}(?:.*/)?${quoteRegex(rule.name)}(?:/|$)`]
    case 'forbid':
      return [`^${slashed(rule.folder)}${quoteRegex(rule.begins)}`]
    default:
      return []
  }
}

function redirect(rule: Rule): [string, string][] {
  return rule.kind === 'redirect' && isPlain(rule.folder || 'x')
    ? [[`^${slashed(rule.folder)}${rule.word}(?:[/?]|$)`, rule.to]]
    : []
}

function pretty(rule: Rule): [string, string][] {
  if ((rule.kind !== 'pretty' && rule.kind !== 'server-pretty') || !isPlain(rule.file)) return []
  const folder = rule.kind === 'pretty' ? rule.folder : ''
  return isPlain(folder || 'x')
    ? [[`^${slashed(folder)}${rule.word}/(\\d+)(/[^?]*)?(?:\\?(.*))?$`, `/${rule.file}$2?id=$1&$3`]]
    : []
}

function frontController(rule: Rule): [string, string][] {
  return rule.kind === 'front-controller' && isPlain(rule.file) && isPlain(rule.folder || 'x')
    ? [[`^${slashed(rule.folder)}[^?]*(?:\\?(.*))?$`, `/${rule.file}?front=1&$1`]]
    : []
}

/** A list, of which every key may be there once. */
function list(name: string, entries: readonly [string, string][]): string[] {
  const all = new Map(entries)
  return all.size === 0
    ? []
    : [`${name} = (`, ...[...all].map(([key, value]) => `  "${quoteString(key)}" => "${quoteString(value)}",`), ')']
}

function condition(pattern: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : [`$HTTP["url"] =~ "${quoteString(pattern)}" {`, ...lines.map((line) => `  ${line}`), '}']
}

function slashed(folder: string): string {
  return folder === '' ? '/' : `/${quoteRegex(folder)}/`
}
