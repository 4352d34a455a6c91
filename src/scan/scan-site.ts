import {realpathSync, statSync} from 'node:fs'
import {setImmediate} from 'node:timers/promises'
import {MigrateError} from '../errors.ts'
import type {PagePath} from '../page.ts'
import type {SiteAccess} from './access/rules.ts'
import {analyse} from './analyse.ts'
import {diskPath} from './disk-path.ts'
import {autoIncludes} from './includes/auto-includes.ts'
import {closureOf} from './includes/closure.ts'
import {type IncludeGraph, resolveIncludes} from './includes/graph.ts'
import {readSettings} from './read-settings.ts'
import {isSameStat, readSource, reasonOf, statSource} from './read-source.ts'
import {linksTo} from './roles/links.ts'
import type {RoleOf} from './roles/role-of.ts'
import {roleOf} from './roles/rules.ts'
import {signalsOf} from './roles/signals.ts'
import {CallGraph} from './session/call-graph.ts'
import {sessionMode} from './session/mode.ts'
import {SiteFiles} from './site-files.ts'
import {keepNurserySmall} from './small-nursery.ts'
import type {
  FileFacts,
  IncludeEdge,
  PreviousFile,
  Role,
  ScannedFile,
  ScannedSite,
  ScanOptions,
  SourceFile,
} from './types.ts'
import {type FoundFile, walkSite} from './walk.ts'

/** A file of the site, with its facts when they are known. */
interface KnownFile extends SourceFile {
  hash?: string
  facts?: FileFacts
  wasRead: boolean
}

/**
 * Scans a site: finds its files, reads those that changed, and says of each what it is and does. Whatever is wrong
 * with a file is recorded with it; the scan itself fails only without a document root or when it is aborted.
 *
 * @throws MigrateError NO_DOCROOT when the document root is not a directory that can be read
 * @throws the signal's reason when `options.signal` is aborted
 */
export async function scanSite(options: ScanOptions): Promise<ScannedSite> {
  keepNurserySmall()
  const startedAt = BigInt(Date.now()) * 1_000_000n
  const docroot = realDocroot(options.docroot)
  const walked = walkSite(docroot, options.exclude, options.extensions)
  const files = await readFiles(docroot, walked.files, startedAt, options)
  const facts = new Map(files.flatMap((file) => (file.facts ? [[file.path, file.facts] as const] : [])))
  const site = new SiteFiles(
    files.map(({path}) => path),
    (path) => isFile(docroot, path),
  )
  const {access, settings, autoFiles, problems} = readSettings(docroot, walked.settings, site)
  const graph = resolveIncludes(facts, site)
  const automatic = autoIncludes(facts.keys(), autoFiles, site)
  const signals = signalsOf(facts, graph, automatic, linksTo(facts, settings, site), access.of)
  const roles = new Map(signals.map((signal) => [signal.path, roleOf(signal)]))
  const known = {facts, graph, automatic, roles, access, calls: new CallGraph(facts)}
  return {
    docroot: options.docroot,
    files: files.map((file) => scannedFile(file, known)),
    read: files.filter(({wasRead}) => wasRead).length,
    accessRules: access.rules,
    settings,
    problems: [...walked.problems, ...problems],
  }
}

function realDocroot(docroot: string): string {
  const hint = 'Name the directory that the web server serves: `migrate scan /var/www/shop`'
  try {
    const real = realpathSync.native(docroot)
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    throw new MigrateError('NO_DOCROOT', `The document root \`${docroot}\` can't be read: ${reasonOf(error)}`, hint)
  }
  throw new MigrateError('NO_DOCROOT', `The document root \`${docroot}\` is not a directory`, hint)
}

function isFile(docroot: string, path: PagePath): boolean {
  return statSync(diskPath(docroot, path), {throwIfNoEntry: false})?.isFile() ?? false
}

