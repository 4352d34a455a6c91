/** The text of a private Apache's configuration. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {apacheModuleFolder, findProgram, serverUser} from './programs.ts'

/** What a test says about its server. */
export interface ApacheOptions {
  mpm: 'event' | 'prefork'
  /** Who runs PHP: PHP-FPM by `SetHandler "proxy:…"`, mod_php (prefork only), or nobody. Both as Debian wires them. */
  php: 'fpm' | 'module' | 'none'
  /** Absolute path; every folder above it must be open to the web server's user. */
  documentRoot: string
  /** `All` when absent. */
  allowOverride?: string
  /** Directives after the defaults, in the main server; `<VirtualHost 127.0.0.1:${HARNESS_PORT}>` for more hosts. */
  serverConfig?: string
  /** Directives in the `<VirtualHost>` that answers. */
  virtualHostConfig?: string
  /** Modules by file name, `proxy_fcgi` for mod_proxy_fcgi.so. */
  modules?: {with?: readonly string[]; without?: readonly string[]}
  /** `Define NAME value` before everything else. */
  define?: Readonly<Record<string, string>>
  /** php.ini settings, such as `{'session.use_strict_mode': '1'}`. */
  phpSettings?: Readonly<Record<string, string>>
}

/** What the harness decides. */
interface Instance {
  root: string
  port: number
  /** Changes with every reload; the answer of the virtual host `generation.invalid`. */
  generation: string
  phpSocket: string | undefined
  phpSettings: Readonly<Record<string, string>>
}

const usualModules = [
  'access_compat,actions,alias,auth_basic,authn_core,authn_file,authz_core,authz_host,authz_user,autoindex,dir,env',
  'expires,filter,headers,mime,negotiation,proxy,proxy_fcgi,rewrite,setenvif',
].flatMap((names) => names.split(','))

/** The whole configuration file. */
export function apacheConfiguration(options: ApacheOptions, instance: Instance): string {
  const {root, port, generation} = instance
  const user = serverUser()
  return `${[
    `Define HARNESS_PORT ${port}`,
    ...Object.entries(options.define ?? {}).map(([name, value]) => `Define ${name} ${quote(value)}`),
    `ServerRoot ${quote(root)}`,
    `DefaultRuntimeDir ${quote(root)}`,
    `PidFile ${quote(join(root, 'apache.pid'))}`,
    `Listen 127.0.0.1:${port}`,
    'ServerName localhost',
    ...loadModules(options),
    `User ${user.name}`,
    `Group #${user.gid}`,
    ...workers[options.mpm],
    'Timeout 20',
    `ErrorLog ${quote(join(root, 'error.log'))}`,
    'LogFormat "%>s %r" harness',
    `CustomLog ${quote(join(root, 'access.log'))} harness`,
    `TypesConfig ${quote(join(root, 'mime.types'))}`,
    'DirectoryIndex index.php index.html',
    '<Directory "/">\n  AllowOverride None\n  Require all denied\n</Directory>',
    `<Directory ${quote(options.documentRoot)}>`,
    '  Options FollowSymLinks',
    `  AllowOverride ${options.allowOverride ?? 'All'}`,
    '  Require all granted\n</Directory>',
    '<FilesMatch "^\\.ht">\n  Require all denied\n</FilesMatch>',
    ...phpWiring(options, instance),
    options.serverConfig ?? '',
    `<VirtualHost 127.0.0.1:${port}>\n  ServerName localhost\n  DocumentRoot ${quote(options.documentRoot)}`,
    options.virtualHostConfig ?? '',
    '</VirtualHost>',
    `<VirtualHost 127.0.0.1:${port}>\n  ServerName generation.invalid\n  Redirect 410 /`,
    `  ErrorDocument 410 "${generation}"\n  CustomLog /dev/null harness\n</VirtualHost>`,
  ].join('\n')}\n`
}

/** Few, so that a test costs little memory, but enough for a request that makes another. */
const workers = {
  event: [
    'StartServers 1',
    'ServerLimit 3',
    'ThreadsPerChild 8',
    'MaxRequestWorkers 24',
    'MinSpareThreads 4',
    'MaxSpareThreads 24',
  ],
  prefork: ['StartServers 2', 'MinSpareServers 1', 'MaxSpareServers 4', 'MaxRequestWorkers 8'],
}

/** `LoadModule` for what is wanted and not built in: Red Hat's and Debian's builds differ in what is. */
function loadModules({mpm, php, modules}: ApacheOptions): string[] {
  const folder = apacheModuleFolder()
  const wanted = ['unixd', 'log_config', `mpm_${mpm}`, ...usualModules, ...(modules?.with ?? [])]
  const loaded = wanted
    .filter((name) => !modules?.without?.includes(name))
    .map((name) => [`${name}_module`, join(folder, `mod_${name}.so`)] as const)
    .filter(([, file]) => existsSync(file))
  if (php === 'module') loaded.push(['php_module', findProgram('mod_php')])
  return loaded.map(([name, file]) => `LoadModule ${name} ${quote(file)}`)
}

function phpWiring({php}: ApacheOptions, {phpSocket, phpSettings}: Instance): string[] {
  const files = '<FilesMatch ".+\\.ph(?:ar|p|tml)$">'
  switch (php) {
    case 'none':
      return []
    case 'fpm':
      return [
        'SetEnvIfNoCase ^Authorization$ "(.+)" HTTP_AUTHORIZATION=$1',
        `${files}\n  SetHandler "proxy:unix:${phpSocket}|fcgi://localhost"\n</FilesMatch>`,
      ]
    case 'module':
      return [
        `${files}\n  SetHandler application/x-httpd-php\n</FilesMatch>`,
        ...Object.entries(phpSettings).map(([name, value]) => `php_admin_value ${name} ${quote(value)}`),
      ]
    default:
      return php satisfies never
  }
}

/** A quoted argument: Apache takes `\"` and `\\` in one. */
function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
