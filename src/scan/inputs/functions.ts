/** What functions say of the request and the environment: `filter_input()`, `getenv()`, `php://input` … */

import {functionsCalled} from '../facts/names/functions-called.ts'
import {remembered} from '../facts/names/remembered.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {InputSource, InputUse} from '../types.ts'
import {CONVERSION_OF_FILTER} from './conversion.ts'

type Found = [token: number, use: InputUse]
type Conversion = InputUse['conversion']

/** All inputs of a file that calls take, in no order. */
export function inputCalls(file: PhpFile): Found[] {
  const found: Found[] = []
  for (const called of functionsCalled(file)) {
    const find = findOf(called)
    if (find) for (const at of called.tokens) find(file, at, found)
  }
  return found
}

const SOURCE_OF_FILTER: Readonly<Record<string, InputSource>> = {
  input_get: 'get',
  input_post: 'post',
  input_cookie: 'cookie',
  input_server: 'server',
  input_env: 'env',
}

const FUNCTIONS: ReadonlyMap<string, (file: PhpFile, at: number, found: Found[]) => void> = new Map([
  ['filter_input', filterInput],
  ['filter_has_var', filterInput],
  ['filter_input_array', filterInputArray],
  ['import_request_variables', importVariables],
  ['getenv', environment],
  ['apache_getenv', environment],
  ['apache_request_headers', headers],
  ['getallheaders', headers],
  ['file_get_contents', body],
  ['fopen', body],
  ['file', body],
  ['readfile', body],
  ['copy', body],
])

const findOf = remembered((word) => FUNCTIONS.get(word))

function push(
  file: PhpFile,
  at: number,
  found: Found[],
  use: Pick<InputUse, 'source' | 'key'> & {access?: InputUse['access']; conversion?: Conversion; dynamic?: boolean},
): void {
  const {source, key, access = 'read', conversion, dynamic} = use
  const text = file.text(at, file.partner(at + 1))
  const input: InputUse = {source, key, access, text, line: file.line(at), ...file.inside(at)}
  if (conversion) input.conversion = conversion
  if (dynamic) input.dynamic = true
  found.push([at, input])
}

/** The value of an argument that is one quoted string. */
function literal(file: PhpFile, argument: [number, number] | undefined): string | undefined {
  if (!argument || argument[0] !== argument[1] || file.kind(argument[0]) !== Kind.String) return undefined
  return stringValue(file.raw(argument[0]))
}

/** `filter_input(INPUT_GET, 'id', FILTER_VALIDATE_INT)`. */
function filterInput(file: PhpFile, at: number, found: Found[]): void {
  const [type, name, filter] = argumentsOf(file, at + 1)
  const source = type && SOURCE_OF_FILTER[file.word(type[0])]
  if (!source) return
  const key = literal(file, name) ?? null
  push(file, at, found, {
    source,
    key,
    access: file.word(at) === 'filter_input' ? 'read' : 'test',
    conversion: filter && CONVERSION_OF_FILTER[file.word(filter[0])],
    dynamic: key === null,
  })
}

/** `filter_input_array(INPUT_POST, ['id' => FILTER_VALIDATE_INT])`: every key that is written; else the whole array. */
function filterInputArray(file: PhpFile, at: number, found: Found[]): void {
  const [type, definition] = argumentsOf(file, at + 1)
  const source = type && SOURCE_OF_FILTER[file.word(type[0])]
  if (!source) return
  const open = definition ? definition[0] + (file.kind(definition[0]) === Kind.Array ? 1 : 0) : -1
  let isWhole = true
  if (definition && file.partner(open) === definition[1]) {
    for (const [first] of argumentsOf(file, open)) {
      const key = file.kind(first + 1) === Kind.DoubleArrow ? literal(file, [first, first]) : undefined
      if (key === undefined) continue
      isWhole = false
      push(file, at, found, {source, key, conversion: CONVERSION_OF_FILTER[file.word(first + 2)]})
    }
  }
  if (isWhole) push(file, at, found, {source, key: null})
}

const SOURCES_OF_LETTERS: readonly (readonly [letter: string, source: InputSource])[] = [
  ['g', 'get'],
  ['p', 'post'],
  ['c', 'cookie'],
]

/** `import_request_variables('gp')`: variables of `$_GET` and `$_POST` (removed in PHP 5.4). */
function importVariables(file: PhpFile, at: number, found: Found[]): void {
  const [types] = argumentsOf(file, at + 1)
  const letters = literal(file, types)?.toLowerCase() ?? 'gpc'
  for (const [letter, source] of SOURCES_OF_LETTERS) {
    if (letters.includes(letter)) push(file, at, found, {source, key: null})
  }
}

/** What CGI says of a request (RFC 3875, section 4.1): `getenv()` asks the server for it first. */
const OF_REQUEST =
  /^(HTTP_|REMOTE_|REQUEST_|SERVER_|SCRIPT_|QUERY_STRING$|PATH_INFO$|PATH_TRANSLATED$|DOCUMENT_ROOT$|CONTENT_|AUTH_|HTTPS$|PHP_AUTH_)/

/** `getenv('PATH')` is `$_ENV`, `getenv('REMOTE_ADDR')` is `$_SERVER`. */
function environment(file: PhpFile, at: number, found: Found[]): void {
  const [name] = argumentsOf(file, at + 1)
  const key = literal(file, name) ?? null
  const source = key !== null && OF_REQUEST.test(key) ? 'server' : 'env'
  push(file, at, found, {source, key, dynamic: key === null && name !== undefined})
}

function headers(file: PhpFile, at: number, found: Found[]): void {
  push(file, at, found, {source: 'server', key: null})
}

/** `file_get_contents('php://input')`: the body of the request as it came. */
function body(file: PhpFile, at: number, found: Found[]): void {
  const [name] = argumentsOf(file, at + 1)
  if (literal(file, name)?.toLowerCase() === 'php://input') push(file, at, found, {source: 'post', key: null})
}
