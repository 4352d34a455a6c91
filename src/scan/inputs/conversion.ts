/** What PHP makes of an input in the expression that reads it: `(int) trim($_GET['id'])`, `$_GET['p'] ?? 1`. */

import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {type Conversion, type Converted, withDefault} from './defaults.ts'

const OF_CAST: Record<string, Conversion> = {
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

const words = (names: string, conversion: Conversion): [string, Conversion][] =>
  names.split(' ').map((name) => [name, conversion])

/** Functions whose first argument is taken as a type. */
const OF_FUNCTION: ReadonlyMap<string, Conversion> = new Map([
  ...words('intval abs', 'int'),
  ...words('floatval doubleval', 'float'),
  ...words('boolval', 'bool'),
  ...words(
    'strval trim ltrim rtrim chop strtolower strtoupper ucfirst ucwords lcfirst stripslashes addslashes strip_tags ' +
      'htmlspecialchars htmlentities html_entity_decode htmlspecialchars_decode nl2br urlencode rawurlencode urldecode rawurldecode ' +
      'mysql_escape_string mysql_real_escape_string sqlite_escape_string pg_escape_string utf8_encode utf8_decode strlen substr ' +
      'md5 sha1 crc32 base64_encode base64_decode basename dirname escapeshellarg quotemeta strrev wordwrap nl2br ' +
      'mb_strlen mb_substr mb_strtolower mb_strtoupper ctype_digit ctype_alpha ctype_alnum',
    'string',
  ),
  ...words(
    'is_array count sizeof array_keys array_values array_unique array_filter array_slice array_sum array_flip current reset end',
    'array',
  ),
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

/** `( … )`, or the first argument of a function that is known. */
function inBrackets(file: PhpFile, inner: Converted): Converted | undefined {
  const open = inner.first - 1
  if (file.kind(open) !== 40) return undefined
  const close = file.partner(open)
  const name = open - 1
  if (file.kind(name) === Kind.Name) {
    const conversion = OF_FUNCTION.get(file.word(name))
    const isWhole = close === inner.last + 1 || file.kind(inner.last + 1) === 44
    if (!conversion || !isWhole || file.kind(name - 1) === Kind.Arrow || file.kind(name - 1) === Kind.DoubleColon)
      return undefined
    return withConversion(inner, conversion, name, close)
  }
  if (close !== inner.last + 1 || isControl(file.kind(name))) return undefined
  return {...inner, first: open, last: close}
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