/** Milliseconds after which other work gets its turn: progress, and the signal. */
const TURN = 40

async function readFiles(
  docroot: string,
  found: readonly FoundFile[],
  startedAt: bigint,
  options: ScanOptions,
): Promise<KnownFile[]> {
  const {previous, signal, onProgress} = options
  const files: KnownFile[] = []
  let turn = performance.now()
  signal?.throwIfAborted()
  for (const file of found) {
    files.push(readFile(docroot, file, previous.get(file.path), startedAt, options))
    if (performance.now() - turn < TURN) continue
    onProgress?.(files.length, found.length)
    await setImmediate()
    signal?.throwIfAborted()
    turn = performance.now()
  }
  onProgress?.(found.length, found.length)
  return files
}

function readFile(
  docroot: string,
  found: FoundFile,
  before: PreviousFile | undefined,
  startedAt: bigint,
  options: ScanOptions,
): KnownFile {
  const isBroken = found.problems.some(({kind}) => kind !== 'name' && kind !== 'outside')
  if (isBroken) return kept({...found, wasRead: false}, before)
  const disk = diskPath(docroot, found.path)
  const now = statSource(disk)
  if (now.problem) return kept({...found, problems: [...found.problems, now.problem], wasRead: false}, before)
  if (before?.facts && before.hash !== undefined && isSameStat(before.stat, now.stat)) {
    return {...found, ...(now.stat ? {stat: now.stat} : {}), hash: before.hash, facts: before.facts, wasRead: false}
  }
  const {stat, hash, contents, problem} = readSource(disk, startedAt)
  const file: KnownFile = {...found, ...(stat ? {stat} : {}), wasRead: contents !== undefined}
  if (problem) return kept({...file, problems: [...found.problems, problem]}, before)
  if (contents === undefined || hash === undefined) return file
  return {...file, hash, facts: options.factsOfHash(hash) ?? analyse(contents)}
}

/** What was known of a file that can't be read now stays known. */
function kept(file: KnownFile, before: PreviousFile | undefined): KnownFile {
  if (before?.hash === undefined) return file
  return {...file, hash: before.hash, ...(before.facts ? {facts: before.facts} : {})}
}

/** Roles of files that visitors request, or may request. */
const REQUESTED: ReadonlySet<Role> = new Set(['page', 'subpage', 'stub', 'unsure'])

/** What is known of the whole site. */
interface KnownSite {
  facts: ReadonlyMap<PagePath, FileFacts>
  graph: IncludeGraph
  /** Includes that PHP's settings make, of every file that might be requested. */
  automatic: ReadonlyMap<PagePath, readonly IncludeEdge[]>
  roles: ReadonlyMap<PagePath, RoleOf>
  access: SiteAccess
  calls: CallGraph
}

function scannedFile(
  {wasRead, facts: ownFacts, ...file}: KnownFile,
  {facts, graph, automatic, roles, access, calls}: KnownSite,
): ScannedFile {
  const role = roles.get(file.path)
  const own = graph.get(file.path) ?? []
  // What else a file that nobody requests runs, and the session it gets, depend on who includes it.
  const isRequested = role !== undefined && REQUESTED.has(role.role)
  const around = isRequested ? (automatic.get(file.path) ?? []) : []
  const before = around.filter(({how}) => how !== 'append')
  const edges = [...before, ...own, ...around.filter(({how}) => how === 'append')]
  const closure = isRequested
    ? closureOf(file.path, edges, graph)
    : [...new Set(edges.flatMap(({targets}) => targets))].sort()
  return {
    ...file,
    ...(wasRead && ownFacts ? {facts: ownFacts} : {}),
    ...(role ?? {role: 'unsure', confidence: 0, evidence: [{because: 'the file could not be read', file: file.path}]}),
    includes: edges,
    closure,
    ...sessionMode(file.path, isRequested ? closure : [], facts, calls),
    access: access.of(file.path),
  }
}
