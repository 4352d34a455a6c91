/** What PHP makes of an input in the expression that reads it: `(int) trim($_GET['id'])`, `$_GET['p'] ?? 1`. */

import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {opening} from './access.ts'
import {type Conversion, type Converted, withDefault} from './defaults.ts'

/** PHP manual, "Type Juggling": what casts and `settype()` are called. */
export const OF_CAST: Readonly<Record<string, Conversion>> = {
  int: 'int',
  integer: 'int',
  float: 'float',
  double: 'float',
  real: 'float',
  bool: 'bool',
  boolean: 'bool',
  string: 'string',
  binary: 'string',
  array: 'array',
}

const words = (names: string, conversion: Conversion, argument = 0): [string, readonly [Conversion, number]][] =>
  names.split(' ').map((name) => [name, [conversion, argument]])

/** What functions take one of their arguments for, and which: the first is 0. */
const OF_FUNCTION: ReadonlyMap<string, readonly [conversion: Conversion, argument: number]> = new Map([
  ...words('intval abs', 'int'),
  ...words('floatval doubleval round floor ceil number_format', 'float'),
  ...words('boolval', 'bool'),
  ...words(
    'strval trim ltrim rtrim chop strtolower strtoupper ucfirst ucwords lcfirst stripslashes addslashes strip_tags ' +
      'htmlspecialchars htmlentities html_entity_decode htmlspecialchars_decode nl2br urlencode rawurlencode urldecode rawurldecode ' +
      'mysql_escape_string mysql_real_escape_string sqlite_escape_string pg_escape_string utf8_encode utf8_decode strlen substr ' +
      'md5 sha1 crc32 base64_encode base64_decode basename dirname escapeshellarg quotemeta strrev wordwrap strpos stripos ' +
      'strstr stristr strcmp strcasecmp strtotime json_decode unserialize preg_quote password_hash password_verify bin2hex ' +
      'mb_strlen mb_substr mb_strtolower mb_strtoupper ctype_digit ctype_alpha ctype_alnum',
    'string',
  ),
  ...words(
    'is_array count sizeof array_keys array_values array_unique array_filter array_slice array_sum array_flip current reset end',
    'array',
  ),
  ...words(
    'mysqli_real_escape_string mysqli_escape_string explode split preg_split preg_match preg_match_all ereg eregi',
    'string',
    1,
  ),
  ...words('implode join array_map', 'array', 1),
  ...words('str_replace str_ireplace preg_replace ereg_replace', 'string', 2),
])

/** Calls and brackets round an input that are looked at. */
const DEEPEST = 12

/** Climbs from tokens `first` to `last` through casts, brackets, known functions and defaults. */
export function convertedBy(file: PhpFile, first: number, last: number): Converted {
  let result: Converted = {first, last}
  for (let depth = 0; depth < DEEPEST; depth++) {
    const wider = withDefault(file, result) ?? withCast(file, result) ?? inBrackets(file, result)
    if (!wider) break
    result = wider
  }
  return isIterated(file, result) ? {...result, conversion: 'array'} : result
}

/** A number stays a number however it is printed; text may still become one: `(int) trim($_GET['id'])`. */
function withConversion(inner: Converted, conversion: Conversion | undefined, first: number, last: number): Converted {
  const kept = inner.conversion && inner.conversion !== 'string' ? inner.conversion : (conversion ?? inner.conversion)
  return {...inner, first, last, ...(kept ? {conversion: kept} : {})}
}

function withCast(file: PhpFile, inner: Converted): Converted | undefined {
  const before = file.kind(inner.first - 1)
  if (before === 64) return {...inner, first: inner.first - 1}
  if (before !== Kind.Cast) return undefined
  const cast = file
    .raw(inner.first - 1)
    .replace(/[()\s]/g, '')
    .toLowerCase()
  return withConversion(inner, OF_CAST[cast], inner.first - 1, inner.last)
}

/** `( … )`, or an argument of a function that is known. */
function inBrackets(file: PhpFile, inner: Converted): Converted | undefined {
  const before = file.kind(inner.first - 1)
  const open = before === 40 ? inner.first - 1 : before === 44 ? opening(file, inner.first - 1) : -1
  if (open < 0) return undefined
  const close = file.partner(open)
  const name = open - 1
  if (file.kind(name) === Kind.Name) {
    const isWhole = close === inner.last + 1 || file.kind(inner.last + 1) === 44
    if (!isWhole || file.kind(name - 1) === Kind.Arrow || file.kind(name - 1) === Kind.DoubleColon) return undefined
    const word = file.word(name)
    const known = OF_FUNCTION.get(word)
    if (known && argumentIndex(file, open, inner.first) === known[1])
      return withConversion(inner, known[0], name, close)
    // `filter_var($_GET['id'], FILTER_VALIDATE_INT)`
    const isFiltered = word === 'filter_var' && before === 40
    return isFiltered ? withConversion(inner, CONVERSION_OF_FILTER[file.word(inner.last + 2)], name, close) : undefined
  }
  if (before === 44 || close !== inner.last + 1 || isControl(file.kind(name))) return undefined
  return {...inner, first: open, last: close}
}

/** Which of the arguments behind the bracket at `open` starts at `first`. */
function argumentIndex(file: PhpFile, open: number, first: number): number {
  let index = 0
  for (let at = open + 1; at < first; at = file.partner(at) > at ? file.partner(at) + 1 : at + 1) {
    if (file.kind(at) === 44) index++
  }
  return index
}

/** PHP manual, "Types of filters". */
export const CONVERSION_OF_FILTER: Readonly<Record<string, Conversion>> = {
  filter_validate_int: 'int',
  filter_sanitize_number_int: 'int',
  filter_validate_float: 'float',
  filter_validate_bool: 'bool',
  filter_validate_boolean: 'bool',
  filter_require_array: 'array',
  filter_force_array: 'array',
}

/** `if (`, `isset(` and such are not brackets of an expression. */
function isControl(kind: number): boolean {
  return (
    kind === Kind.Variable ||
    kind === 93 ||
    kind === 125 ||
    (kind >= Kind.And && kind !== Kind.Return && kind !== Kind.Echo && kind !== Kind.Print)
  )
}

function isIterated(file: PhpFile, {first, last}: Converted): boolean {
  return file.kind(last + 1) === Kind.As && file.kind(first - 1) === 40 && file.kind(first - 2) === Kind.Foreach
}
