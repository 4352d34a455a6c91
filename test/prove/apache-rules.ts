/** The rules of a site in Apache's words, for the three places where they can stand. */
import {quoteRegex} from '../../src/servers/apache/quote.ts'
import {below, type Rule, type Site} from './site.ts'

/** Where things are on this machine. */
interface Places {
  documentRoot: string
  /** The folder that an alias may show, outside the document root. */
  outside: string
  passwords: string
  /** What `SetHandler` runs PHP with. */
  phpHandler: string
}

export interface ApacheRules {
  /** The text of each .htaccess, by folder. */
  htaccess: Map<string, string>
  /** For the main server. */
  server: string
  /** For the virtual host. */
  virtualHost: string
}

/** Rules that name a file or folder which can't be said plainly are left out. */
export function apacheRules({rules}: Site, places: Places): ApacheRules {
  const htaccess = new Map<string, string>()
  const server: string[] = []
  const virtualHost: string[] = []
  for (const rule of rules) {
    const inFolder = folderLines(rule, places)
    if (inFolder && 'folder' in rule && rule.folder !== undefined) {
      htaccess.set(rule.folder, `${htaccess.get(rule.folder) ?? ''}${inFolder.map((line) => `${line}\n`).join('')}`)
    }
    server.push(...serverLines(rule, places))
    virtualHost.push(...virtualHostLines(rule))
  }
  return {htaccess, server: server.join('\n'), virtualHost: virtualHost.join('\n')}
}

/** Folders whose .htaccess rewrites, as the scan of a site finds them. */
export function rewritingFolders({rules}: Site): string[] {
  return rules.flatMap((rule) => {
    const isRewriting =
      ['forbid', 'pretty', 'front-controller', 'engine'].includes(rule.kind) ||
      (rule.kind === 'redirect' && rule.rewrite === true)
    return isRewriting && 'folder' in rule && rule.folder !== undefined ? [rule.folder] : []
  })
}

const isPlain = (path: string): boolean => /^[A-Za-z0-9_./-]+$/.test(path)

function folderLines(rule: Rule, {passwords, phpHandler}: Places): string[] | undefined {
  const basic = ['AuthType Basic', 'AuthName "Members"', `AuthUserFile "${passwords}"`, 'Require valid-user']
  switch (rule.kind) {
    case 'password':
      return basic
    case 'any':
      return ['Order deny,allow', 'Deny from all', 'Allow from 192.0.2.1', ...basic, 'Satisfy Any']
    case 'deny':
      return rule.old ? ['Order deny,allow', 'Deny from all'] : ['Require all denied']
    case 'deny-name':
      if (rule.pattern) return [`<FilesMatch "^${quoteRegex(rule.name)}$">`, '  Require all denied', '</FilesMatch>']
      return isPlain(rule.name) ? [`<Files "${rule.name}">`, '  Require all denied', '</Files>'] : []
    case 'forbid':
      return ['RewriteEngine On', `RewriteRule "^${quoteRegex(rule.begins)}" - [F]`]
    case 'pretty':
      if (!isPlain(rule.file)) return []
      return ['RewriteEngine On', `RewriteRule "^${rule.word}/(\\d+)(/.*)?$" "/${rule.file}$2?id=$1" [QSA,L]`]
    case 'front-controller':
      if (!isPlain(rule.file)) return []
      return [
        ...['RewriteEngine On', 'RewriteCond %{REQUEST_FILENAME} !-f', 'RewriteCond %{REQUEST_FILENAME} !-d'],
        `RewriteRule ^ /${rule.file}?front=1 [QSA,L]`,
      ]
    case 'redirect':
      if (!rule.rewrite)
        return isPlain(rule.folder || 'x') ? [`Redirect 302 "/${below(rule.folder, rule.word)}" "${rule.to}"`] : []
      return ['RewriteEngine On', `RewriteRule "^${rule.word}" "${rule.to}" [R=301,L]`]
    case 'index':
      return rule.names.some(isPlain) ? [`DirectoryIndex ${rule.names.filter(isPlain).join(' ')}`] : []
    case 'error':
      return isPlain(rule.file) ? [`ErrorDocument ${rule.status} /${rule.file}${rule.query ? '?error=1' : ''}`] : []
    case 'php':
      return phpLines(rule.how, phpHandler)
    case 'engine':
      return ['RewriteEngine On', 'RewriteRule ^nothing$ - [L]']
    case 'header':
      return [`Header set X-Site "${rule.value}"`]
    case 'variable':
      return [`SetEnv SITE_VARIABLE "${rule.value}"`]
    case 'negotiate':
      return ['Options +MultiViews']
    case 'deny-folder':
    case 'deny-url':
    case 'server-pretty':
    case 'alias':
      return undefined
    default:
      return rule satisfies never
  }
}

function phpLines(how: 'files' | 'if' | 'folder' | 'add', handler: string): string[] {
  switch (how) {
    case 'files':
      return ['<FilesMatch "\\.php$">', `  SetHandler "${handler}"`, '</FilesMatch>']
    case 'if':
      return ['<If "%{REQUEST_URI} =~ /\\.php/">', `  SetHandler "${handler}"`, '</If>']
    case 'folder':
      return [`SetHandler "${handler}"`]
    case 'add':
      return [`AddHandler "${handler}" .php`]
    default:
      return how satisfies never
  }
}

function serverLines(rule: Rule, {documentRoot, outside}: Places): string[] {
  switch (rule.kind) {
    case 'deny-folder':
      if (!isPlain(rule.folder || 'x')) return []
      return [
        `<Directory "${`${documentRoot}/${rule.folder}`.replace(/\/$/, '')}">`,
        '  Require ip 192.0.2.1',
        '</Directory>',
      ]
    case 'deny-url':
      return isPlain(rule.folder || 'x')
        ? [`<Location "/${rule.folder}">`, '  Require ip 192.0.2.1', '</Location>']
        : []
    case 'alias':
      if (!isPlain(`${rule.url}/${rule.folder ?? ''}`)) return []
      return [
        `Alias "/${rule.url}" "${rule.folder === undefined ? outside : `${documentRoot}/${rule.folder}`.replace(/\/$/, '')}"`,
      ]
    default:
      return []
  }
}

function virtualHostLines(rule: Rule): string[] {
  if (rule.kind !== 'server-pretty' || !isPlain(rule.file)) return []
  return ['RewriteEngine On', `RewriteRule "^/${rule.word}/(\\d+)$" "/${rule.file}?id=$1" [QSA]`]
}
