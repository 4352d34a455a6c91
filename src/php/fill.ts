/** Functions that make an array longer or shorter, or out of nothing. */
import {isPhpArray, PhpArray} from './array.ts'
import type {PhpValue} from './convert.ts'
import {integerOfKey, type PhpKey} from './key.ts'
import {entriesParameter, intParameter} from './parameter.ts'
import type {Sortable} from './sort.ts'
import {byteRange} from './strings.ts'
import {is_array} from './types.ts'

/** `array_fill($start, $count, $value)`. Throws a RangeError for a negative count. */
export function array_fill(start: PhpValue, count: PhpValue, value: PhpValue): PhpArray<PhpValue> {
  const first = intParameter(start)
  const size = intParameter(count)
  if (size < 0) throw new RangeError('array_fill(): the count must not be negative')
  const result = PhpArray.from<PhpValue>([])
  for (let index = 0; index < size; index++) {
    // As of PHP 8.3 keys after a negative one count on; until then from 0.
    if (index === 0) result.set(first, value)
    else result.push(value)
  }
  return result
}

/** `array_pad($array, $size, $value)`: at the end, or for a negative size at the start. */
export function array_pad(array: PhpValue, size: PhpValue, value: PhpValue): PhpArray<PhpValue> {
  const entries: [PhpKey, PhpValue][] = entriesParameter(array)
  const length = intParameter(size)
  const missing = Math.abs(length) - entries.length
  if (missing > 1048576) throw new RangeError('array_pad(): more than 1048576 elements at a time')
  if (missing <= 0) return PhpArray.from(entries)
  const padding = Array.from({length: missing}, (): [PhpKey, PhpValue] => [0, value])
  const result = PhpArray.from<PhpValue>([])
  for (const [key, item] of length < 0 ? [...padding, ...entries] : [...entries, ...padding]) {
    if (integerOfKey(key) === undefined) result.set(key, item)
    else result.push(item)
  }
  return result
}

/**
 * `array_splice($array, $offset, $length, $replacement)`: takes elements out, puts others in their place and gives what it
 * took. Integer keys are counted anew.
 */
export function array_splice(
  array: Sortable,
  offset: PhpValue,
  length: PhpValue = null,
  replacement: PhpValue = [],
): PhpArray<PhpValue> {
  const entries = entriesParameter(array)
  const start = intParameter(offset)
  const size = length === null ? undefined : intParameter(length)
  const given = replacement ?? []
  const added = is_array(given) ? entriesParameter(given) : [[0, given] as const]
  const [from, to] = byteRange(entries.length, start, size)
  const values = added.map(([, value]): [undefined, PhpValue] => [undefined, value])
  const renumbered = (part: readonly [PhpKey, PhpValue][]): [PhpKey | undefined, PhpValue][] =>
    part.map(([key, value]) => [integerOfKey(key) === undefined ? key : undefined, value])
  const kept = [...renumbered(entries.slice(0, from)), ...values, ...renumbered(entries.slice(to))]
  const removed = PhpArray.from<PhpValue>([])
  removed.replace(renumbered(entries.slice(from, to)))
  if (isPhpArray(array)) array.replace(kept)
  else array.splice(0, array.length, ...kept.map(([, value]) => value))
  return removed
}
