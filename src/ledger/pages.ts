/** Reading pages out of the ledger. */
import {MigrateError} from '../errors.ts'
import {type PagePath, printable} from '../page.ts'
import type {AccessRule, Evidence, FileFacts, FileProblem, IncludeEdge, Role, SessionMode} from '../scan/types.ts'
import {historyOf} from './history.ts'
import {nearest} from './nearest.ts'
import {explaining, type Ledger} from './open.ts'
import type {Exposure, Flag, LedgerPage, LedgerPageDetail, PageInput, Status} from './types.ts'

interface PageRow {
  path: PagePath
  role: Role
  confidence: number
  status: Status
  exposure: Exposure
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
}

interface FileRow {
  id: number
  problems: string
  evidence: string
  session_evidence: string
  access: string
  closure: string
  facts: string | null
}

/** All files of the ledger, sorted by path; those that disappeared among them, with the flag `gone`. */
export function listPages(ledger: Ledger): LedgerPage[] {
  return explaining(ledger.file, () => {
    const inputs = inputsByPage(ledger)
    return ledger.database
      .prepare<[], PageRow>('SELECT * FROM pages ORDER BY path')
      .all()
      .map((row) => ledgerPage(row, inputs.get(row.path) ?? []))
  })
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
    const file = ledger.database
      .prepare<[string], {id: number; facts: string}>(
        `SELECT f.id, c.json AS facts
         FROM files f JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser WHERE f.path = ?`,
      )
      .get(path)
    return file && {facts: JSON.parse(file.facts) as FileFacts, includes: edgesOf(ledger, file.id, path)}
  })
}

function findPage(ledger: Ledger, path: PagePath): LedgerPageDetail | undefined {
  return explaining(ledger.file, () => {
    const {database} = ledger
    const row = database.prepare<[string], PageRow>('SELECT * FROM pages WHERE path = ?').get(path)
    const file = database
      .prepare<[string], FileRow>(
        `SELECT f.id, f.problems, f.evidence, f.session_evidence, f.access, f.closure, c.json AS facts
         FROM files f LEFT JOIN facts c ON c.hash = f.hash AND c.analyser = f.analyser WHERE f.path = ?`,
      )
      .get(path)
    if (!row || !file) return undefined
    const facts = file.facts === null ? null : (JSON.parse(file.facts) as FileFacts)
    return {
      ...ledgerPage(row, facts ? inputsOf(facts) : []),
      confidence: row.confidence,
      evidence: JSON.parse(file.evidence) as Evidence[],
      sessionEvidence: JSON.parse(file.session_evidence) as Evidence[],
      access: JSON.parse(file.access) as AccessRule[],
      includes: edgesOf(ledger, file.id, path),
      closure: JSON.parse(file.closure) as PagePath[],
      includedBy: database
        .prepare<[string], PagePath>('SELECT DISTINCT path FROM page_includes WHERE target = ? ORDER BY path')
        .pluck()
        .all(path),
      problems: [...(JSON.parse(file.problems) as FileProblem[]), ...(facts?.problems ?? [])],
      facts,
      history: historyOf(ledger, path),
    }
  })
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
    flags,
    owner: row.owner,
    lines: row.lines,
    bytes: row.bytes,
    session: row.session,
    protection: row.protection,
    inputs,
    includes: row.includes,
    link: row.link,
  }
}

function inputsByPage(ledger: Ledger): Map<PagePath, PageInput[]> {
  const rows = ledger.database
    .prepare<[], PageInput & {path: PagePath}>(
      `SELECT path, source, key, min(line) AS line FROM page_inputs
       WHERE access IN ('read', 'test') GROUP BY path, source, key ORDER BY path, line, source, key`,
    )
    .all()
  const inputs = new Map<PagePath, PageInput[]>()
  for (const {path, ...input} of rows) {
    const known = inputs.get(path)
    if (known) known.push(input)
    else inputs.set(path, [input])
  }
  return inputs
}

function inputsOf(facts: FileFacts): PageInput[] {
  const seen = new Map<string, PageInput>()
  for (const {source, key, line, access} of facts.inputs) {
    if (access !== 'read' && access !== 'test') continue
    const name = JSON.stringify([source, key])
    if (!seen.has(name)) seen.set(name, {source, key, line})
  }
  return [...seen.values()]
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
