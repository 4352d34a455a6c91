/** Functions that make lists, or texts of lists. */
import {PhpArray} from './array.ts'
import {bytesOf, textOf} from './byte-string.ts'
import {identical, looseEquals} from './compare.ts'
import {kindOf, type PhpValue, toFloat, toInt, toText} from './convert.ts'
import type {PhpKey} from './key.ts'
import {
  arrayParameter,
  boolParameter,
  entriesParameter,
  intParameter,
  textParameter,
  valuesParameter,
} from './parameter.ts'

/** `count($array)`. Throws a TypeError for what is no array; counting nested arrays is not offered. */
export function count(array: PhpValue): number {
  return valuesParameter(array).length
}

/** `implode($separator, $array)`, or `implode($array)`. */
export function implode(separator: PhpValue, array?: PhpValue): string {
  const values = kindOf(separator) === 'array' && (array === undefined || array === null) ? separator : array
  if (array === undefined || array === null) return join(valuesParameter(values), '')
  // PHP still takes the arguments in the other order, but only when the separator is text.
  const glue = textParameter(separator)
  return join(valuesParameter(array), glue)
}

/**
 * `explode($separator, $text, $limit)`: at most so many pieces, or with a negative limit without the last ones. Throws a
 * RangeError for an empty separator.
 */
export function explode(separator: PhpValue, text: PhpValue, limit: PhpValue = Number.MAX_SAFE_INTEGER): string[] {
  const glue = bytesOf(textParameter(separator))
  const bytes = bytesOf(textParameter(text))
  const most = intParameter(limit)
  if (glue === '') throw new RangeError('explode(): the separator cannot be empty')
  const pieces = bytes.split(glue)
  if (most < 0) return pieces.slice(0, most).map((piece) => textOf(piece))
  const kept = pieces.slice(0, Math.max(1, most) - 1)
  const rest = pieces.slice(kept.length)
  return [...kept, ...(rest.length > 0 ? [rest.join(glue)] : [])].map((piece) => textOf(piece))
}

/** `array_keys($array)`, or `array_keys($array, $value, $strict)`: the keys of that value. */
export function array_keys(array: PhpValue, value?: PhpValue, strict: PhpValue = false): PhpKey[] {
  const entries = entriesParameter(array)
  if (value === undefined) return entries.map(([key]) => key)
  const equals = boolParameter(strict) ? identical : looseEquals
  return entries.filter(([, item]) => equals(item, value)).map(([key]) => key)
}

/** `array_values($array)`. */
export function array_values(array: PhpValue): PhpValue[] {
  return valuesParameter(array)
}

/** `in_array($value, $array, $strict)`, with `==` unless strict. */
export function in_array(value: PhpValue, array: PhpValue, strict: PhpValue = false): boolean {
  return array_search(value, array, strict) !== false
}

/** `array_search($value, $array, $strict)`: the first key, or `false`. */
export function array_search(value: PhpValue, array: PhpValue, strict: PhpValue = false): PhpKey | false {
  const equals = boolParameter(strict) ? identical : looseEquals
  return entriesParameter(array).find(([, item]) => equals(value, item))?.[0] ?? false
}

/** `array_key_exists($key, $array)`; `null` is the key `''`. Throws a TypeError for an array as key. */
export function array_key_exists(key: PhpValue, array: PhpValue): boolean {
  const entries = arrayParameter(array)
  return entries.has(keyOf(key))
}

/** `array_column($rows, $column, $indexColumn)`: with an index a PhpArray, else a list. */
export function array_column(rows: PhpValue, column: PhpValue, index: PhpValue = null): PhpValue[] | PhpArray {
  const result = PhpArray.from<PhpValue>([])
  const list = valuesParameter(rows)
  const [wanted, keyed] = [columnKey(column), columnKey(index)]
  for (const row of list) {
    const fields = kindOf(row) === 'array' ? arrayParameter(row) : new PhpArray<PhpValue>()
    if (wanted !== undefined && !fields.has(wanted)) continue
    const value = wanted === undefined ? row : fields.get(wanted)
    if (keyed === undefined || !fields.has(keyed)) pushOrRefuse(result, value)
    else result.set(keyOf(fields.get(keyed)), value)
  }
  return keyed === undefined ? [...result.values()] : result
}

/** PHP leaves out what has no key left; so large a key is not worth more than an error. */
function pushOrRefuse(array: PhpArray<PhpValue>, value: PhpValue): void {
  try {
    array.push(value)
  } catch {
    throw new RangeError('A key beyond the largest is not supported')
  }
}

function columnKey(column: PhpValue): PhpKey | undefined {
  if (column === null || column === undefined) return undefined
  if (typeof column === 'string') return column
  if (kindOf(column) === 'float' && Math.abs(toFloat(column)) >= 2 ** 63) return toText(column)
  return intParameter(column)
}

/** The key that a value is used as: a bool and a float count as an int, `null` is `''`. */
function keyOf(value: PhpValue): PhpKey {
  if (kindOf(value) === 'array') throw new TypeError('PHP wants a key here, array given')
  if (kindOf(value) === 'float' && Math.abs(toFloat(value)) >= 2 ** 53)
    throw new RangeError('A key beyond 2^53 is not supported')
  return kindOf(value) === 'bool' || kindOf(value) === 'float' ? toInt(value) : toText(value)
}

function join(values: readonly PhpValue[], glue: string): string {
  return textOf(values.map((value) => bytesOf(toText(value))).join(bytesOf(glue)))
}
