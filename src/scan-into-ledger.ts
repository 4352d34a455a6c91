/** One scan, from the tree into the ledger. */
import {existsSync} from 'node:fs'
import {setImmediate} from 'node:timers/promises'
import {givenRoles, type Ledger, lockScan, recordScan, recordUnchanged, scanMemory} from './ledger/index.ts'
import type {Actor, ScanRecord} from './ledger/types.ts'
import {bytesOfPagePath, type PagePath} from './page.ts'
import {ANALYSER_VERSION, DEFAULT_EXTENSIONS, scanSite} from './scan/index.ts'
import type {ScanOptions} from './scan/types.ts'

interface IntoLedger extends Pick<ScanOptions, 'docroot' | 'exclude' | 'onProgress' | 'signal'> {
  /** File name endings that PHP runs; those that are usual when left out. */
  extensions?: readonly string[] | undefined
  ledger: Ledger
  actor: Actor
  /** Called once when another scan of the project has to end first. */
  onWait?: () => void
}

/** What a scan changed in the ledger; `isUnchanged` when the tree was just as it was at the last scan. */
export interface LedgerScan {
  isUnchanged: boolean
  record: ScanRecord
}

/**
 * Scans the site and writes what was found, as one transaction.
 *
 * @throws MigrateError NO_DOCROOT, SCAN_RUNNING, LEDGER_LOCKED and the like; the signal's reason when it is aborted.
 *   The ledger is then as it was, but for facts of single files that need not be found again
 */
export async function scanIntoLedger({
  ledger,
  actor,
  onWait,
  extensions = DEFAULT_EXTENSIONS,
  ...options
}: IntoLedger): Promise<LedgerScan> {
  const unlock = await lockScan(ledger.file, onWait ? {onWait} : {})
  try {
    const memory = scanMemory(ledger, ANALYSER_VERSION)
    const site = await scanSite({...options, extensions, memory, roles: givenRoles(ledger)})
    if (!site) return {isUnchanged: true, record: recordUnchanged(ledger, memory, actor)}
    // The last moment to stop: signals are not seen while the ledger is written.
    await setImmediate()
    options.signal?.throwIfAborted()
    const record = recordScan(ledger, site, memory, actor, (path) => isThere(options.docroot, path))
    return {isUnchanged: false, record}
  } finally {
    unlock()
  }
}

/** A file that the scan did not meet and that is still there was excluded. */
function isThere(docroot: string, path: PagePath): boolean {
  return existsSync(Buffer.concat([Buffer.from(`${docroot}/`), bytesOfPagePath(path)]))
}
