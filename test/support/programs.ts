/** Where the real servers are on this machine, and what to install when they are not. */
import {spawnSync} from 'node:child_process'
import {accessSync, constants, existsSync, readdirSync, readFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {describe} from 'vitest'

/** What a test can need, with the Debian package that brings it. */
const packages = {
  apache: 'apache2',
  'php-fpm': 'php-fpm',
  mod_php: 'libapache2-mod-php',
  mod_python: 'libapache2-mod-python',
  php: 'php-cli',
  'php-cgi': 'php-cgi',
  nginx: 'nginx',
  lighttpd: 'lighttpd',
  caddy: 'caddy',
  redis: 'redis-server',
  'php-redis': 'php-redis',
} as const

export type Program = keyof typeof packages

/** Module folders of Debian, Red Hat, Arch and SUSE. */
const moduleFolders = [
  '/usr/lib/apache2/modules',
  '/usr/lib64/httpd/modules',
  '/usr/lib/httpd/modules',
  '/usr/lib64/apache2',
]

/** The file of a program or module. Throws, naming the Debian package, when it is not installed. */
export function findProgram(program: Program): string {
  const file = lookUp(program)
  if (!file) throw new Error(`${program} is not installed: apt-get install ${packages[program]}`)
  return file
}

/** The folder with Apache's loadable modules. */
export function apacheModuleFolder(): string {
  const folder = moduleFolders.find((candidate) => existsSync(join(candidate, 'mod_proxy.so')))
  if (!folder) throw new Error(`Apache's modules are not installed: apt-get install ${packages.apache}`)
  return folder
}

/**
 * `describe` for tests that need real servers. Where one is missing they are skipped, and the name says why; under CI
 * (the environment variable `CI` is set) they run and fail instead.
 */
export function describeWith(programs: readonly Program[], name: string, tests: () => void): void {
  const missing = programs.filter((program) => !lookUp(program)).map((program) => packages[program])
  if (missing.length === 0 || process.env.CI) describe(name, tests)
  else describe.skip(`${name} (skipped: apt-get install ${missing.join(' ')})`, tests)
}

/** The user and group that servers run as: their own when started by root, else ours. */
export function serverUser(): {name: string; uid: number; gid: number} {
  const uid = process.getuid?.() ?? 0
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const wanted = uid === 0 ? ['www-data', 'apache', 'http', 'wwwrun'] : []
  const account =
    accounts.find(([name = '']) => wanted.includes(name)) ?? accounts.find((fields) => Number(fields[2]) === uid)
  if (!account) throw new Error(`No account for the web server in /etc/passwd: apt-get install ${packages.apache}`)
  return {name: account[0] ?? '', uid: Number(account[2]), gid: Number(account[3])}
}

function lookUp(program: Program): string | undefined {
  switch (program) {
    case 'apache':
      return inPath(/^(apache2|httpd)$/)
    case 'php-fpm':
      return inPath(/^php-fpm[\d.]*$/)
    case 'mod_php':
      return moduleFolders.flatMap((folder) => filesOf(folder, /^libphp[\d.]*\.so$/)).at(-1)
    case 'mod_python':
      return moduleFolders.flatMap((folder) => filesOf(folder, /^mod_python\.so$/)).at(-1)
    case 'php':
      return inPath(/^php$/)
    case 'php-cgi':
      return inPath(/^php-cgi[\d.]*$/)
    case 'nginx':
      return inPath(/^nginx$/)
    case 'lighttpd':
      return inPath(/^lighttpd$/)
    case 'caddy':
      return inPath(/^caddy$/)
    case 'php-redis':
      return filesOf(phpExtensionFolder(), /^redis\.so$/).at(0)
    case 'redis':
      return inPath(/^redis-server$/)
    default:
      return program satisfies never
  }
}

/** Where PHP's extensions are; empty without PHP. */
function phpExtensionFolder(): string {
  const {stdout} = spawnSync('php', ['-n', '-r', 'echo ini_get("extension_dir");'], {encoding: 'utf8'})
  return stdout ?? ''
}

/** The executable of that name, the highest version first; `/usr/sbin` is often not in the PATH of a person. */
function inPath(name: RegExp): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders) {
    const found = filesOf(folder, name).filter(isExecutable).at(-1)
    if (found) return found
  }
  return undefined
}

function filesOf(folder: string, name: RegExp): string[] {
  if (!folder || !existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .sort((a, b) => a.localeCompare(b, 'en', {numeric: true}))
    .map((file) => join(folder, file))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
