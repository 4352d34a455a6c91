import {argumentsOf, expressionEnd, isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes} from '../tokens/string-literal.ts'
import type {IncludeUse, PortingNote} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {includes} from './includes.ts'

type NoteKind = PortingNote['kind']
type Note = readonly [kind: NoteKind, first: number, last: number]

const NONE: readonly Note[] = []

/** What a person who ports the file has to think about. */
export const notes = defineFact({
  name: 'notes',
  find(file) {
    const found: PortingNote[] = []
    for (let at = 0; at < file.count; at++) {
      const here = notesAt(file, at)
      if (here === NONE) continue
      for (const [kind, first, last] of here) {
        found.push({kind, text: file.text(first, last), line: file.line(first), ...file.inside(first)})
      }
    }
    return [...found, ...dynamicIncludes(includes.find(file))].sort((a, b) => a.line - b.line)
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

const DATABASE = /^(mysqli?|pg|sqlite|oci|odbc|mssql|sqlsrv|ibase|fbird|db2|dba|dbx|sybase|ifx|msql|ldap)_/
const DATABASE_CLASS = /^(pdo|mysqli|sqlite3|sqlitedatabase|mongoclient)$/
const DATABASE_METHOD = /^(query|prepare|multi_query|real_query)$/

function notesAt(file: PhpFile, at: number): readonly Note[] {
  const kind = file.kind(at)
  switch (kind) {
    case Kind.Name:
      return named(file, at)
    case Kind.String:
      return isSql(stringBytes(file.raw(at))) ? [['sql', at, expressionEnd(file, at)]] : []
    case Kind.TemplateStart:
      return template(file, at)
    case Kind.New:
      return DATABASE_CLASS.test(file.word(at + 1)) ? [['database', at, callEnd(file, at + 1)]] : []
    case Kind.Eval:
      return [['eval', at, callEnd(file, at)]]
    case Kind.Exit:
    case Kind.Die:
      return [['exit', at, callEnd(file, at)]]
    case Kind.Goto:
      return [['goto', at, at + 1]]
    case Kind.Global:
      return [['global', at, statementEnd(file, at)]]
    case Kind.Variable:
      return file.raw(at) === '$GLOBALS' ? writtenGlobal(file, at) : []
    case 36: // $$name, ${'name'}
    case Kind.DollarCurlyOpen:
      return isVariableVariable(file, at) ? [['variable-variable', at, Math.max(at + 1, file.partner(at + 1))]] : []
    case 38: // &
      return reference(file, at)
    default:
      return NONE
  }
}

function named(file: PhpFile, at: number): readonly Note[] {
  if (file.kind(at + 1) !== 40) return NONE
  const last = file.partner(at + 1)
  if (file.kind(at - 1) === Kind.Arrow) return DATABASE_METHOD.test(file.word(at)) ? [['database', at - 1, last]] : []
  if (!isCall(file, at)) return []
  const name = file.word(at)
  const kind =
    FUNCTIONS.get(name) ?? (DATABASE.test(name) ? 'database' : name.startsWith('ob_') ? 'output-buffer' : undefined)
  if (kind) return [[kind, at, last]]
  if (name === 'fopen') return [[opensForWriting(file, at) ? 'file-write' : 'file-read', at, last]]
  // With one argument parse_str() sets variables (PHP manual, removed in 8.0).
  return name === 'parse_str' && argumentsOf(file, at + 1).length === 1 ? [['extract', at, last]] : []
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

function template(file: PhpFile, at: number): Note[] {
  if (file.raw(at) === '`') return [['exec', at, at + 1]]
  const text = file.kind(at + 1) === Kind.TemplateText ? file.raw(at + 1) : ''
  return isSql(text) || /^\s*(UPDATE|INSERT|REPLACE|DELETE)\s+$/.test(text) ? [['sql', at, statementEnd(file, at)]] : []
}

/** Text that is SQL, not a sentence such as “Select a book”. */
function isSql(text: string): boolean {
  if (!/^[\s(]{0,100}(?:select|insert|update|delete|replace|create|alter|drop|truncate)\s/i.test(text)) return false
  return (
    /^[\s(]*(?:SELECT|INSERT INTO|REPLACE INTO|DELETE FROM|UPDATE)\s/.test(text) ||
    /^[\s(]*(?:select\s[\s\S]{1,2000}?\sfrom\b|(?:insert|replace)\s+(?:\w+\s+)?into\s|delete\s+from\s|update\s+\S+\s+set\s|(?:create|alter|drop|truncate)\s+(?:temporary\s+)?table\s)/i.test(
      text,
    )
  )
}

function writtenGlobal(file: PhpFile, at: number): Note[] {
  const end = file.kind(at + 1) === 91 ? file.partner(at + 1) : at
  const after = file.kind(end + 1)
  return after === 61 || after === Kind.CompoundAssign || after === Kind.Increment ? [['global', at, end]] : []
}

/** In a template `${name}` is the variable `$name`; `${$name}` is not. */
function isVariableVariable(file: PhpFile, at: number): boolean {
  if (file.kind(at) === Kind.DollarCurlyOpen) return file.kind(at + 1) !== Kind.VariableName
  return file.kind(at + 1) === Kind.Variable || file.kind(at + 1) === 123 || file.kind(at + 1) === 36
}

/** `=& $x`, `function f(&$x)`, `foreach ($a as &$x)`, `array(&$x)`; elsewhere `&` is arithmetic. */
function reference(file: PhpFile, at: number): Note[] {
  const before = file.kind(at - 1)
  const after = file.kind(at + 1)
  const isAssigned = before === 61 && (after === Kind.Variable || after === Kind.New || after === Kind.Name)
  const isElement =
    (before === 40 || before === 44 || before === Kind.As || before === Kind.DoubleArrow) && after === Kind.Variable
  return isAssigned || isElement ? [['reference', isAssigned ? Math.max(0, at - 2) : at, at + 1]] : []
}
