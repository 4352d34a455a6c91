/** Where what a page calls is defined, among the files that it includes. */
import type {PagePath} from '../page.ts'
import {explaining, type Ledger} from './open.ts'
import type {CalledDefinition, LedgerPageDetail} from './types.ts'

/**
 * Functions and classes that the file names and that it, or a file it includes, defines; by file and line. Methods of
 * objects are left out: which class an object has is not known.
 */
export function definitionsCalled(
  ledger: Ledger,
  {path, closure, facts}: Pick<LedgerPageDetail, 'path' | 'closure' | 'facts'>,
): CalledDefinition[] {
  if (!facts) return []
  const functions = new Set(facts.calls)
  const classes = new Set(facts.uses.classes.map((name) => name.toLowerCase()))
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[string, string], Omit<CalledDefinition, 'file'> & {path: PagePath}>(
        `SELECT f.path, d.value ->> '$.kind' AS kind, d.value ->> '$.name' AS name, d.value ->> '$.line' AS line
         FROM files f JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser,
              json_each(c.site, '$.definitions') d
         WHERE f.path IN (SELECT value FROM json_each(?)) AND lower(d.value ->> '$.name') IN (SELECT value FROM json_each(?))
         ORDER BY f.path, line`,
      )
      .all(JSON.stringify([path, ...closure]), JSON.stringify([...functions, ...classes]))
      .filter(
        ({kind, name}) => (kind === 'function' ? functions : classes).has(name.toLowerCase()) && kind !== 'constant',
      )
      .map(({path: file, ...definition}) => ({...definition, file})),
  )
}

/** Those of some files in which a function reads inputs by a computed name: such a function may read them for others. */
export function filesReadingByName(ledger: Ledger, paths: readonly PagePath[]): PagePath[] {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[string], PagePath>(
        `SELECT f.path
         FROM files f JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser
         WHERE f.path IN (SELECT value FROM json_each(?)) AND EXISTS (
           SELECT 1 FROM json_each(c.own, '$.inputs') i
           WHERE i.value ->> '$.dynamic' AND i.value ->> '$.inside' IS NOT NULL
             AND i.value ->> '$.source' IN ('get', 'post', 'request', 'cookie', 'files'))
         ORDER BY f.path`,
      )
      .pluck()
      .all(JSON.stringify(paths)),
  )
}
