/** The include graph of a site, from the facts of its files. */
import type {PagePath} from '../page.ts'
import {directoryOf} from './disk-path.ts'
import {type Constants, constantsOf, namesOf, type Piece} from './include-name.ts'
import {type EntryDirectories, type Resolution, resolveName} from './resolve-include.ts'
import type {SiteFiles} from './site-files.ts'
import type {FileFacts, IncludeEdge} from './types.ts'

/** Includes of every file, in the order they are written. */
export type IncludeGraph = ReadonlyMap<PagePath, readonly IncludeEdge[]>

/**
 * Resolves every include. A relative name depends on the page that was requested, which depends on who includes whom:
 * so the graph is made once from the files' own directories, and again from the pages that this finds.
 */
export function resolveIncludes(facts: ReadonlyMap<PagePath, FileFacts>, site: SiteFiles): IncludeGraph {
  const constants = constantsOf(facts)
  let graph = graphOf(facts, constants, site, () => [])
  const entries = entryDirectories(graph)
  graph = graphOf(facts, constants, site, (file) => entries.get(file) ?? [])
  return graph
}

function graphOf(
  facts: ReadonlyMap<PagePath, FileFacts>,
  constants: Constants,
  site: SiteFiles,
  entriesOf: (file: PagePath) => EntryDirectories,
): IncludeGraph {
  const graph = new Map<PagePath, IncludeEdge[]>()
  for (const [file, {includes}] of facts) {
    const entries = entriesOf(file)
    graph.set(
      file,
      includes.map((include) => {
        const names = namesOf(include, file, constants)
        const {targets, how} = together(
          names.map((name) => resolveName(name, file, entries, site)),
          names,
        )
        return {from: file, text: include.text, line: include.line, targets, how}
      }),
    )
  }
  return graph
}

/** One include with several possible names: what was found for any of them. */
function together(resolutions: readonly Resolution[], names: readonly (readonly Piece[])[]): Resolution {
  const found = resolutions.filter(({targets}) => targets.length)
  const [first] = found
  if (!first) return resolutions.find(({how}) => how === 'absent') ?? {targets: [], how: 'dynamic'}
  const targets = [...new Set(found.flatMap((resolution) => resolution.targets))].sort()
  const isSet = targets.length > 1 && names.length > 1
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

/** Every file that `file` can include, directly or not, sorted. */
export function closureOf(file: PagePath, graph: IncludeGraph): PagePath[] {
  const found = new Set<PagePath>()
  const waiting = [file]
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    for (const {targets} of graph.get(current) ?? []) {
      for (const target of targets) {
        if (found.has(target)) continue
        found.add(target)
        waiting.push(target)
      }
    }
  }
  found.delete(file)
  return [...found].sort()
}
