/** The shop's database: data/shop.db beside the PHP pages, which go on using it. Was inc/db.php. */
import {existsSync, linkSync, readFileSync, rmSync} from 'node:fs'
import {DatabaseSync} from 'node:sqlite'
import type {Server} from 'banyan/runtime'

/** Milliseconds to wait for a page that is writing; PDO's own default is a minute. */
const PATIENCE = 60_000

/** A value of SQLite, as both PDO and node:sqlite give it. */
type Value = string | number | null

/** The queries of one page. */
export interface Database {
  /** All rows, as `fetchAll()` gave them. */
  rows<Row>(sql: string, ...values: Value[]): Row[]
  /** The first row, as `fetch()` gave it; `undefined` when there is none. */
  row<Row>(sql: string, ...values: Value[]): Row | undefined
  /** The first column of the first row, as `fetchColumn()` gave it. */
  value(sql: string): Value
}

/** Opens the database for one page and closes it afterwards, as PHP does at the end of a request. */
export function withDatabase<Result>(server: Server, page: (database: Database) => Result): Result {
  const root = String(server.DOCUMENT_ROOT)
  const file = `${process.env.BOOKSHOP_DATA || `${root}/data`}/shop.db`
  if (!existsSync(file)) createDatabase(file, `${root}/inc/schema.sql`)
  const database = new DatabaseSync(file, {timeout: PATIENCE})
  try {
    return page({
      rows: <Row>(sql: string, ...values: Value[]) => database.prepare(sql).all(...values) as Row[],
      row: <Row>(sql: string, ...values: Value[]) => database.prepare(sql).get(...values) as Row | undefined,
      value: (sql) => Object.values(database.prepare(sql).get() ?? {})[0] as Value,
    })
  } finally {
    database.close()
  }
}

/** The first visitor makes the tables. A link appears whole, and not at all when another visitor was faster. */
function createDatabase(file: string, schema: string): void {
  const temporary = `${file}.${process.pid}`
  rmSync(temporary, {force: true})
  const database = new DatabaseSync(temporary)
  database.exec('BEGIN')
  database.exec(readFileSync(schema, 'utf8'))
  database.exec('COMMIT')
  database.close()
  try {
    linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, {force: true})
  }
}
