/** The rules of a site in nginx's words: a `location` for every folder that has one, with what holds above it too. */
import {quoteRegex} from '../../src/servers/nginx/quote.ts'
import {isBelow, isPlain, ruledFolders, rulesFor} from './folder-rules.ts'
import type {Place} from './place.ts'
import type {Rule, Site} from './site.ts'

/** The `server` block of a site; `pass` is what `fastcgi_pass` has. Rules that can't be said are left out. */
export function nginxServer(site: Site, place: Place, pass: string): string {
  const folders = ruledFolders(site).filter(Boolean)
  const aliases = site.rules
    .filter((rule) => rule.kind === 'alias')
    .filter(({url, folder}) => isPlain(`${url}/${folder ?? ''}`) && !folders.includes(url))
  const urls = new Map(aliases.map((rule) => [rule.url, rule]))
  const body = [
    `root "${place.documentRoot}";`,
    ...site.rules.flatMap(rewriting),
    ...folderLines(site, place, ''),
    ...innerLocations(site, '', pass),
    // A location of its own, so that what it asks is not asked again of the locations for PHP.
    ...wrapped('location /', frontController(site, '')),
    ...folders.flatMap((folder) =>
      wrapped(`location ^~ ${quoted(`/${folder}/`)}`, [
        ...folderLines(site, place, folder),
        ...frontController(site, folder),
        ...innerLocations(site, folder, pass),
      ]),
    ),
    ...[...urls.values()].flatMap((rule) => aliasLocation(site, rule, place, pass)),
  ]
  return ['types { text/plain txt; text/html html; text/css css; }', 'server {', ...body, '}', ''].join('\n')
}

function rewriting(rule: Rule): string[] {
  switch (rule.kind) {
    case 'forbid':
      return [`if ($uri ~ "^${slashed(rule.folder)}${quoteRegex(rule.begins)}") { return 403; }`]
    case 'pretty':
      return isPlain(rule.file)
        ? [`rewrite "^${slashed(rule.folder)}${rule.word}/(\\d+)(/.*)?$" "/${rule.file}$2?id=$1" last;`]
        : []
    case 'server-pretty':
      return isPlain(rule.file) ? [`rewrite "^/${rule.word}/(\\d+)$" "/${rule.file}?id=$1" last;`] : []
    case 'redirect':
      return rule.rewrite
        ? [`rewrite "^${slashed(rule.folder)}${rule.word}" "${rule.to}" permanent;`]
        : [`if ($uri ~ "^${slashed(rule.folder)}${rule.word}(?:/|$)") { return 302 "${rule.to}"; }`]
    default:
      return []
  }
}

/** Access, index files, error pages and headers of a folder; in nginx one directive hides all of its name further out. */
function folderLines(site: Site, {passwords}: Place, folder: string): string[] {
  const has = (...kinds: Rule['kind'][]): boolean => rulesFor(site, folder, ...kinds).length > 0
  const isClosed = has('deny', 'deny-folder', 'deny-url')
  const index = rulesFor(site, folder, 'index').at(-1)?.names.filter(isPlain) ?? []
  const errors = new Map(rulesFor(site, folder, 'error').map((rule) => [rule.status, rule]))
  return [
    ...(has('password', 'any') ? ['auth_basic "Members";', `auth_basic_user_file "${passwords}";`] : []),
    ...(has('any') && !isClosed ? ['satisfy any;'] : []),
    ...(has('any') || isClosed ? ['allow 192.0.2.1;', 'deny all;'] : []),
    ...(index.length > 0 ? [`index ${index.join(' ')};`] : folder === '' ? ['index index.html index.php;'] : []),
    ...[...errors.values()]
      .filter(({file}) => isPlain(file))
      .map(({status, file, query}) => `error_page ${status} /${file}${query ? '?error=1' : ''};`),
    ...(has('header') ? ['add_header X-Site "of the site" always;'] : []),
  ]
}

function frontController(site: Site, folder: string): string[] {
  const rule = rulesFor(site, folder, 'front-controller')
    .filter(({file}) => isPlain(file))
    .at(-1)
  return rule ? [`try_files $uri $uri/ /${rule.file}?front=1&$args;`] : []
}

/** What regular expressions choose inside of a location: refused names, then PHP. */
function innerLocations(site: Site, folder: string, pass: string): string[] {
  const names = site.rules
    .filter((rule) => rule.kind === 'deny-name')
    .filter((rule) => isBelow(folder, rule.folder) || isBelow(rule.folder, folder))
  return [
    'location ~ /\\.ht { deny all; }',
    ...names.map(
      ({folder: of, name}) => `location ~ "^${slashed(of)}(?:.*/)?${quoteRegex(name)}(?:/|$)" { deny all; }`,
    ),
    'location ~ \\.php(/|$) {',
    '  fastcgi_split_path_info ^(.+?\\.php)(/.*)$;',
    '  set $path_info $fastcgi_path_info;',
    '  try_files $fastcgi_script_name =404;',
    '  include /etc/nginx/fastcgi.conf;',
    '  fastcgi_param PATH_INFO $path_info;',
    ...passLines(site, folder, pass),
    '}',
  ]
}

function passLines(site: Site, folder: string, pass: string): string[] {
  const variable = rulesFor(site, folder, 'variable').at(-1)
  return [
    ...(variable ? [`  fastcgi_param SITE_VARIABLE "${variable.value}";`] : []),
    `  fastcgi_pass ${pass};`,
    '  fastcgi_keep_conn on;',
  ]
}

function aliasLocation(
  site: Site,
  {url, folder}: Extract<Rule, {kind: 'alias'}>,
  place: Place,
  pass: string,
): string[] {
  const target = folder === undefined ? place.outside : `${place.documentRoot}/${folder}`.replace(/\/$/, '')
  return wrapped(`location ^~ "/${url}/"`, [
    `alias "${target}/";`,
    ...folderLines(site, place, url),
    ...wrapped(`location ~ "^/${quoteRegex(url)}/(.+\\.php)$"`, [
      `alias "${target}/$1";`,
      'include /etc/nginx/fastcgi.conf;',
      'fastcgi_param SCRIPT_FILENAME $request_filename;',
      ...passLines(site, url, pass),
    ]),
  ])
}

function wrapped(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${head} {`, ...lines.map((line) => `  ${line}`), '}']
}

/** A text in quotes in which nginx looks for no variables, as `location` has it. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

function slashed(folder: string): string {
  return folder === '' ? '/' : `/${quoteRegex(folder)}/`
}
