/** Asks the Apache of this machine where its configuration is, and which modules it loads. */
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {delimiter, join, resolve} from 'node:path'
import {MigrateError} from '../../errors.ts'
import {moduleName} from './modules.ts'
import {readConfiguration} from './read-configuration.ts'
import type {KnownOfServer} from './server-state.ts'
import type {ConfigProblem, ServerConfiguration} from './types.ts'

/** Debian's, everybody's, Red Hat's, and Debian's without its variables. */
const COMMANDS = ['apache2ctl', 'apachectl', 'httpd', 'apache2']
/** Where they are, and many a PATH does not look. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/apache2/bin']
const MILLISECONDS = 30_000

/**
 * Reads the configuration of the installed Apache, and compares it with what Apache says it read itself.
 *
 * @param command a program that takes Apache's options; the first that is installed when absent
 * @throws MigrateError `NO_APACHE` when there is none or it does not say where its configuration is
 */
export function readInstalledApache(command = findCommand()): ServerConfiguration {
  const about = ask(command, ['-V'])
  const dumped = ask(command, [
    '-t',
    '-D',
    'DUMP_INCLUDES',
    '-D',
    'DUMP_MODULES',
    '-D',
    'DUMP_RUN_CFG',
    '-D',
    'DUMP_VHOSTS',
  ])
  const built = (name: string): string | undefined => new RegExp(`-D ${name}="([^"]*)"`).exec(about.output)?.[1]
  const included = [...dumped.output.matchAll(/^\s+\((?:\*|\d+)\) (.+)$/gm)].map(([, file = '']) => file)
  const file = included[0] ?? resolve(built('HTTPD_ROOT') ?? '/', built('SERVER_CONFIG_FILE') ?? '')
  if (!existsSync(file)) {
    throw new MigrateError(
      'NO_APACHE',
      `\`${command}\` does not say where its configuration is${about.said ? `: ${about.said}` : ''}`,
      'Name the file: `--server-config /etc/apache2/apache2.conf`',
    )
  }
  const version = /Apache\/([\d.]+)/.exec(about.output)?.[1]?.split('.').map(Number)
  const serverRoot = built('HTTPD_ROOT')
  const known: KnownOfServer = {
    ...(serverRoot === undefined ? {} : {serverRoot}),
    ...(version ? {version} : {}),
    ...(dumped.isGood ? {modules: modulesOf(dumped.output), defined: definesOf(dumped.output)} : {}),
  }
  const configuration = readConfiguration([file], known)
  const problems = dumped.isGood
    ? disagreements(configuration, included, dumped.output)
    : [problem(`\`${command} -t\` says that the configuration is not good: ${dumped.said}`)]
  return {...configuration, problems: [...configuration.problems, ...problems]}
}

function findCommand(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...FOLDERS]
  const found = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new MigrateError(
    'NO_APACHE',
    'There is no Apache on this machine that could be asked for its configuration',
    'Copy the configuration here and name it: `--server-config apache2.conf`',
  )
}

interface Answer {
  isGood: boolean
  output: string
  /** The first line of what it complains about. */
  said: string
}

function ask(command: string, options: readonly string[]): Answer {
  const {status, stdout, stderr, error} = spawnSync(command, options, {encoding: 'utf8', timeout: MILLISECONDS})
  const complaints = (stderr ?? '').split('\n').filter((line) => line !== '' && !/AH00558|Syntax OK/.test(line))
  return {isGood: status === 0, output: stdout ?? '', said: error?.message ?? complaints.at(0) ?? ''}
}

function modulesOf(output: string): NonNullable<KnownOfServer['modules']> {
  const found = [...output.matchAll(/^ (\w+_module) \((static|shared)\)$/gm)]
  return {
    loaded: found.map(([, name = '']) => moduleName(name)),
    builtIn: found.flatMap(([, name = '', how]) => (how === 'static' ? [name] : [])),
  }
}

/** Those of the files too; those that we asked with are none. */
function definesOf(output: string): Map<string, string> {
  const found = [...output.matchAll(/^Define: ([^=\n]+)(?:=(.*))?$/gm)].filter(
    ([, name = '']) => !name.startsWith('DUMP_'),
  )
  return new Map(found.map(([, name = '', value = '']) => [name, value]))
}

/** What Apache read and we did not, or the other way round. */
function disagreements(
  configuration: ServerConfiguration,
  included: readonly string[],
  output: string,
): ConfigProblem[] {
  const hosts = new Set([...output.matchAll(/\(([^()\n]+):(\d+)\)$/gm)].map(([, file, line]) => `${file}:${line}`))
  const own = configuration.sections.flatMap(({name, file, line}) =>
    name === 'virtualhost' ? [`${file}:${line}`] : [],
  )
  return [
    ...included
      .filter((file) => !configuration.files.includes(file))
      .map((file) => problem('Apache reads this file, and it was not read here', file)),
    ...configuration.files
      .filter((file) => !included.includes(file))
      .map((file) => problem('Apache does not read this file', file)),
    ...[...hosts]
      .filter((host) => !own.includes(host))
      .map((host) => problem(`Apache has a virtual host at ${host} that was not found here`)),
  ]
}

function problem(message: string, file?: string): ConfigProblem {
  return {kind: 'missing', message, matters: true, ...(file === undefined ? {} : {file})}
}
