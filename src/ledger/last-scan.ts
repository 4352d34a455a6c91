/** What the last scan found of the whole site, ready to be said again when nothing changed since. */
import type {PagePath} from '../page.ts'
import type {InputSource, Role, ScannedSite, SiteSum} from '../scan/types.ts'
import {explaining, type Ledger} from './open.ts'
import type {SiteCounts} from './types.ts'

interface LastScan {
  counts: SiteCounts
  siteProblems: ScannedSite['problems']
  /** Globs that were left out. */
  exclude: readonly string[]
  sum?: SiteSum
}

/** Nothing before the first scan, or when an earlier version of the tool scanned last. */
export function lastScan({database}: Ledger): LastScan | undefined {
  const json = database.prepare<[], string>(`SELECT value FROM meta WHERE key = 'last_scan'`).pluck().get()
  return json === undefined ? undefined : (JSON.parse(json) as LastScan)
}

/** The globs that the last scan left out. */
export function lastExclude(ledger: Ledger): readonly string[] {
  return explaining(ledger.file, () => lastScan(ledger)?.exclude ?? [])
}

/** Keeps what a scan found; for use inside a transaction of this folder. */
export function rememberScan({database}: Ledger, last: LastScan): void {
  database
    .prepare(`INSERT INTO meta (key, value) VALUES ('last_scan', ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
    .run(JSON.stringify(last))
}

/** Counts the files that are there now. */
export function countSite({database}: Ledger): SiteCounts {
  const ofRoles = database
    .prepare<[], {role: Role; files: number; lines: number; protected: number}>(
      `SELECT role, count(*) AS files, sum(lines) AS lines, count(protection) AS protected
       FROM files WHERE gone_in IS NULL GROUP BY role`,
    )
    .all()
  const ofInputs = database
    .prepare<[], {source: InputSource; files: number}>(
      `SELECT i.value ->> '$.source' AS source, count(DISTINCT f.id) AS files
       FROM files f JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser, json_each(c.takes) i
       WHERE f.gone_in IS NULL AND c.takes <> '[]' GROUP BY 1`,
    )
    .all()
  const total = (of: 'files' | 'lines' | 'protected') => ofRoles.reduce((sum, row) => sum + row[of], 0)
  return {
    files: total('files'),
    lines: total('lines'),
    protected: total('protected'),
    roles: Object.fromEntries(ofRoles.map(({role, files}) => [role, files])),
    inputs: Object.fromEntries(ofInputs.map(({source, files}) => [source, files])),
    problems: database
      .prepare<[], PagePath>('SELECT path FROM files WHERE problem AND gone_in IS NULL ORDER BY path')
      .pluck()
      .all(),
  }
}

/** Pages that were scaffolded or ported from another version of the PHP. */
export function stalePages({database}: Ledger): PagePath[] {
  return database.prepare<[], PagePath>('SELECT path FROM pages WHERE stale ORDER BY path').pluck().all()
}
