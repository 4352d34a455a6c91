/** PHP 8's comparisons (manual, "Comparison Operators"; Zend/zend_operators.c). */
import {bytesOf, compareBytes} from './byte-string.ts'
import {kindOf, type PhpValue, toBool, toFloat, toText} from './convert.ts'
import {numericPrefix} from './numeric-string.ts'
import {arrayParameter, entriesParameter} from './parameter.ts'

/**
 * `$left == $right`: `'1e1' == '10'`, `null == ''`, `0 == ''` is false as of PHP 8. A missing input counts as `null`.
 */
export function looseEquals(left: PhpValue, right: PhpValue): boolean {
  return compare(left, right) === 0
}

/** `$left <=> $right`: -1, 0 or 1. Arrays that have no order, and NaN, give 1 as PHP does. */
export function compare(left: PhpValue, right: PhpValue): number {
  const kinds = [kindOf(left), kindOf(right)]
  if (kinds.includes('bool')) return Number(toBool(left)) - Number(toBool(right))
  if (kinds.includes('null')) return compareWithNull(left, right)
  if (kinds[0] === 'array' || kinds[1] === 'array') {
    if (kinds[0] !== kinds[1]) return kinds[0] === 'array' ? 1 : -1
    return compareArrays(left, right)
  }
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right)
  if (typeof left === 'string') return compareTextWithNumber(left, right)
  if (typeof right === 'string') return Number.isNaN(toFloat(left)) ? 1 : -compareTextWithNumber(right, left) + 0
  return compareNumbers(numberOf(left), numberOf(right))
}

/** `$left === $right`: the same type and value, arrays with the same keys in the same order. */
export function identical(left: PhpValue, right: PhpValue): boolean {
  const kind = kindOf(left)
  if (kind !== kindOf(right)) return false
  if (kind === 'array') {
    const others = entriesParameter(right)
    const entries = entriesParameter(left)
    if (entries.length !== others.length) return false
    return entries.every(([key, value], at) => key === others[at]?.[0] && identical(value, others[at]?.[1]))
  }
  if (kind === 'float') return toFloat(left) === toFloat(right)
  if (kind === 'int') return BigInt(left as number) === BigInt(right as number)
  return kind === 'null' || left === right
}

function compareWithNull(left: PhpValue, right: PhpValue): number {
  if (typeof left === 'string') return left === '' ? 0 : 1
  if (typeof right === 'string') return right === '' ? 0 : -1
  return Number(toBool(left)) - Number(toBool(right))
}

/** The shorter array is less; else the values of the left one's keys decide, in its order. */
function compareArrays(left: PhpValue, right: PhpValue): number {
  const others = arrayParameter(right)
  const entries = entriesParameter(left)
  if (entries.length !== others.size) return entries.length < others.size ? -1 : 1
  for (const [key, value] of entries) {
    if (!others.has(key)) return 1
    const order = compare(value, others.get(key))
    if (order !== 0) return order
  }
  return 0
}

/** A number as PHP calculates with it: an int exactly, a float as a double. */
type Numeric = {int: number | bigint} | {float: number}

function numberOf(value: PhpValue): Numeric {
  return kindOf(value) === 'int' ? {int: value as number | bigint} : {float: toFloat(value)}
}

function compareNumbers(left: Numeric, right: Numeric): number {
  if ('int' in left && 'int' in right) return left.int === right.int ? 0 : left.int < right.int ? -1 : 1
  const [first, second] = [floatOf(left), floatOf(right)]
  return first === second ? 0 : first < second ? -1 : 1
}

function floatOf(number: Numeric): number {
  return 'int' in number ? Number(number.int) : number.float
}

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

interface NumericText {
  value: Numeric
  /** The sign of an integer that is beyond 64 bits, else 0. */
  overflow: number
}

/** The number of a string that is numeric as a whole. */
function numericText(text: string): NumericText | undefined {
  const prefix = numericPrefix(text)
  if (prefix?.whole !== true) return undefined
  const float = Number(prefix.text)
  if (!prefix.isInteger) return {value: {float}, overflow: 0}
  if (Number.isSafeInteger(float)) return {value: {int: float + 0}, overflow: 0}
  const integer = BigInt(prefix.text.replace('+', ''))
  if (integer >= INT64_MIN && integer <= INT64_MAX) return {value: {int: integer}, overflow: 0}
  return {value: {float}, overflow: Math.sign(float)}
}

/** Two numeric strings compare as numbers, unless both are too large to be told apart as such. */
function compareTexts(left: string, right: string): number {
  const first = numericText(left)
  const second = first && numericText(right)
  if (first === undefined || second === undefined) return compareBytes(bytesOf(left), bytesOf(right))
  const [leftFloat, rightFloat] = [floatOf(first.value), floatOf(second.value)]
  const bothFloat = 'float' in first.value && 'float' in second.value
  const sameOverflow = first.overflow !== 0 && first.overflow === second.overflow && leftFloat - rightFloat === 0
  if (sameOverflow || (bothFloat && leftFloat === rightFloat && !Number.isFinite(leftFloat))) {
    return compareBytes(bytesOf(left), bytesOf(right))
  }
  if (!('float' in first.value) && second.overflow !== 0) return -second.overflow
  if (!('float' in second.value) && first.overflow !== 0) return first.overflow
  return compareNumbers(first.value, second.value)
}

/** A string that is not numeric compares with the number's text, as of PHP 8. */
function compareTextWithNumber(text: string, number: PhpValue): number {
  if (Number.isNaN(toFloat(number))) return 1
  const numeric = numericText(text)
  if (numeric === undefined) return compareBytes(bytesOf(text), toText(number))
  return compareNumbers(numeric.value, numberOf(number))
}
