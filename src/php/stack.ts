/** Functions that add and take elements at the ends of an array, which they change. */
import {isPhpArray, type PhpArray} from './array.ts'
import type {PhpValue} from './convert.ts'
import {integerOfKey} from './key.ts'
import type {Sortable} from './sort.ts'

/** `array_push($array, ...$values)`: the new number of elements. */
export function array_push(array: Sortable, ...values: PhpValue[]): number {
  for (const value of values) checked(array).push(value)
  return size(checked(array))
}

/** `array_pop($array)`: the last value, `null` of an empty array. The next key is counted anew. */
export function array_pop(array: Sortable): PhpValue {
  if (!isPhpArray(checked(array))) return (array as PhpValue[]).pop() ?? null
  const entries = [...(array as PhpArray<PhpValue>)]
  const last = entries.pop()
  if (last !== undefined) (array as PhpArray<PhpValue>).replace(entries)
  return last?.[1] ?? null
}

/** `array_shift($array)`: the first value, `null` of an empty array. Integer keys are counted anew. */
export function array_shift(array: Sortable): PhpValue {
  if (!isPhpArray(checked(array))) return (array as PhpValue[]).shift() ?? null
  const entries = [...(array as PhpArray<PhpValue>)]
  const first = entries.shift()
  if (first !== undefined) renumber(array as PhpArray<PhpValue>, entries)
  return first?.[1] ?? null
}

/** `array_unshift($array, ...$values)`: the new number of elements. Integer keys are counted anew. */
export function array_unshift(array: Sortable, ...values: PhpValue[]): number {
  if (isPhpArray(checked(array))) {
    const added = values.map((value): [number, PhpValue] => [0, value])
    renumber(array as PhpArray<PhpValue>, [...added, ...(array as PhpArray<PhpValue>)])
  } else {
    ;(array as PhpValue[]).unshift(...values)
  }
  return size(array)
}

function renumber(array: PhpArray<PhpValue>, entries: readonly [string | number, PhpValue][]): void {
  array.replace(entries.map(([key, value]) => [integerOfKey(key) === undefined ? key : undefined, value]))
}

function checked(array: Sortable): Sortable {
  if (!isPhpArray(array) && !Array.isArray(array)) throw new TypeError('PHP wants array here')
  return array
}

function size(array: Sortable): number {
  return isPhpArray(array) ? array.size : array.length
}
