import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {DatabaseUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {functionsCalled, methodsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'
import {
  CONNECTION,
  doesByName,
  extensionFunction,
  FETCHES,
  LAYER_OF_CLASS,
  PEAR,
  STATEMENT,
  styleOf,
  TELLING,
} from './queries/layers.ts'
import {SqlArguments} from './queries/sql-arguments.ts'

/** Where the file talks to databases. */
export const databases = defineFact({name: 'databases', find: (file) => databasesIn(file).map(([, use]) => use)})

type Found = [token: number, use: DatabaseUse]
type Does = DatabaseUse['does']

/** All uses of databases in a file, in order, with their tokens. */
export const databasesIn = oncePerFile((file): readonly Found[] => {
  const found: Found[] = []
  const sql = new SqlArguments(file)
  const layers = connections(file, found)
  functions(file, sql, found)
  methods(file, sql, layers, found)
  return found.sort((a, b) => a[0] - b[0])
})

function add(file: PhpFile, found: Found[], layer: string, does: Does, first: number, at: number): void {
  const text = file.text(first, file.partner(at + 1, at))
  found.push([at, {layer, does, text, line: file.line(first), ...file.inside(first)}])
}

/** Objects that are made here; gives the layers of the variables that they are put into. */
function connections(file: PhpFile, found: Found[]): ReadonlyMap<string, string> {
  const layers = new Map<string, string>([['$wpdb', 'wpdb']])
  for (const at of file.all(Kind.New)) {
    if (file.kind(at + 1) !== Kind.Name) continue
    const layer = LAYER_OF_CLASS.get(file.word(at + 1))
    if (!layer) continue
    add(file, found, layer, 'connect', at, at + 1)
    if (file.kind(at - 1) === 61) layers.set(nameAt(file, at - 2), layer)
  }
  return layers
}

const functionOf = remembered(extensionFunction)
const doesOf = remembered(doesByName)

function functions(file: PhpFile, sql: SqlArguments, found: Found[]): void {
  for (const called of functionsCalled(file)) {
    const {word, tokens} = called
    const known = functionOf(called)
    if (known) for (const at of tokens) add(file, found, known.layer, known.does, at, at)
    const does = known ? 'other' : doesOf(called)
    if ((does !== 'query' && does !== 'fetch' && does !== 'prepare') || BUILT_IN.test(word)) continue
    const isNamed = OWN.test(word)
    for (const at of tokens) {
      const given = sql.givenAs(at + 1)
      if (given === 'text' || (given && (isNamed || /(?:query|exec|execute)$/.test(word))))
        add(file, found, 'own', does === 'prepare' && !word.includes('prepared') ? does : 'query', at, at)
      else if (isNamed) add(file, found, 'own', does, at, at)
    }
  }
}

/** Functions of PHP that are named alike. */
const BUILT_IN = /^(?:str|preg|array|substr|http|curl|stream|ereg|mb|shell|pcntl|sem)_|^exec$/

/** Functions of a site over its database: `db_query()`, `tep_db_fetch_array()`. */
const OWN = /(?:^|_)(?:db|sql)_\w*(?:quer|exec|fetch|num_rows|insert_id|perform)/

function methods(file: PhpFile, sql: SqlArguments, layers: ReadonlyMap<string, string>, found: Found[]): void {
  for (const called of methodsCalled(file)) {
    const {word, tokens} = called
    const does = doesOf(called)
    if (!does || does === 'other') continue
    const isTelling = TELLING.has(word)
    for (const at of tokens) {
      const receiver = at - 2
      if (does === 'connect') {
        const isPear = file.kind(at - 1) === Kind.DoubleColon && PEAR.test(`${file.word(receiver)}::${word}`)
        if (isPear) add(file, found, 'pear', does, receiver, at)
        continue
      }
      const name = nameAt(file, receiver)
      const known = layers.get(name)
      const given = does === 'escape' ? undefined : sql.givenAs(at + 1)
      const isGiven = given === 'text' || (given && (name === '$this' || CONNECTION.test(name)))
      if (!known && !isGiven && !isTelling && !isOfDatabase(file, at, name, word, does)) continue
      const layer = known ?? layerByStyle(file, at, name)
      add(file, found, layer, isGiven && does === 'fetch' ? 'query' : does, startOf(file, receiver), at)
    }
  }
}

/** The name of a variable or property, or of what is called: `$db`, `$this->db`, `db()`, `$dbs[0]`. */
function nameAt(file: PhpFile, token: number): string {
  switch (file.kind(token)) {
    case Kind.Variable:
    case Kind.Name:
      return file.raw(token)
    case 41: // )
    case 93: {
      // ]
      const open = file.partner(token)
      return open < token ? nameAt(file, open - 1) : ''
    }
    default:
      return ''
  }
}

/** A receiver that is one variable or property is shown. */
function startOf(file: PhpFile, receiver: number): number {
  if (file.kind(receiver) === Kind.Variable) return receiver
  const isProperty = file.kind(receiver) === Kind.Name && file.kind(receiver - 2) === Kind.Variable
  return isProperty ? receiver - 2 : receiver
}

/** Whether the names of object and method tell a database, without any SQL. */
function isOfDatabase(file: PhpFile, at: number, receiver: string, word: string, does: Does): boolean {
  switch (does) {
    case 'query':
    case 'prepare':
      if (word === 'execute' && STATEMENT.test(receiver)) return true
      // Without an argument it is a query of something else, or asks for one.
      return file.partner(at + 1) > at + 2 && /^(?:query|prepare|exec)/.test(word) && CONNECTION.test(receiver)
    case 'fetch':
      return FETCHES.test(word) && (CONNECTION.test(receiver) || STATEMENT.test(receiver))
    default:
      return CONNECTION.test(receiver)
  }
}

function layerByStyle(file: PhpFile, at: number, receiver: string): string {
  const style = styleOf(file.raw(at))
  // `$db->fetch_array($result)`: a connection of mysqli has no such method, its results have.
  const isOwn = style === 'mysqli' && file.kind(at + 2) === Kind.Variable && CONNECTION.test(receiver)
  return isOwn ? 'own' : (style ?? 'own')
}
