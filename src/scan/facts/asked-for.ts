/** Questions for what another file gives, with the answers they get when a file is requested itself. */
import {isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import {extensionOfClass, extensionOfConstant, extensionOfFunction} from './extension-names.ts'
import {type Asked, searchesOwnName} from './own-name.ts'

/** What is supposed of the request, and where the test stands. */
export interface Situation {
  /** The first token of the statement: what is set before it is set. */
  statement: number
  /** Whether the file is the one that the test names, as in `basename($_SERVER['PHP_SELF']) == 'a.php'`. */
  isNamed: boolean
}

/** `is` is not known of most tests; `asked` is that by which it is known. `leaves`: it never comes to a value. */
export interface Outcome {
  is?: boolean
  asked?: Asked
  leaves?: true
}

export const UNKNOWN: Outcome = {}

/** Of a request nothing but the file itself is included, and nothing has called it. */
export const COUNTED: ReadonlyMap<string, number> = new Map([
  ['get_included_files', 1],
  ['get_required_files', 1],
  ['debug_backtrace', 0],
])

/** `defined('X')`, `isset($config)`, `function_exists('login')`, `strpos($_SERVER['PHP_SELF'], 'a.php')`. */
export function askedAt(file: PhpFile, first: number, last: number, {statement, isNamed}: Situation): Outcome {
  if (file.partner(first + 1) !== last) return UNKNOWN
  if (file.kind(first) === Kind.Isset) return isSet(file, first + 2, statement)
  if (file.kind(first) === Kind.Empty) return isEmpty(file, first + 2)
  if (!isCall(file, first)) return UNKNOWN
  const word = file.word(first)
  if (COUNTED.get(word) === 0) return {is: false, asked: {constant: `${word}()`}}
  const asked = searchesOwnName(file, {first, last})
  if (asked) return {is: asked.file === undefined || isNamed, asked}
  if (file.kind(first + 2) !== Kind.String) return UNKNOWN
  const name = stringValue(file.raw(first + 2))
  switch (word) {
    case 'defined':
      if (/^STD(IN|OUT|ERR)$/.test(name)) return {is: false}
      return ofPhpItself(name) || isDefined(file, name, statement) ? UNKNOWN : {is: false, asked: {constant: name}}
    case 'function_exists':
      return extensionOfFunction(name.toLowerCase()) || declares(file, name)
        ? UNKNOWN
        : {is: false, asked: {constant: `${name}()`}}
    case 'class_exists':
    case 'interface_exists':
    case 'trait_exists':
      return extensionOfClass(name.toLowerCase()) || declares(file, name)
        ? UNKNOWN
        : {is: false, asked: {constant: `class ${name}`}}
    default:
      return UNKNOWN
  }
}

/** Variables that PHP itself sets, in its older versions too, or that a request may. */
const SET_BY_PHP = /^\$(_|HTTP_|PHP_|REMOTE_|SERVER_|REQUEST_|SCRIPT_|QUERY_|DOCUMENT_|arg[cv]$|GLOBALS$)/
const SENT_WITH_REQUESTS = /^.(REMOTE_ADDR|REQUEST_METHOD|HTTP_HOST|PHP_SELF|SCRIPT_NAME|SCRIPT_FILENAME)/

/** `empty(debug_backtrace())`, `empty($_SERVER['SCRIPT_FILENAME'])`. */
function isEmpty(file: PhpFile, argument: number): Outcome {
  if (isCall(file, argument) && COUNTED.get(file.word(argument)) === 0)
    return {is: true, asked: {constant: `${file.word(argument)}()`}}
  return file.raw(argument) === '$_SERVER' && SENT_WITH_REQUESTS.test(keyAfter(file, argument)) ? {is: false} : UNKNOWN
}

/** The key, quotes included, in `$x['key']`; `''` when there is none. */
function keyAfter(file: PhpFile, variable: number): string {
  return file.kind(variable + 1) === 91 && file.kind(variable + 2) === Kind.String ? file.raw(variable + 2) : ''
}

/** `isset($config)`, `isset($GLOBALS['config'])`: one that is not set is enough. */
function isSet(file: PhpFile, argument: number, statement: number): Outcome {
  if (file.kind(argument) !== Kind.Variable) return UNKNOWN
  const raw = file.raw(argument)
  const key = keyAfter(file, argument)
  if (raw === '$_SERVER' && SENT_WITH_REQUESTS.test(key)) return {is: true}
  const variable = raw === '$GLOBALS' ? (key === '' ? undefined : `$${key.slice(1, -1)}`) : raw
  if (variable === undefined || SET_BY_PHP.test(variable)) return UNKNOWN
  for (let at = 0; at < statement; at++)
    if (file.kind(at) === Kind.Variable && file.raw(at) === variable && file.isTopLevel(at)) return UNKNOWN
  return {is: false, asked: {constant: decodeText(variable)}}
}

function ofPhpItself(constant: string): boolean {
  return /^(PHP|E)_/.test(constant) || constant.includes('::') || extensionOfConstant(constant) !== undefined
}

/** `define('X', …)` or `const X` above. */
function isDefined(file: PhpFile, constant: string, statement: number): boolean {
  for (let at = 0; at < statement; at++) {
    const isNamed = file.kind(at) === Kind.String && stringValue(file.raw(at)) === constant
    if (isNamed && file.kind(at - 1) === 40 && file.word(at - 2) === 'define') return true
    if (file.kind(at) === Kind.Const && file.raw(at + 1) === constant) return true
  }
  return false
}

/** Functions and classes are known before the file's first statement runs. */
function declares(file: PhpFile, name: string): boolean {
  const wanted = name.toLowerCase().replace(/^.*\\/, '')
  return file.scopes.list.some(({kind, name: own}) => kind !== 'file' && own.toLowerCase() === wanted)
}
