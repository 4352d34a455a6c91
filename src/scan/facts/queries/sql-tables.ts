/** Which tables an SQL statement reads and writes, as far as it is written in the file. */
import type {SqlUse} from '../../types.ts'
import {type NamedTable, SqlCursor} from './sql-cursor.ts'
import {readHead, VERBS} from './sql-heads.ts'
import {CLAUSES, PROSE} from './sql-keywords.ts'
import {type SqlWord, wordsOf} from './sql-words.ts'

/** What is known of a statement. */
export interface Statement {
  verb: SqlUse['verb']
  reads: NamedTable[]
  writes: NamedTable[]
  /** It has what a sentence has not: signs, values, clauses, computed parts. */
  isMarked: boolean
  /** What it is about was found: its tables, or the object that is created. */
  isComplete: boolean
  /** Only a part of a query, which something else puts before: `LEFT JOIN users u ON …`. */
  isFragment: boolean
}

/** First words of parts of queries. */
const FRAGMENTS = new Set('FROM JOIN LEFT RIGHT INNER CROSS NATURAL'.split(' '))

/**
 * Reads a statement; `undefined` when it is no SQL, but a sentence such as “Select a file from your computer”. Words
 * that are not understood are passed over, as the database's dialect is not known here.
 *
 * @param text the statement as `assembledText()` gives it
 */
export function readStatement(text: string): Statement | undefined {
  const cursor = new SqlCursor(wordsOf(tellingPart(text)))
  // `DELETE` and `UPDATE` may name tables by another name that comes later.
  const targets: NamedTable[] = []
  while (cursor.word() === '(') cursor.open()
  const queries = cursor.word() === 'WITH' ? readNamedQueries(cursor) : NONE
  const isFragment = FRAGMENTS.has(cursor.word())
  const verb = isFragment ? 'select' : VERBS[cursor.word()]
  if (!verb) return undefined
  if (isFragment) cursor.level.selects = true
  else if (!readHead(cursor, verb, targets)) return undefined
  while (cursor.at < cursor.words.length && !cursor.isProse) step(cursor, verb, targets)
  const isMarked = cursor.words.some(isMark)
  // A sentence ends in a full stop; a statement does so only before the name of a table that is not written here.
  if (cursor.isProse || (!isMarked && /[.!]\s*$/.test(text))) return undefined
  return {verb, ...tablesOf(cursor, targets, queries), isMarked, isComplete: cursor.isComplete, isFragment}
}

/** Statements that are about one table say so at once, unless they have a query in them. */
const SAYS_AT_ONCE = /^[\s(]*(?:insert|replace|create|alter|drop|truncate)\b/i
const AT_ONCE = 500

function tellingPart(text: string): string {
  const isLong = text.length > AT_ONCE && SAYS_AT_ONCE.test(text) && !/\bselect\b/i.test(text)
  return isLong ? text.slice(0, AT_ONCE) : text
}

const NONE: ReadonlySet<string> = new Set()

function tablesOf(
  {found, aliases}: SqlCursor,
  targets: readonly NamedTable[],
  queries: ReadonlySet<string>,
): Pick<Statement, 'reads' | 'writes'> {
  const isTable = ({name}: NamedTable): boolean => !queries.has(name.toLowerCase())
  const writes = [...found.writes, ...targets].map((table) => aliases.get(table.name.toLowerCase()) ?? table)
  const written = new Set(targets.length ? writes : [])
  return {
    reads: found.reads.filter((table) => isTable(table) && !written.has(table)),
    writes: writes.filter(isTable),
  }
}

/** `WITH a AS (SELECT …), b (x, y) AS (…)`: the names, in lower case, up to the statement itself. */
function readNamedQueries(cursor: SqlCursor): Set<string> {
  const names = new Set<string>()
  const end = cursor.words.length
  cursor.at++
  if (cursor.word() === 'RECURSIVE') cursor.at++
  for (;;) {
    names.add((cursor.words[cursor.at]?.name ?? '').toLowerCase())
    cursor.at++
    if (cursor.word() === '(') while (cursor.at < end && cursor.word() !== ')') cursor.at++
    while (cursor.at < end && cursor.word() !== '(') cursor.at++
    const {depth} = cursor
    cursor.open()
    while (cursor.at < end && cursor.depth > depth) step(cursor, 'select', [])
    if (cursor.word() !== ',') return names
    cursor.at++
  }
}

/** One word of what follows the verb, with the table that it announces. */
function step(cursor: SqlCursor, verb: SqlUse['verb'], targets: NamedTable[]): void {
  const word = cursor.word()
  if (word === '(') {
    cursor.open()
    return
  }
  cursor.at++
  switch (word) {
    case '':
      break
    case ')':
      cursor.close()
      break
    case ',':
      if (cursor.level.lists) cursor.table(cursor.level.lists, true)
      break
    case 'FROM':
      if (isFromTables(cursor, verb)) cursor.table('reads', true)
      break
    case 'JOIN':
      cursor.table('reads', true)
      break
    case 'STRAIGHT_JOIN':
      if (cursor.word(cursor.at - 2) !== 'SELECT') cursor.table('reads', true)
      break
    case 'USING':
      if (verb === 'delete' && cursor.word() !== '(') cursor.table('reads', true)
      break
    case 'INTO':
      if (verb === 'select') cursor.table('writes', false)
      break
    case 'RENAME':
      if (verb === 'alter' && /^(TO|AS)$/.test(cursor.word())) {
        cursor.at++
        cursor.table('writes', false)
      }
      break
    case ';': {
      cursor.closeAll()
      const next = VERBS[cursor.word()]
      if (next) readHead(cursor, next, targets)
      break
    }
    default:
      passClause(cursor, word)
  }
}

function passClause(cursor: SqlCursor, word: string): void {
  const {level} = cursor
  if (word === 'SELECT') level.selects = true
  if (CLAUSES.has(word)) cursor.goOn(undefined)
  else if (level.selects && !level.lists && isProse(cursor, word)) cursor.isProse = true
}

/** In a list of columns, where `word` was passed: “the”, “a file”, or three names without a sign between them. */
function isProse(cursor: SqlCursor, word: string): boolean {
  if (PROSE.has(word)) return true
  if (!cursor.isPlainName(cursor.at - 1) || !cursor.isPlainName(cursor.at)) return false
  return word === 'A' || cursor.isPlainName(cursor.at + 1)
}

function isFromTables(cursor: SqlCursor, verb: SqlUse['verb']): boolean {
  if (cursor.word(cursor.at - 2) === 'DISTINCT') return false // IS DISTINCT FROM
  return cursor.level.selects || (cursor.depth === 0 && (verb === 'update' || verb === 'delete'))
}

const MARKS = new Set('WHERE VALUES LIMIT JOIN HAVING UNION GROUP'.split(' '))

/** What a sentence has not. */
function isMark({word, name, isComputed}: SqlWord): boolean {
  if (name === undefined) return word === '' || '*=()<>'.includes(word)
  return isComputed || MARKS.has(word)
}
