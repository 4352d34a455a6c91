/** Functions on numbers. A result is a JavaScript number also where PHP's is a float without fraction. */
import {compare} from './compare.ts'
import {kindOf, type PhpValue, toFloat} from './convert.ts'
import {numericPrefix} from './numeric-string.ts'
import {numberParameter, valuesParameter} from './parameter.ts'

/** `abs($number)`. */
export function abs(number: PhpValue): number {
  return Math.abs(numberParameter(number))
}

/** `ceil($number)`. */
export function ceil(number: PhpValue): number {
  return Math.ceil(numberParameter(number))
}

/** `floor($number)`. */
export function floor(number: PhpValue): number {
  return Math.floor(numberParameter(number))
}

/** `max(...$values)` or `max($array)`, with PHP's comparison. Throws a RangeError for an empty array. */
export function max(...values: PhpValue[]): PhpValue {
  if (values.length === 1) return elements(values[0]).reduce((best, value) => (compare(best, value) < 0 ? value : best))
  return values.reduce((best, value) => (compare(value, best) > 0 ? value : best))
}

/** `min(...$values)` or `min($array)`. */
export function min(...values: PhpValue[]): PhpValue {
  if (values.length === 1) return elements(values[0]).reduce((best, value) => (compare(best, value) > 0 ? value : best))
  return values.reduce((best, value) => (compare(value, best) < 0 ? value : best))
}

/**
 * `array_sum($array)`: nested arrays are left out, text counts as the number it starts with. Throws a RangeError for an
 * int beyond 2^53.
 */
export function array_sum(array: PhpValue): number {
  let sum = 0
  let isInteger = true
  for (const value of valuesParameter(array)) {
    if (kindOf(value) === 'array') continue
    const number = toFloat(value)
    sum += number
    isInteger &&= isWhole(value)
    if ((isWhole(value) && !Number.isSafeInteger(number)) || (isInteger && !Number.isSafeInteger(sum))) {
      throw new RangeError('An integer beyond 2^53 is not supported')
    }
  }
  return sum
}

function isWhole(value: PhpValue): boolean {
  if (typeof value === 'string') return numericPrefix(value)?.isInteger !== false
  return kindOf(value) !== 'float'
}

function elements(array: PhpValue): PhpValue[] {
  const values = valuesParameter(array)
  if (values.length === 0) throw new RangeError('max() and min() need at least one element')
  return values
}
