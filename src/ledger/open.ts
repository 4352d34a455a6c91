/** Opening the ledger file, and saying clearly what is wrong when that fails. */
import {existsSync, mkdirSync} from 'node:fs'
import {dirname} from 'node:path'
import Database from 'better-sqlite3'
import {MigrateError} from '../errors.ts'
import {APPLICATION_ID, SCHEMA_STEPS} from './schema.ts'

/** An open ledger. Give it to the functions of this folder, and close it at the end. */
export interface Ledger {
  /** Absolute path of the SQLite file. */
  readonly file: string
  /** For the functions of `src/ledger` only. */
  readonly database: Database.Database
  close(): void
}

/** Milliseconds that a command waits for another that is writing. */
const PATIENCE = 5000
/** Kilobytes of the ledger that are kept in memory: a scan writes more than it reads, and gains nothing by more. */
const CACHE = 4096
/** Milliseconds between two tries. */
const RETRY = 5

/**
 * Opens the ledger and brings its tables up to date.
 *
 * @param file absolute path of the SQLite file
 * @param options `create` makes a new ledger where there is none, else that is an error; `patience` is how many
 *   milliseconds to wait for another process that is writing
 * @throws MigrateError NO_LEDGER, NOT_A_LEDGER, LEDGER_NEWER, LEDGER_LOCKED, LEDGER_UNREADABLE
 */
export function openLedger(file: string, options: {create?: boolean; patience?: number} = {}): Ledger {
  if (!options.create && !existsSync(file)) {
    throw new MigrateError(
      'NO_LEDGER',
      `No ledger at \`${file}\``,
      'Run `migrate scan DIR` first, with the document root as DIR',
    )
  }
  return explaining(file, () => {
    if (options.create) mkdirSync(dirname(file), {recursive: true})
    const {patience = PATIENCE} = options
    const database = new Database(file, {timeout: patience})
    try {
      refuseForeign(database, file)
      useWriteAheadLog(database, Date.now() + patience)
      database.pragma('synchronous = NORMAL')
      database.pragma('foreign_keys = ON')
      database.pragma(`cache_size = -${CACHE}`)
      upgrade(database)
      if (!options.create && database.prepare('SELECT count(*) FROM scans').pluck().get() === 0) throw noScan(file)
    } catch (error) {
      database.close()
      throw error
    }
    return {file, database, close: () => void database.close()}
  })
}

/** SQLite does not wait for another process that makes the same change: it says at once that the database is locked. */
function useWriteAheadLog(database: Database.Database, deadline: number): void {
  for (;;) {
    try {
      database.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if ((error as {code?: string}).code !== 'SQLITE_BUSY' || Date.now() > deadline) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY)
    }
  }
}

function noScan(file: string): MigrateError {
  return new MigrateError(
    'NO_LEDGER',
    `The ledger \`${file}\` holds no scan yet`,
    'Run `migrate scan DIR` first, with the document root as DIR',
  )
}

/** Runs `work` and turns SQLite's own errors into ones that say what to do. */
export function explaining<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(file, error)
  }
}

/**
 * Runs `work` as one transaction that takes the write lock at once: a reader that turns writer half-way would fail
 * with SQLITE_BUSY_SNAPSHOT whatever the timeout.
 */
export function writing<T>(ledger: Ledger, work: () => T): T {
  return explaining(ledger.file, () => ledger.database.transaction(work).immediate())
}

function refuseForeign(database: Database.Database, file: string): void {
  // Of one moment: another process may be making the ledger.
  const {application, version, tables} = database.transaction(() => ({
    application: database.pragma('application_id', {simple: true}),
    version: Number(database.pragma('user_version', {simple: true})),
    tables: database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get(),
  }))()
  if (application !== APPLICATION_ID && (tables !== 0 || version !== 0)) {
    throw new MigrateError(
      'NOT_A_LEDGER',
      `\`${file}\` is a database of another program`,
      'Move it away, then run `migrate scan DIR`',
    )
  }
  if (version > SCHEMA_STEPS.length) {
    throw new MigrateError(
      'LEDGER_NEWER',
      `The ledger \`${file}\` was written by a newer migrate (schema ${version}; this one knows ${SCHEMA_STEPS.length})`,
      'Update migrate on this machine; the ledger was not touched',
    )
  }
}

function upgrade(database: Database.Database): void {
  const current = () => Number(database.pragma('user_version', {simple: true}))
  if (current() === SCHEMA_STEPS.length) return
  for (const [index, step] of SCHEMA_STEPS.entries()) {
    database
      .transaction(() => {
        // Another process may have taken the step while this one waited for the lock.
        if (current() > index) return
        database.exec(step)
        database.pragma(`user_version = ${index + 1}`)
        database.pragma(`application_id = ${APPLICATION_ID}`)
      })
      .immediate()
  }
}

function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof MigrateError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new MigrateError(
      'LEDGER_LOCKED',
      `Another process holds the ledger \`${file}\` locked, and did not let go of it in time`,
      `Wait until it is done and try again; \`fuser ${file}\` names the process`,
      {cause: error},
    )
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return new MigrateError(
      'NOT_A_LEDGER',
      `\`${file}\` is not a ledger, or it is damaged: ${error.message}`,
      'Move it away (keep it), restore a copy if there is one, or run `migrate scan DIR` for a new ledger',
      {cause: error},
    )
  }
  if (
    /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR|FULL)/.test(code) ||
    /^E(ACCES|PERM|ROFS|NOSPC|ISDIR|NOTDIR|EXIST)$/.test(code)
  ) {
    return new MigrateError(
      'LEDGER_UNREADABLE',
      `The ledger \`${file}\` can't be opened for reading and writing: ${error.message}`,
      'Check the owner, the mode and the free space of the file and its folder',
      {cause: error},
    )
  }
  return error
}
