import {type Call, callsIn} from '../syntax/callee.ts'
import {argumentsOf, expressionEnd} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes} from '../tokens/string-literal.ts'
import type {IncludeUse, PortingNote} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {includesIn} from './includes.ts'

type NoteKind = PortingNote['kind']
type Note = readonly [kind: NoteKind, first: number, last: number]

/** What a person who ports the file has to think about. */
export const notes = defineFact({
  name: 'notes',
  find(file) {
    const found: (readonly [token: number, note: Note])[] = []
    const add = (token: number, note: Note | undefined): void => {
      if (note) found.push([token, note])
    }
    for (const call of callsIn(file)) add(call.at, ofCall(file, call))
    for (const [kind, note] of OF_TOKEN) for (const at of file.all(kind)) add(at, note(file, at))
    const asWritten = found
      .sort((a, b) => a[0] - b[0])
      .map(([, [kind, first, last]]) => ({
        kind,
        text: file.text(first, last),
        line: file.line(first),
        ...file.inside(first),
      }))
    return [...asWritten, ...dynamicIncludes(includesIn(file))].sort((a, b) => a.line - b.line)
  },
})

/** Includes of which not even the file's own name is written: `include $page . '.php'`. */
function dynamicIncludes(all: readonly IncludeUse[]): PortingNote[] {
  const dynamic = all.filter(({parts}) => {
    const last = parts?.at(-1)
    return parts && !(last && 'text' in last && /[\w-]\.?\w*$/.test(last.text) && !/^\.\w+$/.test(last.text))
  })
  return dynamic.map(({text, line, inside}) => ({kind: 'dynamic-include', text, line, ...(inside ? {inside} : {})}))
}

const words = (kind: NoteKind, names: string): [string, NoteKind][] => names.split(' ').map((name) => [name, kind])

const FUNCTIONS: ReadonlyMap<string, NoteKind> = new Map([
  ...words(
    'file-write',
    'file_put_contents fwrite fputs fputcsv unlink rename mkdir rmdir copy touch chmod chown symlink link tempnam tmpfile ftruncate',
  ),
  ...words(
    'file-read',
    'file_get_contents file readfile fpassthru opendir scandir glob dir parse_ini_file simplexml_load_file',
  ),
  ...words('upload', 'move_uploaded_file is_uploaded_file'),
  ...words('mail', 'mail mb_send_mail'),
  ...words('exec', 'exec shell_exec system passthru popen proc_open pcntl_exec'),
  ...words('eval', 'create_function'),
  ...words('extract', 'extract import_request_variables'),
])

const DOLLAR = 36
const AMPERSAND = 38
const LETTER_G = 71
const OPEN_BRACE = 123

const DATABASE = /^(mysqli?|pg|sqlite|oci|odbc|mssql|sqlsrv|ibase|fbird|db2|dba|dbx|sybase|ifx|msql|ldap)_/
const DATABASE_CLASS = /^(pdo|mysqli|sqlite3|sqlitedatabase|mongoclient)$/
const DATABASE_METHOD = /^(query|prepare|multi_query|real_query)$/

/** Notes that a token by itself calls for, by its kind. */
const OF_TOKEN: readonly (readonly [kind: number, note: (file: PhpFile, at: number) => Note | undefined])[] = [
  [Kind.String, (file, at) => (isSql(stringBytes(file.raw(at))) ? ['sql', at, expressionEnd(file, at)] : undefined)],
  [Kind.TemplateStart, template],
  [
    Kind.New,
    (file, at) => (DATABASE_CLASS.test(file.word(at + 1)) ? ['database', at, callEnd(file, at + 1)] : undefined),
  ],
  [Kind.Eval, (file, at) => ['eval', at, callEnd(file, at)]],
  [Kind.Exit, (file, at) => ['exit', at, callEnd(file, at)]],
  [Kind.Die, (file, at) => ['exit', at, callEnd(file, at)]],
  [Kind.Goto, (_, at) => ['goto', at, at + 1]],
  [Kind.Global, (file, at) => ['global', at, statementEnd(file, at)]],
  [Kind.Variable, writtenGlobal],
  [DOLLAR, variableVariable], // $$name, ${'name'}
  [Kind.DollarCurlyOpen, variableVariable],
  [AMPERSAND, reference],
]

