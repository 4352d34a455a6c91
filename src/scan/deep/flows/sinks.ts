/** Where a value leaves the page, by the call that takes it. */
import {isBuiltin} from '../builtins.ts'
import type {DeepCall} from '../calls.ts'
import type {InputFlow} from '../types.ts'

type Sink = InputFlow['into']

const words = (sink: Sink, names: string): [string, Sink][] => names.split(' ').map((name) => [name, sink])

const FUNCTIONS: ReadonlyMap<string, Sink> = new Map([
  ...words('output', 'printf vprintf print_r var_dump var_export readfile fpassthru'),
  ...words('header', 'header'),
  ...words('cookie', 'setcookie setrawcookie'),
  ...words('mail', 'mail mb_send_mail'),
  ...words('process', 'exec shell_exec system passthru popen proc_open pcntl_exec'),
  ...words('eval', 'create_function assert'),
  ...words(
    'file',
    'fopen file file_get_contents file_put_contents fwrite fputs unlink copy rename mkdir rmdir opendir scandir glob touch chmod move_uploaded_file parse_ini_file simplexml_load_file symlink',
  ),
])

/** Functions of PHP's extensions that take SQL: `mysql_query`, `pg_query_params`. */
const SQL_FUNCTION = /^(?:mysqli?|pg|sqlite|odbc|oci|mssql|sqlsrv|ibase|db2|sybase)_\w*(?:query|exec|prepare|parse)\w*$/
/** What sites and common layers call it: `db_query`, `->query`, `->sql_query`, `->getAll`. */
const SQL_NAME = /^(?:\w+_)?(?:query|prepare|execute|sql_query)(?:_\w+)?$|^get_?(?:all|one|row|assoc|col|results|var)$/

/** Where a call takes its arguments; nothing for a function of PHP's own that gives a value and does no more. */
export function sinkOf(call: DeepCall): Sink | undefined {
  if (call.isFunction) {
    const known = FUNCTIONS.get(call.word)
    if (known) return known
    if (SQL_FUNCTION.test(call.word)) return 'sql'
    if (isBuiltin(call.word)) return undefined
  }
  return SQL_NAME.test(call.word) || (!call.isFunction && call.word === 'exec') ? 'sql' : 'call'
}

/** Whether a call takes its arguments as values beside the SQL, so that they need no escaping. */
export function binds(call: DeepCall): boolean {
  return !call.isFunction && /^(?:execute|bind\w*)$/.test(call.word)
}
