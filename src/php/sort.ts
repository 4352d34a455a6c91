/**
 * PHP's sort functions. They change the array they are given, as PHP does, and give `true`. `sort` and its like take a plain
 * list too; what keeps keys needs a PhpArray.
 */
import {isPhpArray, type PhpArray} from './array.ts'
import {compare} from './compare.ts'
import {type PhpValue, toFloat, toInt, toText} from './convert.ts'
import {integerOfKey, type PhpKey} from './key.ts'
import {intParameter} from './parameter.ts'
import {type Comparison, sorted} from './sort-order.ts'
import {strcasecmp, strcmp} from './text-order.ts'

export const SORT_REGULAR = 0
export const SORT_NUMERIC = 1
export const SORT_STRING = 2
export const SORT_FLAG_CASE = 8

/** An array whose elements can be put in another order. */
export type Sortable = PhpArray<PhpValue> | PhpValue[]

/** A callback of `usort`: less than 0, 0 or greater than 0. A fraction counts as 0, as PHP casts it to int. */
export type Order = (left: PhpValue, right: PhpValue) => PhpValue

type Entry = [PhpKey, PhpValue]

/** `sort($array, $flags)`, with the comparison of PHP 8. Throws a RangeError for other flags than those exported. */
export function sort(array: Sortable, flags: PhpValue = SORT_REGULAR): true {
  return sortValues(array, comparisonOf(flags))
}

/** `rsort($array, $flags)`. */
export function rsort(array: Sortable, flags: PhpValue = SORT_REGULAR): true {
  return sortValues(array, reversed(comparisonOf(flags)))
}

/** `usort($array, $callback)`. */
export function usort(array: Sortable, callback: Order): true {
  return sortValues(array, comparisonBy(callback))
}

/** `asort($array, $flags)`: by value, keys kept. */
export function asort(array: PhpArray<PhpValue>, flags: PhpValue = SORT_REGULAR): true {
  return sortEntries(array, byValue(comparisonOf(flags)))
}

/** `arsort($array, $flags)`. */
export function arsort(array: PhpArray<PhpValue>, flags: PhpValue = SORT_REGULAR): true {
  return sortEntries(array, byValue(reversed(comparisonOf(flags))))
}

/** `uasort($array, $callback)`. */
export function uasort(array: PhpArray<PhpValue>, callback: Order): true {
  return sortEntries(array, byValue(comparisonBy(callback)))
}

/** `ksort($array, $flags)`: by key. */
export function ksort(array: PhpArray<PhpValue>, flags: PhpValue = SORT_REGULAR): true {
  return sortEntries(array, byKey(keyComparisonOf(flags)))
}

/** `krsort($array, $flags)`. */
export function krsort(array: PhpArray<PhpValue>, flags: PhpValue = SORT_REGULAR): true {
  return sortEntries(array, byKey(reversed(keyComparisonOf(flags))))
}

/** `uksort($array, $callback)`. */
export function uksort(array: PhpArray<PhpValue>, callback: Order): true {
  return sortEntries(array, byKey(comparisonBy(callback)))
}

function sortValues(array: Sortable, comparison: Comparison<PhpValue>): true {
  if (isPhpArray(array)) array.replace(sorted([...array.values()], comparison).map((value) => [undefined, value]))
  else array.splice(0, array.length, ...sorted(arrayOnly(array), comparison))
  return true
}

function sortEntries(array: PhpArray<PhpValue>, comparison: Comparison<Entry>): true {
  if (!isPhpArray(array)) throw new TypeError('PHP wants an array with keys here: make a PhpArray of the list')
  array.reorder(sorted([...array], comparison))
  return true
}

function arrayOnly(list: PhpValue[]): PhpValue[] {
  if (!Array.isArray(list)) throw new TypeError('PHP wants array here')
  return list
}

function byValue(comparison: Comparison<PhpValue>): Comparison<Entry> {
  return ([, left], [, right]) => comparison(left, right)
}

function byKey(comparison: Comparison<PhpValue>): Comparison<Entry> {
  return ([left], [right]) => comparison(integerOfKey(left) ?? left, integerOfKey(right) ?? right)
}

function reversed(comparison: Comparison<PhpValue>): Comparison<PhpValue> {
  return (left, right) => -comparison(left, right)
}

function comparisonOf(flags: PhpValue): Comparison<PhpValue> {
  switch (intParameter(flags)) {
    case SORT_REGULAR:
      return compare
    case SORT_NUMERIC:
      return (left, right) => compareDifference(toFloat(left) - toFloat(right))
    case SORT_STRING:
      return (left, right) => strcmp(toText(left), toText(right))
    case SORT_STRING | SORT_FLAG_CASE:
      return (left, right) => strcasecmp(toText(left), toText(right))
    default:
      throw new RangeError('This sort flag is not supported')
  }
}

/** Two integer keys are never compared as floats. */
function keyComparisonOf(flags: PhpValue): Comparison<PhpValue> {
  const comparison = comparisonOf(flags)
  if (intParameter(flags) !== SORT_NUMERIC) return comparison
  return (left, right) => (typeof left !== 'string' && typeof right !== 'string' ? compare : comparison)(left, right)
}

/** The difference of two infinities is no number, and counts as greater. */
function compareDifference(difference: number): number {
  return difference === 0 ? 0 : difference < 0 ? -1 : 1
}

/** A callback that answers "is it greater?" is asked the other way round too, as PHP does. */
function comparisonBy(callback: Order): Comparison<PhpValue> {
  return (left, right) => {
    const order = callback(left, right)
    if (order === false && callback(right, left) === true) return -1
    return toInt(order)
  }
}
