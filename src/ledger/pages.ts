/** Reading pages out of the ledger. */
import {MigrateError} from '../errors.ts'
import {type PagePath, printable} from '../page.ts'
import type {
  AccessRule,
  Effort,
  FileFacts,
  FileProblem,
  IncludeEdge,
  PageInput,
  Role,
  SessionMode,
} from '../scan/types.ts'
import {historyOf} from './history.ts'
import {nearest} from './nearest.ts'
import {explaining, type Ledger} from './open.ts'
import type {FileDetail} from './record-file.ts'
import type {Canary, Exposure, Flag, LedgerPage, LedgerPageDetail, Status} from './types.ts'

interface PageRow {
  path: PagePath
  role: Role
  confidence: number
  status: Status
  exposure: Exposure
  canary: string | null
  owner: string | null
  session: SessionMode
  gone: number
  stale: number
  problem: number
  lines: number
  bytes: number
  protection: AccessRule['kind'] | null
  includes: number
  link: string | null
  classified: number
  effort: number
  size_class: Effort['size']
  reach: number
}

interface FileRow {
  id: number
  hash: string | null
  detail: string
  closure: string | null
  takes: string | null
  site: string | null
  own: string | null
}

/** All files of the ledger, sorted by path; those that disappeared among them, with the flag `gone`. */
export function listPages(ledger: Ledger): LedgerPage[] {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[], PageRow & {takes: string | null}>(
        `SELECT p.*, c.takes FROM pages p
         JOIN files f ON f.path = p.path
         LEFT JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser
         ORDER BY p.path`,
      )
      .all()
      .map((row) => ledgerPage(row, takes(row))),
  )
}

function takes({takes: json}: {takes: string | null}): PageInput[] {
  return json === null ? [] : (JSON.parse(json) as PageInput[])
}

/**
 * Everything known about one file.
 *
 * @throws MigrateError NO_SUCH_PAGE, with the nearest names as a hint
 */
export function readPage(ledger: Ledger, path: PagePath): LedgerPageDetail {
  const page = findPage(ledger, path)
  if (!page) throw noSuchPage(ledger, path)
  return page
}

/** What one file says and includes; nothing when the ledger has no such file or it could not be read. */
export function factsOf(ledger: Ledger, path: PagePath): {facts: FileFacts; includes: IncludeEdge[]} | undefined {
  return explaining(ledger.file, () => {
    const file = findFile(ledger, path)
    const facts = file && storedFacts(file)
    return facts && {facts, includes: edgesOf(ledger, file.id, path)}
  })
}

function findFile({database}: Ledger, path: PagePath): FileRow | undefined {
  return database
    .prepare<[string], FileRow>(
      `SELECT f.id, f.hash, f.detail, l.paths AS closure, c.takes, c.site, c.own
       FROM files f
       LEFT JOIN closures l ON l.id = f.closure_id
       LEFT JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser
       WHERE f.path = ?`,
    )
    .get(path)
}

function storedFacts({site, own}: FileRow): FileFacts | undefined {
  return site === null || own === null ? undefined : ({...JSON.parse(own), ...JSON.parse(site)} as FileFacts)
}

function findPage(ledger: Ledger, path: PagePath): LedgerPageDetail | undefined {
  return explaining(ledger.file, () => {
    const {database} = ledger
    const row = database.prepare<[string], PageRow>('SELECT * FROM pages WHERE path = ?').get(path)
    const file = findFile(ledger, path)
    if (!row || !file) return undefined
    // A ledger that an earlier version wrote has less of it until the next scan.
    const stored = JSON.parse(file.detail) as Partial<FileDetail>
    const {reasons, ...detail} = {...NO_DETAIL, ...stored}
    const facts = storedFacts(file)
    return {
      ...ledgerPage(row, takes(file)),
      ...detail,
      problems: facts || file.hash === null ? detail.problems : [...detail.problems, NOT_ANALYSED],
      confidence: row.confidence,
      effort: {points: row.effort, size: row.size_class, reasons},
      includes: edgesOf(ledger, file.id, path),
      closure: file.closure === null ? [] : (JSON.parse(file.closure) as PagePath[]),
      includedBy: database
        .prepare<[string], PagePath>('SELECT DISTINCT path FROM page_includes WHERE target = ? ORDER BY path')
        .pluck()
        .all(path),
      facts: facts ?? null,
      hash: file.hash,
      history: historyOf(ledger, path),
    }
  })
}

const NO_DETAIL: FileDetail = {
  problems: [],
  evidence: [],
  sessionEvidence: [],
  access: [],
  linkedFrom: [],
  tables: {reads: [], writes: []},
  reasons: [],
}

const NOT_ANALYSED: FileProblem = {
  kind: 'unreadable',
  message: 'An earlier version of migrate scanned it; what it does is known after `migrate scan`',
}

/** Whether the ledger has a file of this name, be it gone or not. */
export function isInLedger(ledger: Ledger, path: PagePath): boolean {
  return explaining(ledger.file, () => Boolean(ledger.database.prepare('SELECT 1 FROM files WHERE path = ?').get(path)))
}

/** The error for a name that the ledger does not know. */
export function noSuchPage(ledger: Ledger, path: PagePath): MigrateError {
  const names = ledger.database.prepare<[], PagePath>('SELECT path FROM files ORDER BY path').pluck().all()
  const meant = nearest(path, names)
  return new MigrateError(
    'NO_SUCH_PAGE',
    `No such page in the ledger: \`${printable(path)}\``,
    `${meant ? `Did you mean \`${printable(meant)}\`? ` : ''}\`migrate list --all\` shows all ${names.length} files`,
  )
}

function ledgerPage(row: PageRow, inputs: PageInput[]): LedgerPage {
  const flags: Flag[] = []
  if (row.stale) flags.push('stale')
  if (row.problem) flags.push('problem')
  if (row.gone) flags.push('gone')
  return {
    path: row.path,
    role: row.role,
    status: row.status,
    exposure: row.exposure,
    canary: row.canary === null ? null : (JSON.parse(row.canary) as Canary),
    flags,
    owner: row.owner,
    lines: row.lines,
    bytes: row.bytes,
    session: row.session,
    protection: row.protection,
    inputs,
    includes: row.includes,
    link: row.link,
    classified: row.classified === 1,
    effort: row.effort,
    size: row.size_class,
    reach: row.reach,
  }
}

function edgesOf(ledger: Ledger, file: number, from: PagePath): IncludeEdge[] {
  return ledger.database
    .prepare<
      [number],
      {line: number; text: string; how: IncludeEdge['how']; targets: string; settings: PagePath | null}
    >('SELECT line, text, how, targets, settings FROM includes WHERE file_id = ? ORDER BY position')
    .all(file)
    .map(({settings, targets, ...edge}) => ({
      from,
      ...edge,
      targets: JSON.parse(targets) as PagePath[],
      ...(settings === null ? {} : {settings}),
    }))
}
