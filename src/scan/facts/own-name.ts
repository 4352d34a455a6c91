/** Tests for the name of the file that was requested: `basename($_SERVER['PHP_SELF']) == 'a.inc.php'`. */
import {isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import type {Range} from '../syntax/statement-end.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'

/** What a test is about. */
export interface Asked {
  /** A constant, a variable with its `$`, a function with `()`, `class X`; `PHP_SELF` is the name that was requested. */
  constant: string
  /** The base name of the file that the test compares with; absent when it is the file's own, by `__FILE__`. */
  file?: string
}

/** Whether one of two sides is the requested name and the other that of a file. */
export function comparesOwnName(file: PhpFile, left: Range, right: Range): Asked | undefined {
  if (isOwnName(file, left)) return fileNamed(file, right)
  return isOwnName(file, right) ? fileNamed(file, left) : undefined
}

const SEARCHES = /^(eregi?|preg_match|(mb_)?stri?r?(pos|str)|strstr|stristr|substr_count|str_contains|str_ends_with)$/

/** `eregi('mainfile.php', $_SERVER['PHP_SELF'])`: the call in a range. */
export function searchesOwnName(file: PhpFile, call: Range): Asked | undefined {
  if (!isCall(file, call.first) || !SEARCHES.test(file.word(call.first)) || !isOwnName(file, call)) return undefined
  return fileNamed(file, {first: call.first + 2, last: call.last - 1})
}

const OWN_NAME = /^.(PHP_SELF|SCRIPT_NAME|SCRIPT_FILENAME|REQUEST_URI|PATH_TRANSLATED)/

function isOwnName(file: PhpFile, {first, last}: Range): boolean {
  for (let at = first; at <= last; at++) {
    const kind = file.kind(at)
    if (kind === Kind.Variable && /^\$(PHP_SELF|SCRIPT_NAME|SCRIPT_FILENAME)$/.test(file.raw(at))) return true
    if (kind === Kind.String && OWN_NAME.test(file.raw(at))) return true
    if (kind === Kind.Name && /^get_(included|required)_files$/.test(file.word(at))) return true
  }
  return false
}

/** The file that is named in a range; `undefined` when it is none, or one of several. */
function fileNamed(file: PhpFile, {first, last}: Range): Asked | undefined {
  const names = new Set<string>()
  for (let at = first; at <= last; at++) {
    const kind = file.kind(at)
    if (kind === Kind.Name && file.word(at) === '__file__') return {constant: 'PHP_SELF'}
    if (kind === Kind.Variable && !/^\$(_SERVER|HTTP_SERVER_VARS|PHP_SELF|SCRIPT_)/.test(file.raw(at))) return undefined
    const name =
      kind === Kind.String ? /([\w.-]+\.(?:php\d?|inc|phtml))\W*$/i.exec(file.raw(at).replaceAll('\\', '')) : null
    if (name?.[1] !== undefined) names.add(name[1])
  }
  const [name] = names
  return name !== undefined && names.size === 1 ? {constant: 'PHP_SELF', file: decodeText(name)} : undefined
}
