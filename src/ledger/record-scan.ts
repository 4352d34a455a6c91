/** One scan into the ledger, as one transaction: killed at any point, the ledger is as before. */
import type {PagePath} from '../page.ts'
import type {ScannedSite} from '../scan/types.ts'
import {eventWriter} from './history.ts'
import {countSite, lastScan, rememberScan, stalePages} from './last-scan.ts'
import {type Ledger, writing} from './open.ts'
import {fileWriter, type RecordedFile} from './record-file.ts'
import type {LedgerMemory} from './scan-memory.ts'
import {writeSettings} from './settings.ts'
import {tieToSite} from './site.ts'
import type {Actor, ScanRecord} from './types.ts'

/**
 * Writes what a scan found. A page's status, owner, notes and history are never lost; a file that disappeared is
 * marked gone, not deleted.
 *
 * @param memory the one that the scan was made with
 * @param isExcluded whether a file that the scan did not meet was left out by `exclude`, for the history
 * @throws MigrateError LEDGER_LOCKED and the like
 */
export function recordScan(
  ledger: Ledger,
  site: ScannedSite,
  memory: LedgerMemory,
  actor: Actor,
  isExcluded: (path: PagePath) => boolean = () => false,
): ScanRecord {
  memory.flush()
  return writing(ledger, () => {
    const {database} = ledger
    tieToSite(ledger, site.docroot)
    const known = new Map(
      database
        .prepare<[], RecordedFile>('SELECT id, path, hash, gone_in, sum FROM files')
        .all()
        .map((row) => [row.path, row]),
    )
    const changes: Changes = {added: [], changed: [], gone: [], returned: []}
    const scan = insertScan(ledger, memory.analyser, actor, site.hashes.size, site.read)
    const upToDate = pagesUpToDate(ledger, memory.analyser)
    const write = fileWriter(ledger, site, memory.analyser, scan)
    for (const file of site.files) {
      const before = known.get(file.path)
      known.delete(file.path)
      write(file, before)
      if (!before) changes.added.push(file.path)
      else if (before.gone_in !== null) changes.returned.push(file.path)
      else if (before.hash !== (file.hash ?? null)) changes.changed.push(file.path)
    }
    const unreadable = site.problems.filter(({kind}) => kind === 'unreadable').map(({path}) => path)
    const markGone = database.prepare('UPDATE files SET gone_in = ? WHERE id = ?')
    for (const row of known.values()) {
      // What lies in a folder that can't be read now may well be there.
      if (row.gone_in !== null || isBelow(row.path, unreadable)) continue
      markGone.run(scan, row.id)
      changes.gone.push(row.path)
    }
    appendChanges(ledger, actor, changes, isExcluded)
    keepUpToDate(ledger, upToDate, site, changes)
    writeSettings(ledger, site.settings)
    deleteUnused(ledger, memory.analyser)
    database
      .prepare('UPDATE scans SET added = ?, gone = ? WHERE id = ?')
      .run(changes.added.length, changes.gone.length, scan)
    const counts = countSite(ledger)
    const {problems: siteProblems, exclude, sum} = site
    rememberScan(ledger, {counts, siteProblems, exclude, ...(sum ? {sum} : {})})
    return {...changes, counts, siteProblems, read: site.read, stale: stalePages(ledger)}
  })
}

/**
 * Records that a scan found nothing changed.
 *
 * @throws MigrateError LEDGER_LOCKED and the like
 */
export function recordUnchanged(ledger: Ledger, memory: LedgerMemory, actor: Actor): ScanRecord {
  return writing(ledger, () => {
    const last = lastScan(ledger)
    if (!last) throw new Error('Nothing can be unchanged before the first scan')
    insertScan(ledger, memory.analyser, actor, last.counts.files, 0)
    const {counts, siteProblems} = last
    return {added: [], changed: [], gone: [], returned: [], counts, siteProblems, read: 0, stale: stalePages(ledger)}
  })
}

type Changes = Pick<ScanRecord, 'added' | 'changed' | 'gone' | 'returned'>

function insertScan({database}: Ledger, analyser: number, actor: Actor, files: number, read: number): number {
  return Number(
    database
      .prepare('INSERT INTO scans (at, who, analyser, files, read, added, gone) VALUES (?, ?, ?, ?, ?, 0, 0)')
      .run(actor.at, actor.who, analyser, files, read).lastInsertRowid,
  )
}

function isBelow(path: PagePath, folders: readonly PagePath[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`))
}

function appendChanges(
  ledger: Ledger,
  actor: Actor,
  {added, returned, gone}: Changes,
  isExcluded: (path: PagePath) => boolean,
): void {
  const append = eventWriter(ledger, actor)
  for (const path of added) append(path, {kind: 'found'})
  for (const path of returned) append(path, {kind: 'returned'})
  for (const path of gone) append(path, {kind: 'gone', text: isExcluded(path) ? 'excluded from the scan' : undefined})
}

/** Ported pages that were not stale, and that another version of the analyser looked at. */
function pagesUpToDate({database}: Ledger, analyser: number): Set<PagePath> {
  const rows = database
    .prepare<[number], PagePath>(
      `SELECT f.path FROM files f JOIN progress p ON p.file_id = f.id
       WHERE f.analyser <> ? AND p.ported_from = f.fingerprint`,
    )
    .pluck()
    .all(analyser)
  return new Set(rows)
}

/** A new analyser may find other includes; that does not make a page stale of which no file changed. */
function keepUpToDate({database}: Ledger, upToDate: ReadonlySet<PagePath>, site: ScannedSite, changes: Changes): void {
  if (upToDate.size === 0) return
  const touched = new Set([...changes.added, ...changes.changed, ...changes.returned])
  const rebase = database.prepare(
    `UPDATE progress SET ported_from = (SELECT fingerprint FROM files WHERE path = :path)
     WHERE file_id = (SELECT id FROM files WHERE path = :path)`,
  )
  for (const {path, closure} of site.files) {
    if (upToDate.has(path) && !touched.has(path) && !closure.some((file) => touched.has(file))) rebase.run({path})
  }
}

/** Facts of contents that are gone are kept for a while: a change may be taken back. */
const MOST_UNUSED = 2000

function deleteUnused({database}: Ledger, analyser: number): void {
  database.prepare('DELETE FROM facts WHERE analyser <> ?').run(analyser)
  database.exec('DELETE FROM closures WHERE id NOT IN (SELECT closure_id FROM files WHERE closure_id IS NOT NULL)')
  const unused = database
    .prepare<[], number>('SELECT (SELECT count(*) FROM facts) - (SELECT count(DISTINCT hash) FROM files)')
    .pluck()
    .get()
  if ((unused ?? 0) > MOST_UNUSED)
    database.exec('DELETE FROM facts WHERE hash NOT IN (SELECT hash FROM files WHERE hash IS NOT NULL)')
}
