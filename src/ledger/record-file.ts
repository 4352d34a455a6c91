/** Writing what a scan says of one file; a file of which nothing new is known is left as it is. */
import {hash} from 'node:crypto'
import type {PagePath} from '../page.ts'
import type {ScannedFile, ScannedSite} from '../scan/types.ts'
import {ClosureTable} from './closures.ts'
import type {Ledger} from './open.ts'

/** What the ledger had of a file before a scan. */
export interface RecordedFile {
  id: number
  path: PagePath
  hash: string | null
  gone_in: number | null
  sum: string
}

type WriteFile = (file: ScannedFile, before: RecordedFile | undefined) => void

/** For use inside a transaction of this folder; `scan` is the number of the running scan. */
export function fileWriter(ledger: Ledger, site: ScannedSite, analyser: number, scan: number): WriteFile {
  const {database} = ledger
  const write = database.prepare(
    `INSERT INTO files (path, size, mtime, ctime, inode, hash, analyser, link, role, confidence, session, fingerprint,
                        found_in, gone_in, closure_id, includes, lines, problem, protection, effort, size_class, reach,
                        detail, sum)
     VALUES (:path, :size, :mtime, :ctime, :inode, :hash, :analyser, :link, :role, :confidence, :session, :fingerprint,
             :scan, NULL, :closure, :includes, :lines, :problem, :protection, :effort, :sizeClass, :reach,
             :detail, :sum)
     ON CONFLICT (path) DO UPDATE SET
       size = :size, mtime = :mtime, ctime = :ctime, inode = :inode, hash = :hash, analyser = :analyser, link = :link,
       role = :role, confidence = :confidence, session = :session, fingerprint = :fingerprint, gone_in = NULL,
       closure_id = :closure, includes = :includes, lines = :lines, problem = :problem, protection = :protection,
       effort = :effort, size_class = :sizeClass, reach = :reach, detail = :detail, sum = :sum
     RETURNING id`,
  )
  const insertProgress = database.prepare('INSERT INTO progress (file_id) VALUES (?) ON CONFLICT DO NOTHING')
  const clearIncludes = database.prepare('DELETE FROM includes WHERE file_id = ?')
  const insertInclude = database.prepare('INSERT INTO includes VALUES (?, ?, ?, ?, ?, ?, ?)')
  const closures = new ClosureTable(ledger, site)

  return (file, before) => {
    const edges = file.includes.map(({line, text, how, targets, settings}) => [
      line,
      text,
      how,
      JSON.stringify(targets),
      settings ?? null,
    ])
    const row = {
      path: file.path,
      size: file.stat?.size ?? null,
      mtime: file.stat?.mtime ?? null,
      ctime: file.stat?.ctime ?? null,
      inode: file.stat?.inode ?? null,
      hash: file.hash ?? null,
      analyser,
      link: file.link ?? null,
      role: file.role,
      confidence: file.confidence,
      session: file.session,
      fingerprint: closures.fingerprint(file),
      closure: closures.id(file.closure),
      includes: file.closure.length,
      lines: file.lines,
      problem: file.problems.length > 0 ? 1 : 0,
      protection: file.access[0]?.kind ?? null,
      effort: file.effort.points,
      sizeClass: file.effort.size,
      reach: file.reach,
      detail: detailOf(file),
    }
    const sum = hash('sha1', `${Object.values(row).join('\0')}\0${edges.join('\0')}`)
    if (before?.sum === sum && before.gone_in === null) return
    const {id} = write.get({...row, sum, scan}) as {id: number}
    if (before === undefined) insertProgress.run(id)
    else clearIncludes.run(id)
    for (const [position, edge] of edges.entries()) insertInclude.run(id, position, ...edge)
  }
}

/** What only the screen of the page needs. */
export type FileDetail = Pick<
  ScannedFile,
  'problems' | 'evidence' | 'sessionEvidence' | 'access' | 'linkedFrom' | 'tables'
> & {reasons: ScannedFile['effort']['reasons']}

function detailOf({problems, evidence, sessionEvidence, access, linkedFrom, tables, effort}: ScannedFile): string {
  const detail: FileDetail = {
    problems,
    evidence,
    sessionEvidence,
    access,
    linkedFrom,
    tables,
    reasons: effort.reasons,
  }
  return JSON.stringify(detail)
}
