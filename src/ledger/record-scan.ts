/** One scan into the ledger, as one transaction: killed at any point, the ledger is as before. */
import {createHash} from 'node:crypto'
import type {PagePath} from '../page.ts'
import type {FileFacts, PreviousFile, ScannedFile, ScannedSite} from '../scan/types.ts'
import {appendEvent} from './history.ts'
import {explaining, type Ledger, writing} from './open.ts'
import {tieToSite} from './site.ts'
import type {Actor, ScanRecord} from './types.ts'

/** The analyser that made the facts; facts of another version are made anew. */
type AnalyserVersion = number

interface FileRow {
  id: number
  path: PagePath
  hash: string | null
  gone_in: number | null
}

/**
 * What the last scan knew, for a scan that only reads what changed. Files analysed by another version of the
 * analyser are left out, so that they are read again.
 */
export function previousFiles(ledger: Ledger, analyser: AnalyserVersion): Map<PagePath, PreviousFile> {
  const rows = explaining(ledger.file, () =>
    ledger.database
      .prepare<
        [number],
        {path: PagePath; size: number; mtime: string | null; ctime: string; inode: string; hash: string; json: string}
      >(
        `SELECT f.path, f.size, f.mtime, f.ctime, f.inode, f.hash, c.json
         FROM files f JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser
         WHERE f.analyser = ? AND f.gone_in IS NULL`,
      )
      .all(analyser),
  )
  return new Map(
    rows.map(({path, size, mtime, ctime, inode, hash, json}) => [
      path,
      {
        ...(mtime === null ? {} : {stat: {size, mtime, ctime, inode}}),
        hash,
        facts: JSON.parse(json) as FileFacts,
      },
    ]),
  )
}

/** A lookup of facts already made by this analyser for the same contents, wherever they lay. */
export function factsOfHash(ledger: Ledger, analyser: AnalyserVersion): (hash: string) => FileFacts | undefined {
  const find = ledger.database
    .prepare<[string, number], string>('SELECT json FROM facts WHERE hash = ? AND analyser = ?')
    .pluck()
  return (hash) => {
    const json = explaining(ledger.file, () => find.get(hash, analyser))
    return json === undefined ? undefined : (JSON.parse(json) as FileFacts)
  }
}

/**
 * Writes what a scan found. A page's status, owner, notes and history are never lost; a file that disappeared is
 * marked gone, not deleted.
 *
 * @param isExcluded whether a file that the scan did not meet was left out by `exclude`, for the history
 * @throws MigrateError LEDGER_LOCKED and the like
 */
export function recordScan(
  ledger: Ledger,
  site: ScannedSite,
  analyser: AnalyserVersion,
  actor: Actor,
  isExcluded: (path: PagePath) => boolean = () => false,
): ScanRecord {
  return writing(ledger, () => {
    const {database} = ledger
    tieToSite(ledger, site.docroot)
    const known = new Map(
      database
        .prepare<[], FileRow>('SELECT id, path, hash, gone_in FROM files')
        .all()
        .map((row) => [row.path, row]),
    )
    const record: ScanRecord = {
      files: site.files.length,
      read: site.read,
      added: [],
      changed: [],
      gone: [],
      returned: [],
      stale: [],
      siteProblems: site.problems,
    }
    const scan = Number(
      database
        .prepare('INSERT INTO scans (at, who, analyser, files, read, added, gone) VALUES (?, ?, ?, ?, ?, 0, 0)')
        .run(actor.at, actor.who, analyser, site.files.length, site.read).lastInsertRowid,
    )
    const write = fileWriter(ledger, site, analyser, scan)
    for (const file of site.files) {
      const before = known.get(file.path)
      known.delete(file.path)
      write(file, before?.id)
      if (!before) record.added.push(file.path)
      else if (before.gone_in !== null) record.returned.push(file.path)
      else if (before.hash !== (file.hash ?? null)) record.changed.push(file.path)
    }
    const unreadable = site.problems.filter(({kind}) => kind === 'unreadable').map(({path}) => path)
    const markGone = database.prepare('UPDATE files SET gone_in = ? WHERE id = ?')
    for (const row of known.values()) {
      // What lies in a folder that can't be read now may well be there.
      if (row.gone_in !== null || isBelow(row.path, unreadable)) continue
      markGone.run(scan, row.id)
      record.gone.push(row.path)
    }
    for (const path of record.added) appendEvent(ledger, actor, path, {kind: 'found'})
    for (const path of record.returned) appendEvent(ledger, actor, path, {kind: 'returned'})
    for (const path of record.gone) {
      appendEvent(ledger, actor, path, {kind: 'gone', text: isExcluded(path) ? 'excluded from the scan' : undefined})
    }
    record.stale = database.prepare<[], PagePath>('SELECT path FROM pages WHERE stale ORDER BY path').pluck().all()
    database
      .prepare('UPDATE scans SET added = ?, gone = ? WHERE id = ?')
      .run(record.added.length, record.gone.length, scan)
    return record
  })
}

