/** `json_encode` with PHP's spelling: slashes and everything beyond ASCII are escaped unless flags say otherwise. */
import {isPhpArray} from './array.ts'
import type {PhpValue} from './convert.ts'
import {formatFloat, isPhpFloat} from './float.ts'
import {intParameter} from './parameter.ts'

export const JSON_UNESCAPED_SLASHES = 64
export const JSON_PRETTY_PRINT = 128
export const JSON_UNESCAPED_UNICODE = 256

/**
 * `json_encode($value, $flags)`. A {@link PhpArray} is a list when its keys are 0, 1, 2 …, else an object; `undefined` is
 * `null`. Where PHP returns `false` (invalid UTF-8, infinity, recursion, a function) this throws a TypeError.
 */
export function json_encode(value: unknown, flags: PhpValue = 0): string {
  const wanted = intParameter(flags)
  if ((wanted & ~(JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE)) !== 0) {
    throw new RangeError('This flag of json_encode() is not supported')
  }
  return encode(value, wanted, 1)
}

/** PHP's default nesting limit. */
const DEPTH = 512

function encode(value: unknown, flags: number, depth: number): string {
  switch (typeof value) {
    case 'string':
      return encodeString(value, flags)
    case 'number':
      return Number.isSafeInteger(value) ? String(value + 0) : encodeFloat(value)
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    case 'object':
      if (value === null) return 'null'
      if (isPhpFloat(value)) return encodeFloat(value.value)
      if (depth > DEPTH) throw new TypeError('json_encode: maximum stack depth exceeded')
      return encodeContainer(value, flags, depth)
    default:
      throw new TypeError(`json_encode: a ${typeof value} has no JSON`)
  }
}

function encodeContainer(value: object, flags: number, depth: number): string {
  const pretty = (flags & JSON_PRETTY_PRINT) !== 0
  const separator = pretty ? `,\n${'    '.repeat(depth)}` : ','
  const wrap = (open: string, items: string[], close: string): string => {
    if (items.length === 0) return open + close
    if (!pretty) return open + items.join(separator) + close
    return `${open}\n${'    '.repeat(depth)}${items.join(separator)}\n${'    '.repeat(depth - 1)}${close}`
  }
  const list = Array.isArray(value) ? value : isPhpArray(value) && value.isList() ? [...value.values()] : undefined
  if (list !== undefined)
    return wrap(
      '[',
      Array.from(list, (item) => encode(item, flags, depth + 1)),
      ']',
    )
  const entries: Iterable<[unknown, unknown]> = isPhpArray(value) ? value : Object.entries(value)
  const colon = pretty ? ': ' : ':'
  const members = Array.from(
    entries,
    ([key, item]) => encodeString(String(key), flags) + colon + encode(item, flags, depth + 1),
  )
  return wrap('{', members, '}')
}

function encodeFloat(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('json_encode: infinity and NaN have no JSON')
  return formatFloat(value, 17).replace('E', 'e')
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function encodeString(text: string, flags: number): string {
  if (!text.isWellFormed()) throw new TypeError('json_encode: malformed UTF-8')
  // U+2028 and U+2029 end a line in old JavaScript: PHP escapes them even with JSON_UNESCAPED_UNICODE.
  const pattern = (flags & JSON_UNESCAPED_UNICODE) === 0 ? /["\\/\0-\x1f\u0080-\uffff]/g : /["\\/\0-\x1f\u2028\u2029]/g
  const escaped = text.replace(pattern, (character) => {
    if (character === '/') return (flags & JSON_UNESCAPED_SLASHES) === 0 ? '\\/' : '/'
    return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}
