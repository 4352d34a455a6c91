/** Functions that make an array of one or several: the result is a PhpArray, the arguments stay as they are. */
import {PhpArray} from './array.ts'
import {kindOf, type PhpValue, toBool, toText} from './convert.ts'
import {integerOfKey, type PhpKey} from './key.ts'
import {arrayParameter, boolParameter, entriesParameter, intParameter, valuesParameter} from './parameter.ts'
import {byteRange} from './strings.ts'

/** `array_merge(...$arrays)`: integer keys are counted anew, of equal string keys the later value wins. */
export function array_merge(...arrays: PhpValue[]): PhpArray<PhpValue> {
  const result = PhpArray.from<PhpValue>([])
  for (const [key, value] of arrays.flatMap(entriesParameter)) {
    if (integerOfKey(key) !== undefined) result.push(value)
    else result.set(key, value)
  }
  return result
}

/** `array_slice($array, $offset, $length, $preserveKeys)`: integer keys are counted anew unless preserved. */
export function array_slice(
  array: PhpValue,
  offset: PhpValue,
  length: PhpValue = null,
  preserveKeys: PhpValue = false,
): PhpArray<PhpValue> {
  const entries = entriesParameter(array)
  const start = intParameter(offset)
  const size = length === null ? undefined : intParameter(length)
  return collect(entries.slice(...byteRange(entries.length, start, size)), boolParameter(preserveKeys))
}

/** `array_reverse($array, $preserveKeys)`: string keys are always preserved. */
export function array_reverse(array: PhpValue, preserveKeys: PhpValue = false): PhpArray<PhpValue> {
  return collect(entriesParameter(array).reverse(), boolParameter(preserveKeys))
}

/** `array_flip($array)`: values become keys; those that are neither integers nor strings are left out. */
export function array_flip(array: PhpValue): PhpArray<PhpKey> {
  const result = PhpArray.from<PhpKey>([])
  for (const [key, value] of entriesParameter(array)) {
    if (kindOf(value) === 'int' || kindOf(value) === 'string') result.set(toText(value), key)
  }
  return result
}

/** `array_unique($array)`: the first of equal texts stays, with its key. */
export function array_unique(array: PhpValue): PhpArray<PhpValue> {
  const seen = new Set<string>()
  return filter(array, (value) => {
    const text = toText(value)
    return !seen.has(text) && seen.add(text) !== undefined
  })
}

/** `array_filter($array, $callback)`: what the callback, or its truth, keeps, with its key. */
export function array_filter(
  array: PhpValue,
  callback: (value: PhpValue) => PhpValue = (value) => value,
): PhpArray<PhpValue> {
  return filter(array, (value) => toBool(callback(value)))
}

/** `array_diff($array, ...$others)`: what is in none of the others, compared as text. */
export function array_diff(array: PhpValue, ...others: PhpValue[]): PhpArray<PhpValue> {
  const texts = new Set(others.flatMap(valuesParameter).map(toText))
  return filter(array, (value) => !texts.has(toText(value)))
}

/** `array_intersect($array, ...$others)`: what is in all of the others, compared as text. */
export function array_intersect(array: PhpValue, ...others: PhpValue[]): PhpArray<PhpValue> {
  const texts = others.map((other) => new Set(valuesParameter(other).map(toText)))
  return filter(array, (value) => texts.every((set) => set.has(toText(value))))
}

/** `array_diff_key($array, ...$others)`. */
export function array_diff_key(array: PhpValue, ...others: PhpValue[]): PhpArray<PhpValue> {
  const arrays = others.map(arrayParameter)
  return filter(array, (_, key) => !arrays.some((other) => other.has(key)))
}

/** `array_intersect_key($array, ...$others)`. */
export function array_intersect_key(array: PhpValue, ...others: PhpValue[]): PhpArray<PhpValue> {
  const arrays = others.map(arrayParameter)
  return filter(array, (_, key) => arrays.every((other) => other.has(key)))
}

/** `array_combine($keys, $values)`. Throws a RangeError when they are not as many. */
export function array_combine(keys: PhpValue, values: PhpValue): PhpArray<PhpValue> {
  const [names, items] = [valuesParameter(keys), valuesParameter(values)]
  if (names.length !== items.length) throw new RangeError('array_combine(): keys and values must be as many')
  return PhpArray.from(names.map((name, index) => [toText(name), items[index]]))
}

/** `array_fill_keys($keys, $value)`. */
export function array_fill_keys(keys: PhpValue, value: PhpValue): PhpArray<PhpValue> {
  return PhpArray.from(valuesParameter(keys).map((key) => [toText(key), value]))
}

/** `array_count_values($array)`: how often each integer or text is there. */
export function array_count_values(array: PhpValue): PhpArray<number> {
  const result = PhpArray.from<number>([])
  for (const value of valuesParameter(array)) {
    if (kindOf(value) === 'int' || kindOf(value) === 'string') {
      result.set(toText(value), (result.get(toText(value)) ?? 0) + 1)
    }
  }
  return result
}

function filter(array: PhpValue, keeps: (value: PhpValue, key: PhpKey) => boolean): PhpArray<PhpValue> {
  return PhpArray.from(entriesParameter(array).filter(([key, value]) => keeps(value, key)))
}

function collect(entries: readonly [PhpKey, PhpValue][], preserve: boolean): PhpArray<PhpValue> {
  const result = PhpArray.from<PhpValue>([])
  for (const [key, value] of entries) {
    if (preserve || integerOfKey(key) === undefined) result.set(key, value)
    else result.push(value)
  }
  return result
}
