/** PHP's database extensions and common layers over them, by the names of their functions, classes and methods. */
import type {DatabaseUse} from '../../types.ts'

type Does = DatabaseUse['does']

/** By what comes before the first `_` of a function's name (PHP manual, "Database Extensions"). */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['mysql', 'mysql'],
  ['mysqli', 'mysqli'],
  ['pg', 'pgsql'],
  ['sqlite', 'sqlite'],
  ['odbc', 'odbc'],
  ['oci', 'oci8'],
  ['ora', 'oracle'],
  ['mssql', 'mssql'],
  ['sqlsrv', 'sqlsrv'],
  ['ibase', 'interbase'],
  ['fbird', 'interbase'],
  ['db2', 'ibm_db2'],
  ['ifx', 'informix'],
  ['sybase', 'sybase'],
  ['msql', 'msql'],
  ['dba', 'dba'],
  ['dbx', 'dbx'],
  ['maxdb', 'maxdb'],
  ['cubrid', 'cubrid'],
  ['ingres', 'ingres'],
])

/** A function of a database extension. */
interface ExtensionFunction {
  layer: string
  does: Does
}

/** What a function of an extension does; `undefined` for functions of the site that only begin alike. */
export function extensionFunction(word: string): ExtensionFunction | undefined {
  const end = word.indexOf('_')
  const layer = PREFIXES.get(word.slice(0, Math.max(0, end)))
  if (layer) {
    const does = doesByName(word.slice(end + 1))
    return does === 'other' && !OTHERS.test(word.slice(end + 1)) ? undefined : {layer, does}
  }
  if (word === 'newadoconnection' || word === 'adonewconnection') return {layer: 'adodb', does: 'connect'}
  // What PHP 4 called `oci_parse` and the like.
  return OLD_OCI.test(word) ? {layer: 'oci8', does: doesByName(word.slice(3))} : undefined
}

const OLD_OCI = /^oci(?:n?p?logon|parse|execute|fetch\w*|result|commit|rollback|bindbyname|freestatement)$/
const OTHERS =
  /^(?:close|error\w*|errno|last_error|select_db|set_charset|set_client_encoding|ping|info|stat|free_\w+|stmt_\w+|next_result|more_results|list_\w+|get_\w+|bind_\w+)$/

/** By the name of a class in lower case, what its constructor connects to. */
export const LAYER_OF_CLASS: ReadonlyMap<string, string> = new Map([
  ['pdo', 'pdo'],
  ['mysqli', 'mysqli'],
  ['sqlite3', 'sqlite3'],
  ['sqlitedatabase', 'sqlite'],
  ['wpdb', 'wpdb'],
  ['mongoclient', 'mongo'],
])

/** Classes that connect by a static method: `DB::connect($dsn)`. */
export const PEAR = /^(?:db|mdb2)::(?:connect|factory|singleton)$/

/** By a part of their names, what functions and methods do; the first that fits counts. */
const DOES: readonly (readonly [name: RegExp, does: Does])[] = [
  [/close|disconnect|error|errno|set_?charset|select_?db|assert|free_?result|bind_?/, 'other'],
  [/connect$|connect_|^p?open$|logon|^factory$|^singleton$/, 'connect'],
  [/escape|quote|qstr/, 'escape'],
  [/begin_?trans|^begin$|_begin$|commit|roll_?back|transaction|start_?trans|complete_?trans|savepoint/, 'transaction'],
  [/prepare|^(?:stmt_)?(?:parse|init)$/, 'prepare'],
  [
    /fetch|num_?rows|num_?fields|num_?cols|affected|insert_?id|last_?insert|data_?seek|^field_|^result$|move_?next/,
    'fetch',
  ],
  [/query|exec|select|^sql$|get_?(?:one|row|all|col|assoc|var|results)$|perform|insert|update|delete|replace/, 'query'],
]

/** What any of them but the first has. */
const DOES_ANYTHING =
  /connect|open|logon|factory|singleton|scape|quote|qstr|begin|commit|back|trans|save|prepare|parse|init|fetch|num|affect|insert|seek|field|result|move|quer|exec|select|sql|get|perform|update|delete|replace/

/** What a function or method does, by its name in lower case. */
export function doesByName(word: string): Does {
  if (!DOES_ANYTHING.test(word)) return 'other'
  return DOES.find(([name]) => name.test(word))?.[1] ?? 'other'
}

/** Methods of the layers, as they are written there; others have them in other letters. */
const STYLES: ReadonlyMap<string, string> = new Map(
  (
    [
      [
        'adodb',
        'Execute GetOne GetRow GetAll GetArray GetCol GetAssoc SelectLimit AutoExecute CacheExecute CacheGetOne PConnect ' +
          'NConnect MoveNext FetchRow StartTrans CompleteTrans FailTrans BeginTrans CommitTrans RollbackTrans qstr Insert_ID ' +
          'Affected_Rows RecordCount',
      ],
      [
        'pear',
        'getOne getRow getAll getCol getAssoc limitQuery simpleQuery autoExecute autoPrepare fetchInto quoteSmart ' +
          'quoteIdentifier queryOne queryRow queryAll queryCol nextId',
      ],
      ['pdo', 'beginTransaction fetchAll fetchColumn fetchObject lastInsertId'],
      [
        'mysqli',
        'fetch_assoc fetch_array fetch_row fetch_object fetch_all fetch_fields real_escape_string begin_transaction ' +
          'multi_query real_query',
      ],
      ['sqlite3', 'querySingle fetchArray'],
    ] as const
  ).flatMap(([layer, methods]) => methods.split(' ').map((method) => [method, layer] as const)),
)

/** The layer whose style a method has, as it is written. */
export const styleOf = (method: string): string | undefined => STYLES.get(method)

/** Methods that only database objects have, in lower case. */
export const TELLING = new Set(
  (
    'fetch_assoc fetch_array fetch_row fetch_all fetchrow fetchall fetchcolumn fetch_fields begintransaction ' +
    'begin_transaction real_escape_string multi_query real_query querysingle sql_query sql_query_limit sql_fetchrow ' +
    'sql_fetchrowset sql_fetchfield sql_escape'
  ).split(' '),
)

/** What variables, properties and functions that hold a connection are called. */
export const CONNECTION = /(?:^\$?|_|[a-z])(?:db|dbh|dbc|dbo|pdo|mysqli?|database|conn|connection|sqlite|sql)\d?$/i
/** … and those that hold a statement. */
export const STATEMENT = /stmt|sth|statement|quer|prepared|result|^\$?(?:res|rs)$/i
/** Methods of both that fetch. */
export const FETCHES =
  /^(?:sql_)?(?:fetch(?:_?(?:assoc|array|row|object|all|col|column|field|one|both|into|by_?assoc))?|num_?rows|insert_?id|last_?insert_?id|affected_?rows|data_?seek|move_?next)$/