function isBelow(path: PagePath, folders: readonly PagePath[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`))
}

function fileWriter(ledger: Ledger, site: ScannedSite, analyser: number, scan: number) {
  const {database} = ledger
  const insert = database.prepare(
    `INSERT INTO files (path, size, mtime, ctime, inode, hash, analyser, link, problems, role, confidence, evidence,
                        session, session_evidence, access, closure, fingerprint, found_in, gone_in)
     VALUES (:path, :size, :mtime, :ctime, :inode, :hash, :analyser, :link, :problems, :role, :confidence, :evidence,
             :session, :session_evidence, :access, :closure, :fingerprint, :scan, NULL)
     ON CONFLICT (path) DO UPDATE SET
       size = :size, mtime = :mtime, ctime = :ctime, inode = :inode, hash = :hash, analyser = :analyser, link = :link,
       problems = :problems, role = :role, confidence = :confidence, evidence = :evidence, session = :session,
       session_evidence = :session_evidence, access = :access, closure = :closure, fingerprint = :fingerprint,
       gone_in = NULL
     RETURNING id`,
  )
  const insertProgress = database.prepare('INSERT INTO progress (file_id) VALUES (?) ON CONFLICT DO NOTHING')
  const insertFacts = database.prepare(
    'INSERT INTO facts (hash, analyser, json) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const clearIncludes = database.prepare('DELETE FROM includes WHERE file_id = ?')
  const insertInclude = database.prepare('INSERT INTO includes VALUES (?, ?, ?, ?, ?, ?, ?)')
  const hashes = new Map(site.files.map((file) => [file.path, file.hash ?? '']))

  return (file: ScannedFile, known: number | undefined): void => {
    if (file.facts && file.hash) insertFacts.run(file.hash, analyser, JSON.stringify(file.facts))
    const {id} = insert.get({
      path: file.path,
      size: file.stat?.size ?? null,
      mtime: file.stat?.mtime ?? null,
      ctime: file.stat?.ctime ?? null,
      inode: file.stat?.inode ?? null,
      hash: file.hash ?? null,
      analyser,
      link: file.link ?? null,
      problems: JSON.stringify(file.problems),
      role: file.role,
      confidence: file.confidence,
      evidence: JSON.stringify(file.evidence),
      session: file.session,
      session_evidence: JSON.stringify(file.sessionEvidence),
      access: JSON.stringify(file.access),
      closure: JSON.stringify(file.closure),
      fingerprint: fingerprint(file, hashes),
      scan,
    }) as {id: number}
    if (known === undefined) insertProgress.run(id)
    else clearIncludes.run(id)
    for (const [position, edge] of file.includes.entries()) {
      insertInclude.run(
        id,
        position,
        edge.line,
        edge.text,
        edge.how,
        JSON.stringify(edge.targets),
        edge.settings ?? null,
      )
    }
  }
}

/** Changes whenever the file or anything that it includes changes. */
function fingerprint(file: ScannedFile, hashes: ReadonlyMap<PagePath, string>): string {
  const sum = createHash('sha1').update(file.hash ?? '')
  for (const path of file.closure) sum.update(`\0${path}\0${hashes.get(path) ?? ''}`)
  return sum.digest('hex')
}
