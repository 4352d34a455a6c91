/** The include graph of a site, from the facts of its files. */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {SiteFiles} from '../site-files.ts'
import type {FileFacts, IncludeEdge} from '../types.ts'
import {type Constants, constantsOf, includedName, namesOf, type Piece, type Said} from './names.ts'
import {type EntryDirectories, type Resolution, resolveName} from './resolve.ts'
import {Wrappers} from './wrappers.ts'

/** Includes of every file, in the order they are written. */
export type IncludeGraph = ReadonlyMap<PagePath, readonly IncludeEdge[]>

/**
 * Resolves every include. A relative name depends on the page that was requested, which depends on who includes whom:
 * so the graph is made once from the files' own directories, and again from the pages that this finds.
 */
export function resolveIncludes(facts: ReadonlyMap<PagePath, FileFacts>, site: SiteFiles): IncludeGraph {
  const constants = constantsOf(facts)
  const wrappers = new Wrappers(facts)
  const named = new Map([...facts].map(([file, own]) => [file, namedIncludes(file, own, constants, wrappers)]))
  const entries = entryDirectories(graphOf(named, site, () => []))
  return graphOf(named, site, (file) => entries.get(file) ?? [])
}

/** An include with the names that it may have. */
interface NamedInclude {
  text: string
  line: number
  names: {pieces: Piece[]; from: PagePath}[]
  isWrapper: boolean
}

function namedIncludes(
  file: PagePath,
  {includes, fileCalls = []}: FileFacts,
  constants: Constants,
  wrappers: Wrappers,
): NamedInclude[] {
  const named = (
    {text, line}: {text: string; line: number},
    names: readonly Said[][],
    isWrapper: boolean,
  ): NamedInclude => ({
    text,
    line,
    // An unknown directory is looked for near the file that the name begins in.
    names: names.flatMap((name) => namesOf(name, constants).map((pieces) => ({pieces, from: name[0]?.file ?? file}))),
    isWrapper,
  })
  const calls = fileCalls.flatMap((call) => {
    const names = wrappers.namesOf(call, file)
    return names.length ? [named(call, names, true)] : []
  })
  const direct = includes.map((include) => named(include, [includedName(include, file)], false))
  return calls.length ? [...direct, ...calls].sort((a, b) => a.line - b.line) : direct
}

function graphOf(
  named: ReadonlyMap<PagePath, readonly NamedInclude[]>,
  site: SiteFiles,
  entriesOf: (file: PagePath) => EntryDirectories,
): IncludeGraph {
  return new Map(
    [...named].map(([file, includes]) => {
      const entries = entriesOf(file)
      return [file, includes.map((include) => edgeOf(include, file, entries, site))]
    }),
  )
}

function edgeOf(
  {text, line, names, isWrapper}: NamedInclude,
  file: PagePath,
  entries: EntryDirectories,
  site: SiteFiles,
): IncludeEdge {
  const {targets, how} = together(names.map(({pieces, from}) => resolveName(pieces, from, entries, site)))
  return {from: file, text, line, targets, how: isWrapper && targets.length && how !== 'set' ? 'wrapper' : how}
}

/** One include with several possible names: what was found for any of them. */
function together(resolutions: readonly Resolution[]): Resolution {
  const found = resolutions.filter(({targets}) => targets.length)
  const [first] = found
  if (!first) return resolutions.find(({how}) => how === 'absent') ?? {targets: [], how: 'dynamic'}
  const targets = [...new Set(found.flatMap((resolution) => resolution.targets))].sort()
  const isSet = targets.length > 1 && resolutions.length > 1
  return {targets, how: isSet ? 'set' : first.how}
}

/** Directories of one file's entry pages, at most: a library used everywhere is looked up in some places, not in all. */
const MOST_ENTRIES = 12

/** For every included file, the directories of the files that include it and that nobody includes. */
function entryDirectories(graph: IncludeGraph): Map<PagePath, PagePath[]> {
  const included = new Set([...graph.values()].flatMap((edges) => edges.flatMap(({targets}) => targets)))
  const entries = new Map<PagePath, Set<PagePath>>()
  const waiting: PagePath[] = []
  for (const file of graph.keys()) {
    if (included.has(file)) continue
    entries.set(file, new Set([directoryOf(file)]))
    waiting.push(file)
  }
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const own = entries.get(file) ?? new Set()
    for (const target of (graph.get(file) ?? []).flatMap(({targets}) => targets)) {
      const known = entries.get(target) ?? new Set()
      entries.set(target, known)
      const before = known.size
      for (const directory of own) if (known.size < MOST_ENTRIES) known.add(directory)
      if (known.size > before) waiting.push(target)
    }
  }
  return new Map([...entries].map(([file, directories]) => [file, [...directories].sort()]))
}
