/** The web server's own configuration, from its files to what the emitters must know of it. */
import {resolve} from 'node:path'
import type {EmitFlags} from './emit-options.ts'
import type {AccessRule} from './ledger/types.ts'
import {type PagePath, printable} from './page.ts'
import type {Project} from './project.ts'
import type {PlacedText, ServerOverview} from './scan/server/types.ts'
import type {HostSituation, ServerSituation} from './servers/types.ts'

/** What was read of a server. */
export interface KnownServer {
  situation: ServerSituation
  /** The rules of the server's files that protect a page. */
  protectionOf: (page: PagePath) => AccessRule[]
}

/**
 * Reads the configuration that flags or `server.config` name; `undefined` when neither does.
 *
 * @param documentRoot as the server spells it
 * @throws MigrateError when it can't be read
 */
export async function readServer(
  {config, directory}: Project,
  flags: EmitFlags,
  documentRoot: string,
): Promise<KnownServer | undefined> {
  const configured = config?.server.config
  const files =
    flags['server-config'] ??
    (Array.isArray(configured) && !flags['installed-server']
      ? configured.map((file) => resolve(directory, file))
      : undefined)
  if (files === undefined && !flags['installed-server'] && configured !== 'installed') return undefined
  const {directoryRule, overviewOf, protectionOf, readConfiguration, readInstalledApache, serverFacts} = await import(
    './scan/server/index.ts'
  )
  const facts = serverFacts(files ? readConfiguration(files) : readInstalledApache(), documentRoot)
  return {
    situation: situationOf(overviewOf(facts, []), facts.hosts.map(directoryRule)),
    protectionOf: (page) => protectionOf(facts, page),
  }
}

function situationOf(
  {hosts, modules, problems}: ServerOverview,
  directoryRules: readonly (PlacedText | undefined)[],
): ServerSituation {
  const answering = hosts
    .map((host, index) => ({host, rule: directoryRules[index]}))
    .filter(({host}) => !host.redirectsAll)
  return {
    hosts: answering.map(({host, rule}) => hostSituation(host, rule)),
    modules,
    unclear: problems
      .filter(({matters}) => matters)
      .map(({message, file, line}) =>
        printable([message, ...(file === undefined ? [] : [`(${file}:${line ?? 1})`])].join(' ')),
      ),
  }
}

function hostSituation(
  {at, addresses, php, allowOverride}: ServerOverview['hosts'][number],
  rule: PlacedText | undefined,
): HostSituation {
  const {classes, directives, certainty, from} = allowOverride
  const allows = (...names: string[]): boolean | 'unknown' =>
    certainty === 'unknown' ? 'unknown' : names.every((name) => directives.includes(name))
  const isClass = classes.includes('all') || classes.includes('fileinfo')
  const host = at ? `The virtual host ${addresses.join(' ')} (${placeText(at)})` : 'The main server'
  return {
    name: printable(host),
    php: {how: php.how, certainty: php.certainty, at: php.at ? placeText(php.at) : ''},
    override: {
      fileInfo: certainty === 'unknown' ? 'unknown' : isClass,
      rewriting: isClass || allows('rewriteengine', 'rewritecond', 'rewriterule'),
      isRead: classes.length > 0 || directives.length > 0,
      at: from.length === 0 ? 'AllowOverride is None when nothing is said' : from.map(placeText).join(', '),
    },
    ...(rule ? {rewriteInDirectory: placeText(rule)} : {}),
  }
}

function placeText({file, line}: {file: string; line: number}): string {
  return printable(`${file}:${line}`)
}
