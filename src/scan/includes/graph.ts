/** The include graph of a site, from the facts of its files. */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {SiteFiles} from '../site-files.ts'
import type {FileCall, IncludeEdge, IncludeUse, NamePart, SiteFacts} from '../types.ts'
import {Applications} from './applications.ts'
import {LearnedNames} from './learned-names.ts'
import {isRelative, startsUnknown, UNKNOWN_NAME} from './name-text.ts'
import {NameValues} from './name-values.ts'
import {NumberedGraph} from './numbered-graph.ts'
import {type LookedIn, NOWHERE, type Resolution, Resolver} from './resolve.ts'
import {RunTogether} from './run-together.ts'
import {SaidNames} from './said-names.ts'
import {type CalledName, Wrappers} from './wrappers.ts'

/** Includes of every file, in the order they are written. */
export type IncludeGraph = ReadonlyMap<PagePath, readonly IncludeEdge[]>

/** An `include`, or a call of a function that includes. */
type Use = IncludeUse | FileCall

/** An include that is not resolved for good yet. */
interface Open {
  use: Use
  edge: IncludeEdge
  /** Not only for where PHP looks for relative names. */
  isShared: boolean
}

/**
 * Resolves every include. What a name means depends on the page that was requested, which depends on who includes
 * whom: so first come the includes that leave no doubt, then, by what is near them, all others, and from the pages
 * which that finds those that depend on pages are resolved again.
 */
export function resolveIncludes(facts: ReadonlyMap<PagePath, SiteFacts>, site: SiteFiles): IncludeGraph {
  const said = new SaidNames(facts)
  const wrappers = new Wrappers(facts, said)
  const resolver = new Resolver(site)
  const graph = new Map<PagePath, IncludeEdge[]>()
  const doubtful: Open[] = []
  const dependent: Open[] = []
  const own = new NameValues(said)
  for (const [file, ofFile] of facts) {
    const edges: IncludeEdge[] = []
    graph.set(file, edges)
    for (const use of usesIn(ofFile, wrappers)) {
      const edge: IncludeEdge = {from: file, text: use.text, line: use.line, targets: [], how: 'dynamic'}
      edges.push(edge)
      const names = 'name' in use ? [] : own.namesOf(partsOf(use), file)
      const open = {use, edge, isShared: own.takeOrigin().isShared}
      if ('name' in use || open.isShared || names.some(startsUnknown)) doubtful.push(open)
      else {
        take(open, resolver.resolveAny([{names, from: file}], NOWHERE))
        if (names.some(isRelative)) dependent.push(open)
      }
    }
  }
  const applications = new Applications(graph)
  resolver.applications = applications
  const near = new NameValues(said, {applications, isNear: true})
  const learned = new LearnedNames(applications)
  for (const open of doubtful) {
    const names = namesIn(open, wrappers, near, applications)
    take(open, resolver.resolveAny(names, NOWHERE, 'name' in open.use))
    open.isShared = near.takeOrigin().isShared
    if (open.isShared || names.some((each) => each.names.some(isRelative))) dependent.push(open)
    if (open.edge.how === 'suffix') learn(open, near, learned)
  }
  const values = new NameValues(said, {applications, learned, isNear: true})
  const isEntry = (file: PagePath): boolean => !facts.get(file)?.guard
  const together = new RunTogether(new NumberedGraph(graph), values, near.sharedNames(), isEntry)
  const byPages = new NameValues(said, {applications, visibility: together, learned, isNear: true})
  const byAll = new NameValues(said, {applications, visibility: together, isNear: false})
  for (const open of dependent) {
    const {use, edge, isShared} = open
    const lookedIn = together.lookedIn(edge.from)
    if (!isShared && !('name' in use) && isOwnDirectory(lookedIn, edge.from)) continue
    const names = namesIn(open, wrappers, byPages, applications)
    take(open, resolver.resolveAny(names, lookedIn, 'name' in use))
    const {isGuess} = byPages.takeOrigin()
    if (!edge.targets.length && isGuess) {
      takeFound(open, resolver.resolveAny(namesIn(open, wrappers, byAll, applications), lookedIn, 'name' in use))
    }
    // A file that uses what others say, and that nobody is known to include: some page in some directory runs it.
    if (!edge.targets.length && isShared && !together.isIncluded(edge.from)) {
      takeFound(open, resolver.resolveAny(names.map(fromSomewhere), lookedIn, 'name' in use))
    }
  }
  sayByCalls(doubtful, wrappers, applications)
  return withoutGuesses(graph, doubtful)
}

