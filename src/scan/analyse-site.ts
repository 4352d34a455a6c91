/** What a site's files say together: includes, roles, sessions and effort of all files, from the facts of each. */
import type {PagePath} from '../page.ts'
import type {SiteAccess} from './access/rules.ts'
import {isFile} from './disk-path.ts'
import {effortOf} from './effort/effort.ts'
import {reachOf} from './effort/reach.ts'
import {tablesOf} from './effort/tables.ts'
import {autoIncludes} from './includes/auto-includes.ts'
import {closureOf} from './includes/closure.ts'
import {type IncludeGraph, resolveIncludes} from './includes/graph.ts'
import {type KnownFile, readFiles} from './read-files.ts'
import {readSettings} from './read-settings.ts'
import {linksTo} from './roles/links.ts'
import type {RoleOf} from './roles/role-of.ts'
import {roleOf} from './roles/rules.ts'
import {signalsOf} from './roles/signals.ts'
import {CallGraph} from './session/call-graph.ts'
import {sessionMode} from './session/mode.ts'
import {SiteFiles} from './site-files.ts'
import type {Tree} from './tree.ts'
import type {IncludeEdge, LinkTo, Role, ScannedFile, ScannedSite, ScanOptions, SiteFacts} from './types.ts'

/**
 * Reads what changed in a tree and works out the whole site.
 *
 * @param sum by which the next scan will know that nothing changed, when it can be trusted
 * @throws the signal's reason when `options.signal` is aborted
 */
export async function analyseSite(
  docroot: string,
  startedAt: bigint,
  tree: Tree,
  sum: string | undefined,
  options: ScanOptions,
): Promise<ScannedSite> {
  const calls = new CallGraph()
  const facts = new Map<PagePath, SiteFacts>()
  const {files, read} = await readFiles(docroot, tree.files, startedAt, {
    ...options,
    onFacts(path, ofFile) {
      calls.add(path, ofFile)
      // The call graph has them in less memory.
      facts.set(path, Object.assign(ofFile, {callsOf: NO_CALLS}))
    },
  })
  const others: Record<PagePath, boolean> = {}
  const site = new SiteFiles(
    files.map(({path}) => path),
    (path) => {
      others[path] = isFile(docroot, path)
      return others[path]
    },
  )
  const {access, settings, autoFiles, problems} = readSettings(docroot, tree.settings, site)
  const graph = resolveIncludes(facts, site)
  const automatic = autoIncludes(facts.keys(), autoFiles, site)
  const links = linksTo(facts, settings, site, graph)
  const roles = new Map<PagePath, RoleOf>()
  for (const signal of signalsOf(facts, graph, automatic, links, access.of, calls, settings))
    roles.set(signal.path, givenRole(signal.path, options) ?? roleOf(signal))
  const isTrusted = files.every(({stat, problems}) => stat !== undefined || problems.length > 0)
  const own = ownFactsOf(facts)
  // The others are the most that is in memory, and nothing asks for them any more.
  facts.clear()
  return {
    docroot: options.docroot,
    exclude: options.exclude,
    hashes: new Map(files.map(({path, hash}) => [path, hash])),
    files: {[Symbol.iterator]: () => scannedFiles(files, {facts: own, graph, automatic, roles, links, access, calls})},
    read,
    accessRules: access.rules,
    settings,
    problems: [...tree.problems, ...problems],
    ...(sum !== undefined && isTrusted ? {sum: {tree: sum, others}} : {}),
  }
}

const NO_CALLS: SiteFacts['callsOf'] = []

/** What a person said of a file counts more than any rule. */
function givenRole(path: PagePath, {roles}: ScanOptions): RoleOf | undefined {
  const given = roles?.get(path)
  return given && {role: given.role, confidence: 1, evidence: [{because: given.because, file: path}]}
}

/** What of a file's facts is said of the file itself. */
type OwnFacts = Pick<SiteFacts, 'lines' | 'problems' | 'tables' | 'work'>

function ownFactsOf(facts: ReadonlyMap<PagePath, SiteFacts>): Map<PagePath, OwnFacts> {
  const own = new Map<PagePath, OwnFacts>()
  for (const [path, {lines, problems, tables, work}] of facts) own.set(path, {lines, problems, tables, work})
  return own
}

/** What is known of the whole site. */
interface KnownSite {
  facts: ReadonlyMap<PagePath, OwnFacts>
  graph: IncludeGraph
  /** Includes that PHP's settings make, of every file that might be requested. */
  automatic: ReadonlyMap<PagePath, readonly IncludeEdge[]>
  roles: ReadonlyMap<PagePath, RoleOf>
  links: ReadonlyMap<PagePath, readonly LinkTo[]>
  access: SiteAccess
  calls: CallGraph
}

function* scannedFiles(files: readonly KnownFile[], site: KnownSite): Generator<ScannedFile> {
  const included = files.map(({path}) => includesOf(path, site))
  const reach = reachOf(included.filter(({isRequested}) => isRequested))
  const tables = tablesOf(site.facts)
  for (const [index, file] of files.entries()) {
    const {path} = file
    const facts = site.facts.get(path)
    const {edges, closure, isRequested} = included[index] as Included
    const session = sessionMode(path, isRequested ? closure : NO_FILES, site.calls)
    const access = site.access.of(path)
    const ownIncludes = reach.ownIncludesOf(path)
    yield {
      ...file,
      problems: facts?.problems.length ? [...file.problems, ...facts.problems] : file.problems,
      lines: facts?.lines ?? 0,
      ...(site.roles.get(path) ?? unreadable(path)),
      includes: edges,
      closure,
      ...session,
      access,
      linkedFrom: site.links.get(path) ?? [],
      tables: tables(path, isRequested ? closure : NO_FILES),
      effort: effortOf({
        work: facts?.work ?? {},
        session: session.session,
        access,
        includes: edges,
        ownIncludes: ownIncludes.map((own) => site.facts.get(own)?.work ?? {}),
        sharedIncludes: isRequested ? closure.length - ownIncludes.length : 0,
      }),
      reach: reach.of(path),
    }
  }
}

const NO_FILES: readonly PagePath[] = []

function unreadable(file: PagePath): RoleOf {
  return {role: 'unsure', confidence: 0, evidence: [{because: 'the file could not be read', file}]}
}

/** Roles of files that visitors request, or may request. */
const REQUESTED: ReadonlySet<Role> = new Set(['page', 'subpage', 'stub', 'unsure'])

interface Included {
  path: PagePath
  isRequested: boolean
  edges: readonly IncludeEdge[]
  /** Of a file that nobody requests only what it includes itself: what else it runs depends on who includes it. */
  closure: readonly PagePath[]
}

function includesOf(path: PagePath, {graph, automatic, roles}: KnownSite): Included {
  const own = graph.get(path) ?? []
  const isRequested = REQUESTED.has(roles.get(path)?.role ?? 'include')
  if (!isRequested) {
    return {path, isRequested, edges: own, closure: [...new Set(own.flatMap(({targets}) => targets))].sort()}
  }
  const around = automatic.get(path)
  const edges = around
    ? [...around.filter(({how}) => how !== 'append'), ...own, ...around.filter(({how}) => how === 'append')]
    : own
  return {path, isRequested, edges, closure: closureOf(path, edges, graph)}
}
