/** Functions that compare texts byte by byte, with the distances of PHP 8.2. */
import {bytesOf, lowerAscii} from './byte-string.ts'
import type {PhpValue} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'

/** `strcmp($left, $right)`. */
export function strcmp(left: PhpValue, right: PhpValue): number {
  return distance(bytesOf(textParameter(left)), bytesOf(textParameter(right)))
}

/** `strcasecmp($left, $right)`, ASCII letters in either case. */
export function strcasecmp(left: PhpValue, right: PhpValue): number {
  return distance(folded(left), folded(right))
}

/** `strncmp($left, $right, $length)`. Throws a RangeError for a negative length. */
export function strncmp(left: PhpValue, right: PhpValue, length: PhpValue): number {
  const [first, second] = [bytesOf(textParameter(left)), bytesOf(textParameter(right))]
  const size = sizeOf(length)
  return distance(first.slice(0, size), second.slice(0, size))
}

/** `strncasecmp($left, $right, $length)`. Throws a RangeError for a negative length. */
export function strncasecmp(left: PhpValue, right: PhpValue, length: PhpValue): number {
  const [first, second] = [folded(left), folded(right)]
  const size = sizeOf(length)
  return distance(first.slice(0, size), second.slice(0, size))
}

function folded(text: PhpValue): string {
  return lowerAscii(bytesOf(textParameter(text)))
}

/** The distance of the first bytes that differ; a text that goes on is greater by 1. */
function distance(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let at = 0; at < shared; at++) {
    const difference = left.charCodeAt(at) - right.charCodeAt(at)
    if (difference !== 0) return difference
  }
  return Math.sign(left.length - right.length)
}

function sizeOf(length: PhpValue): number {
  const size = intParameter(length)
  if (size < 0) throw new RangeError('The length must not be negative')
  return size
}