/** What an include in a function means whose calls are known is said there. */
function sayByCalls(doubtful: readonly Open[], wrappers: Wrappers, applications: Applications): void {
  for (const {use, edge} of doubtful) {
    if ('name' in use && edge.targets.length) wrappers.found(use, edge.from, applications)
  }
  for (const {use, edge} of doubtful) {
    if (!('name' in use) && !edge.targets.length && wrappers.isSaidByCalls(use)) edge.how = 'wrapper'
  }
}

/** Of `$x->load('a.php')` it is not known which `load` that is: only one that leads to a file is an include. */
function withoutGuesses(graph: Map<PagePath, IncludeEdge[]>, doubtful: readonly Open[]): IncludeGraph {
  const guesses = new Set<IncludeEdge>()
  for (const {use, edge} of doubtful) {
    if ('name' in use && use.name.startsWith('->') && !edge.targets.length) guesses.add(edge)
  }
  for (const {from} of guesses)
    graph.set(
      from,
      (graph.get(from) ?? []).filter((edge) => !guesses.has(edge)),
    )
  return graph
}

function usesIn({includes, fileCalls}: SiteFacts, wrappers: Wrappers): readonly Use[] {
  const calls = fileCalls?.filter((call) => wrappers.has(call))
  return calls?.length ? [...includes, ...calls].sort((a, b) => a.line - b.line) : includes
}

function namesIn({use, edge}: Open, wrappers: Wrappers, values: NameValues, applications: Applications): CalledName[] {
  if ('name' in use) return wrappers.namesOf(use, edge.from, values, applications)
  return [{names: values.namesOf(partsOf(use), edge.from), from: edge.from}]
}

function take({use, edge}: Open, {targets, how}: Resolution): void {
  edge.targets = targets
  edge.how = 'name' in use && targets.length > 0 && how !== 'set' ? 'wrapper' : how
}

/** What a constant or variable at the start of a name must mean. */
function learn({use, edge}: Open, values: NameValues, learned: LearnedNames): void {
  const [target] = edge.targets
  const [start, ...rest] = 'name' in use ? [] : partsOf(use)
  if (target === undefined || !start || !rest.length) return
  const name = 'constant' in start ? start.constant : 'variable' in start ? `$${start.variable}` : undefined
  const [end, other] = values.namesOf(rest, edge.from)
  if (name !== undefined && end !== undefined && other === undefined) learned.learn(name, end, edge.from, target)
}

function takeFound(open: Open, found: Resolution): void {
  if (found.targets.length) take(open, found)
}

/** The same names, where it is not known from which directory. */
function fromSomewhere({names, from}: CalledName): CalledName {
  return {names: names.map((name) => (isRelative(name) ? `${UNKNOWN_NAME}/${name}` : name)), from}
}

/** The pieces of the name in an include. */
function partsOf({target, parts}: IncludeUse): readonly NamePart[] {
  if (!target) return parts ?? [{unknown: true}]
  switch (target.base) {
    case 'file-directory':
      return [{up: 1}, {text: `/${target.path}`}]
    case 'document-root':
      return [{root: true}, {text: `/${target.path}`}]
    case 'absolute':
    case 'include-path':
      return [{text: target.path}]
    default:
      return target.base satisfies never
  }
}

/** Whether pages run the file in no other directory than its own, where it was looked for already. */
function isOwnDirectory({entries, includePath}: LookedIn, file: PagePath): boolean {
  return includePath.length === 0 && entries.size === 1 && entries.has(directoryOf(file))
}