function ofCall(file: PhpFile, {at, word, isFunction}: Call): Note | undefined {
  const last = file.partner(at + 1)
  if (!isFunction) {
    const isQuery = file.kind(at - 1) === Kind.Arrow && DATABASE_METHOD.test(word)
    return isQuery ? ['database', at - 1, last] : undefined
  }
  const kind =
    FUNCTIONS.get(word) ?? (DATABASE.test(word) ? 'database' : word.startsWith('ob_') ? 'output-buffer' : undefined)
  if (kind) return [kind, at, last]
  if (word === 'fopen') return [opensForWriting(file, at) ? 'file-write' : 'file-read', at, last]
  // With one argument parse_str() sets variables (PHP manual, removed in 8.0).
  return word === 'parse_str' && argumentsOf(file, at + 1).length === 1 ? ['extract', at, last] : undefined
}

function opensForWriting(file: PhpFile, at: number): boolean {
  const mode = argumentsOf(file, at + 1)[1]
  return mode !== undefined && (file.kind(mode[0]) !== Kind.String || /[waxc+]/.test(file.raw(mode[0])))
}

/** `exit`, `exit(1)`: to the closing bracket when there is one. */
function callEnd(file: PhpFile, at: number): number {
  return file.kind(at + 1) === 40 ? file.partner(at + 1) : at
}

/** Tokens of a statement that are looked at. */
const FARTHEST = 100

function statementEnd(file: PhpFile, at: number): number {
  let end = at
  while (
    end < at + FARTHEST &&
    end + 1 < file.count &&
    file.kind(end + 1) !== 59 &&
    file.kind(end + 1) !== Kind.CloseTag
  )
    end++
  return end
}

function template(file: PhpFile, at: number): Note | undefined {
  if (file.raw(at) === '`') return ['exec', at, at + 1]
  const text = file.kind(at + 1) === Kind.TemplateText ? file.raw(at + 1) : ''
  return isSql(text) || /^\s*(UPDATE|INSERT|REPLACE|DELETE)\s+$/.test(text)
    ? ['sql', at, statementEnd(file, at)]
    : undefined
}

/** `DROP TABLE x`, `SELECT `: shorter is no SQL. */
const SHORTEST_SQL = 7

/** Text that is SQL, not a sentence such as “Select a book”. */
function isSql(text: string): boolean {
  if (text.length < SHORTEST_SQL) return false
  if (!/^[\s(]{0,100}(?:select|insert|update|delete|replace|create|alter|drop|truncate)\s/i.test(text)) return false
  return (
    /^[\s(]*(?:SELECT|INSERT INTO|REPLACE INTO|DELETE FROM|UPDATE)\s/.test(text) ||
    /^[\s(]*(?:select\s[\s\S]{1,2000}?\sfrom\b|(?:insert|replace)\s+(?:\w+\s+)?into\s|delete\s+from\s|update\s+\S+\s+set\s|(?:create|alter|drop|truncate)\s+(?:temporary\s+)?table\s)/i.test(
      text,
    )
  )
}

function writtenGlobal(file: PhpFile, at: number): Note | undefined {
  if (file.source.charCodeAt((file.starts[at] ?? 0) + 1) !== LETTER_G || file.raw(at) !== '$GLOBALS') return undefined
  const end = file.kind(at + 1) === 91 ? file.partner(at + 1) : at
  const after = file.kind(end + 1)
  return after === 61 || after === Kind.CompoundAssign || after === Kind.Increment ? ['global', at, end] : undefined
}

/** In a template `${name}` is the variable `$name`; `${$name}` is not. */
function variableVariable(file: PhpFile, at: number): Note | undefined {
  const after = file.kind(at + 1)
  const isOne =
    file.kind(at) === Kind.DollarCurlyOpen
      ? after !== Kind.VariableName
      : after === Kind.Variable || after === OPEN_BRACE || after === DOLLAR
  return isOne ? ['variable-variable', at, Math.max(at + 1, file.partner(at + 1))] : undefined
}

/** `=& $x`, `function f(&$x)`, `foreach ($a as &$x)`, `array(&$x)`; elsewhere `&` is arithmetic. */
function reference(file: PhpFile, at: number): Note | undefined {
  const before = file.kind(at - 1)
  const after = file.kind(at + 1)
  const isAssigned = before === 61 && (after === Kind.Variable || after === Kind.New || after === Kind.Name)
  const isElement =
    (before === 40 || before === 44 || before === Kind.As || before === Kind.DoubleArrow) && after === Kind.Variable
  return isAssigned || isElement ? ['reference', isAssigned ? Math.max(0, at - 2) : at, at + 1] : undefined
}
