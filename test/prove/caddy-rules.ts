/** The rules of a site in Caddy's words: a matcher for every rule. Caddy sorts directives by its own order. */
import {quoteRegex} from '../../src/servers/caddy/quote.ts'
import {isPlain} from './folder-rules.ts'
import type {Place} from './place.ts'
import type {Rule, Site} from './site.ts'

/**
 * `secret` for bob, as bcrypt has it at the smallest cost. Somebody else has another password: for a name that it does not
 * know Caddy compares one at a high cost, which takes a second.
 */
const passwords = [
  'bob $2y$04$cFClgzgBErt.pEScwSEuveKCUcSjEgC4Ap..2gqg1lgFv07F2G5Pa',
  'eve $2y$04$bETEi7JdWK/gB3qCUEpuU.fRCCaWbF8qTzKFLvwm1Euc/fk88FO/.',
]

/** What stands in the block of the site; `php` is the address of `php_fastcgi`. Rules that can't be said are left out. */
export function caddyDirectives(site: Site, place: Place, php: string): string {
  return [
    `root * "${place.documentRoot}"`,
    ...matched('hidden', '/\\.ht', () => ['respond @hidden 404']),
    ...site.rules.flatMap((rule, index) => ruleLines(rule, `rule${index}`, place, php)),
    ...phpLines(site, php),
    'file_server',
    '',
  ].join('\n')
}

function ruleLines(rule: Rule, name: string, {documentRoot, outside}: Place, php: string): string[] {
  switch (rule.kind) {
    case 'password':
      return matched(name, `^${slashed(rule.folder)}`, (at) => [
        `basicauth ${at} {`,
        ...passwords.map((line) => `\t${line}`),
        '}',
      ])
    case 'deny':
    case 'deny-folder':
    case 'deny-url':
      return matched(name, `^${slashed(rule.folder)}`, (at) => [`respond ${at} 403`])
    case 'deny-name':
      return matched(name, `^${slashed(rule.folder)}(?:.*/)?${quoteRegex(rule.name)}(?:/|$)`, (at) => [
        `respond ${at} 403`,
      ])
    case 'forbid':
      return matched(name, `^${slashed(rule.folder)}${quoteRegex(rule.begins)}`, (at) => [`respond ${at} 403`])
    case 'pretty':
    case 'server-pretty':
      if (!isPlain(rule.file)) return []
      return matched(name, `^${slashed(rule.kind === 'pretty' ? rule.folder : '')}${rule.word}/([0-9]+)$`, (at) => [
        `rewrite ${at} /${rule.file}?id={re.${name}.1}&{query}`,
      ])
    case 'redirect':
      return matched(name, `^${slashed(rule.folder)}${rule.word}(?:/|$)`, (at) => [
        `redir ${at} ${rule.to} ${rule.rewrite ? 301 : 302}`,
      ])
    case 'header':
      return matched(name, `^${slashed(rule.folder)}`, (at) => [`header ${at} X-Site "${rule.value}"`])
    case 'front-controller':
      if (!isPlain(rule.file) || !isPlain(rule.folder || 'x') || rule.folder === '') return []
      return [
        `@${name} {`,
        `\tpath /${rule.folder}/*`,
        '\tnot file {path} {path}/',
        '\tnot path *.php *.php/*',
        '}',
        `rewrite @${name} /${rule.file}?front=1&{query}`,
      ]
    case 'alias':
      if (!isPlain(`${rule.url}/${rule.folder ?? ''}`)) return []
      return [
        `handle_path /${rule.url}/* {`,
        `\troot * "${rule.folder === undefined ? outside : `${documentRoot}/${rule.folder}`.replace(/\/$/, '')}"`,
        `\tphp_fastcgi ${php}`,
        '\tfile_server',
        '}',
      ]
    default:
      return []
  }
}

/** Index files and variables are said of PHP as a whole: the rules for the document root. */
function phpLines({rules}: Site, php: string): string[] {
  const index = rules.findLast((rule) => rule.kind === 'index')?.names.find(isPlain)
  const variable = rules.find((rule) => rule.kind === 'variable')
  const inside = [
    ...(index === undefined ? [] : [`\tindex ${index}`]),
    ...(variable === undefined ? [] : [`\tenv SITE_VARIABLE "${variable.value}"`]),
  ]
  return inside.length === 0 ? [`php_fastcgi ${php}`] : [`php_fastcgi ${php} {`, ...inside, '}']
}

function matched(name: string, pattern: string, lines: (matcher: string) => string[]): string[] {
  return [`@${name} path_regexp ${name} "${pattern}"`, ...lines(`@${name}`)]
}

function slashed(folder: string): string {
  return folder === '' ? '/' : `/${quoteRegex(folder)}/`
}
