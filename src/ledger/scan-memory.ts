/** What the ledger knows from earlier scans, for a scan that only reads what changed. */
import type {PagePath} from '../page.ts'
import type {PreviousFile, ScanMemory, SiteFacts, SiteSum, StoredFacts} from '../scan/types.ts'
import {lastScan} from './last-scan.ts'
import {explaining, type Ledger, writing} from './open.ts'

/** A {@link ScanMemory} that is the ledger. */
export interface LedgerMemory extends ScanMemory {
  /** Version of the analyser whose facts these are. */
  readonly analyser: number
  /** Writes the facts that are still on their way. */
  flush: () => void
}

/** Characters of facts that wait to be written together. */
const PIECE = 1 << 20

/**
 * The memory of a ledger. Facts are written as they are found, some at a time: a scan that is stopped needs not find
 * them again, and nothing else of it is in the ledger before `recordScan`.
 *
 * @param analyser facts of other versions are not known: the files are read again
 * @throws MigrateError LEDGER_LOCKED and the like, also later
 */
export function scanMemory(ledger: Ledger, analyser: number): LedgerMemory {
  const {database} = ledger
  const find = database
    .prepare<[string, number], string>('SELECT site FROM facts WHERE hash = ? AND analyser = ?')
    .pluck()
  const insert = database.prepare(
    'INSERT INTO facts (hash, analyser, takes, site, own) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  // Most hashes of a first scan are new: to know that takes no look into the ledger.
  let known: Set<string> | undefined
  let waiting: [hash: string, facts: StoredFacts][] = []
  let size = 0
  const flush = (): void => {
    if (waiting.length === 0) return
    writing(ledger, () => {
      for (const [hash, {takes, site, own}] of waiting) insert.run(hash, analyser, takes, site, own)
    })
    waiting = []
    size = 0
  }
  const sum = lastSum(ledger)
  return {
    analyser,
    ...(sum ? {sum} : {}),
    files: () => explaining(ledger.file, () => previousFiles(ledger, analyser)),
    siteFacts(hash) {
      known ??= explaining(ledger.file, () => knownHashes(ledger, analyser))
      if (!known.has(hash)) return undefined
      const json = explaining(ledger.file, () => find.get(hash, analyser))
      return json === undefined ? undefined : (JSON.parse(json) as SiteFacts)
    },
    keep(hash, facts) {
      known?.add(hash)
      waiting.push([hash, facts])
      size += facts.takes.length + facts.site.length + facts.own.length
      if (size > PIECE) flush()
    },
    flush,
  }
}

function knownHashes({database}: Ledger, analyser: number): Set<string> {
  return new Set(database.prepare<[number], string>('SELECT hash FROM facts WHERE analyser = ?').pluck().all(analyser))
}

function lastSum(ledger: Ledger): SiteSum | undefined {
  return explaining(ledger.file, () => lastScan(ledger)?.sum)
}

type Row = [path: PagePath, size: number, mtime: string | null, ctime: string, inode: string, hash: string | null]

function previousFiles(ledger: Ledger, analyser: number): Map<PagePath, PreviousFile> {
  const rows = ledger.database
    .prepare<[number], Row>(
      'SELECT path, size, mtime, ctime, inode, hash FROM files WHERE analyser = ? AND gone_in IS NULL',
    )
    .raw()
    .all(analyser)
  return new Map(
    rows.map(([path, size, mtime, ctime, inode, hash]) => [
      path,
      {...(mtime === null ? {} : {stat: {size, mtime, ctime, inode}}), ...(hash === null ? {} : {hash})},
    ]),
  )
}
