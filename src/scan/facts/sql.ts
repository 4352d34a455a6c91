import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {withVariables} from '../syntax/variables.ts'
import type {SqlUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import type {NamedTable} from './queries/sql-cursor.ts'
import {type FoundStatement, statementsIn} from './queries/statements.ts'

/** The SQL in the text of the file, with the tables that can be seen. */
export const sql = defineFact({name: 'sql', find: (file) => sqlIn(file)})

/** All SQL statements of a file, in order. */
export const sqlIn = oncePerFile((file) => statementsIn(file).map((statement) => sqlUse(file, statement)))

function sqlUse(file: PhpFile, {verb, reads, writes, first, last, isDynamic}: FoundStatement): SqlUse {
  const use: SqlUse = {
    verb,
    reads: namesOf(file, reads, first),
    writes: namesOf(file, writes, first),
    text: file.text(first, last),
    line: file.line(first),
    ...file.inside(first),
  }
  if (isDynamic) use.dynamic = true
  return use
}

function namesOf(file: PhpFile, tables: readonly NamedTable[], token: number): string[] {
  if (!tables.length) return []
  return [...new Set(tables.map((table) => nameOf(file, table, token)))].sort()
}

/** A table's name; that of a variable when the function gives it one value: `$table = 'users'`. */
function nameOf(file: PhpFile, {name, variable}: NamedTable, token: number): string {
  if (variable === undefined) return name
  const parts = withVariables(file, [{variable: variable.slice(1)}], token)
  const [part] = parts
  const known =
    parts.length === 1 && part && 'constant' in part
      ? part.constant
      : parts
          .map((each) => ('text' in each ? each.text : '…'))
          .join('')
          .replace(/…+/g, '…')
  return /^[\w$.…\x80-\uffff]{1,64}$/.test(known) ? known : name
}
