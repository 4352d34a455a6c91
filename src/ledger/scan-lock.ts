/** Two scans of one project at once: the second waits for the first. */
import {mkdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import Database from 'better-sqlite3'
import {MigrateError} from '../errors.ts'
import {explaining} from './open.ts'

/** Milliseconds between two tries. */
const PAUSE = 100

/**
 * Takes the project's scan lock, and gives back the function that releases it. SQLite's own file lock does the work,
 * so the operating system releases it when the process is killed.
 *
 * @param ledgerFile absolute path of the ledger; the lock lies beside it
 * @param options `onWait` is called once, before the first pause; `patience` is the longest wait in milliseconds
 * @throws MigrateError SCAN_RUNNING when the other scan outlasts the patience
 */
export async function lockScan(
  ledgerFile: string,
  options: {onWait?: () => void; patience?: number} = {},
): Promise<() => void> {
  const file = join(dirname(ledgerFile), 'scan.lock')
  const database = explaining(ledgerFile, () => {
    mkdirSync(dirname(ledgerFile), {recursive: true})
    return new Database(file, {timeout: 0})
  })
  const deadline = Date.now() + (options.patience ?? 600_000)
  for (let waited = false; ; waited = true) {
    if (tryLock(database, ledgerFile)) return () => void database.close()
    if (!waited) options.onWait?.()
    if (Date.now() > deadline) {
      database.close()
      throw new MigrateError(
        'SCAN_RUNNING',
        'Another scan of this project is still running',
        `Wait until it is done, or stop it; \`fuser ${file}\` names the process`,
      )
    }
    await sleep(PAUSE)
  }
}

function tryLock(database: Database.Database, ledgerFile: string): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return false
    database.close()
    return explaining(ledgerFile, () => {
      throw error
    })
  }
}
