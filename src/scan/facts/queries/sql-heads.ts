/** How statements begin: the verb, and the table that it is about. */
import type {SqlUse} from '../../types.ts'
import type {NamedTable, SqlCursor} from './sql-cursor.ts'
import {BEFORE_INTO, BEFORE_OBJECT, BEFORE_TABLE, OBJECTS} from './sql-keywords.ts'

type Verb = SqlUse['verb']

/** Verbs by their first words. */
export const VERBS: Readonly<Record<string, Verb>> = {
  SELECT: 'select',
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
  REPLACE: 'replace',
  CREATE: 'create',
  ALTER: 'alter',
  DROP: 'drop',
  TRUNCATE: 'truncate',
}

/**
 * Reads a verb and what belongs to it; false when it is none.
 *
 * @param targets takes what `DELETE` names before `FROM`: `DELETE a FROM users a`
 */
export function readHead(cursor: SqlCursor, verb: Verb, targets: NamedTable[]): boolean {
  cursor.at++
  switch (verb) {
    case 'select':
      cursor.level.selects = true
      return true
    case 'insert':
    case 'replace':
      return readInsertion(cursor)
    case 'update':
      return readUpdate(cursor)
    case 'delete':
      return readDeletion(cursor, targets)
    case 'truncate':
      return cursor.table('writes', true)
    case 'create':
    case 'alter':
    case 'drop':
      return readObject(cursor, verb)
    default:
      return verb satisfies never
  }
}

function readInsertion(cursor: SqlCursor): boolean {
  cursor.skip(BEFORE_INTO)
  if (cursor.word() === 'INTO') cursor.at++
  else if (!/^(\(|VALUES|SET|SELECT)$/.test(cursor.word(cursor.at + 1))) return false
  return cursor.table('writes', false)
}

const AFTER_UPDATED = new Set('SET , JOIN LEFT RIGHT INNER OUTER CROSS NATURAL STRAIGHT_JOIN USE FORCE WITH'.split(' '))

/** `UPDATE users SET …`, and what may stand before its `SET`; with less it is one only where SQL is expected. */
function readUpdate(cursor: SqlCursor): boolean {
  cursor.skip(BEFORE_TABLE)
  cursor.table('writes', false)
  cursor.goOn('reads')
  const next = cursor.words[cursor.at]
  if (!cursor.isComplete || (next && !next.isComputed && !AFTER_UPDATED.has(next.word))) return false
  cursor.isComplete = cursor.words.slice(cursor.at).some(({word}) => word === 'SET')
  return true
}

function readDeletion(cursor: SqlCursor, targets: NamedTable[]): boolean {
  cursor.skip(BEFORE_TABLE)
  while (cursor.at < cursor.words.length && cursor.word() !== 'FROM') {
    const {name, word} = cursor.words[cursor.at] ?? {}
    if (name !== undefined) targets.push({name})
    else if (word !== ',') return false
    cursor.at++
  }
  cursor.at++
  return cursor.table(targets.length ? 'reads' : 'writes', true)
}

function readObject(cursor: SqlCursor, verb: Verb): boolean {
  cursor.skip(BEFORE_OBJECT)
  const object = cursor.word()
  cursor.at++
  if (object === 'TABLE' || object === 'VIEW') {
    // `CREATE TABLE {IF_NOT_EXISTS} users (…)`: the name is what the parenthesis follows.
    const {at} = cursor
    if (cursor.words[at + 1]?.name !== undefined && cursor.word(at + 2) === '(' && !cursor.isKeyword(at)) cursor.at++
    return cursor.table('writes', verb === 'drop')
  }
  if (object === 'INDEX') {
    while (cursor.at < cursor.words.length && cursor.word() !== 'ON') cursor.at++
    cursor.at++
    cursor.table('writes', false)
    cursor.isComplete = true
    return true
  }
  cursor.isComplete = OBJECTS.has(object)
  return cursor.isComplete
}
