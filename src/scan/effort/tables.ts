import type {PagePath} from '../../page.ts'
import type {TablesUsed} from '../types.ts'

/** Says which tables a page reads and writes: its own, and those of every file it can include. */
export type TablesOf = (path: PagePath, closure: readonly PagePath[]) => TablesUsed

/**
 * The tables of pages, for all pages of a site: the union for a closure is made once for all pages that share it as one
 * array, and equal unions are one object, so that a site of many pages and tables needs little memory.
 *
 * @param facts the tables that each file names; a file that is not there names none
 */
export function tablesOf(facts: ReadonlyMap<PagePath, {tables: TablesUsed}>): TablesOf {
  const ofClosure = new WeakMap<readonly PagePath[], TablesUsed>()
  const known = new Map<string, TablesUsed>()

  /** The one object for these tables. */
  function shared(tables: TablesUsed): TablesUsed {
    const key = JSON.stringify([tables.reads, tables.writes])
    const same = known.get(key)
    if (!same) known.set(key, tables)
    return same ?? tables
  }

  return (path, closure) => {
    let included = ofClosure.get(closure)
    if (!included) {
      included = shared(union(closure, facts))
      ofClosure.set(closure, included)
    }
    const own = facts.get(path)?.tables
    if (!own || own.reads.length + own.writes.length === 0) return included
    return shared(union([path], facts, included))
  }
}

/** The tables of some files, and those that are known already. */
function union(
  paths: readonly PagePath[],
  facts: ReadonlyMap<PagePath, {tables: TablesUsed}>,
  known: TablesUsed = {reads: [], writes: []},
): TablesUsed {
  const reads = new Set(known.reads)
  const writes = new Set(known.writes)
  for (const path of paths) {
    const tables = facts.get(path)?.tables
    if (!tables) continue
    for (const table of tables.reads) reads.add(table)
    for (const table of tables.writes) writes.add(table)
  }
  return {reads: [...reads].sort(), writes: [...writes].sort()}
}
