/**
 * How PHP's own functions take their arguments (manual, "Type Juggling", coercive typing): `null` and a missing input
 * count as empty, scalars are converted, what does not fit is a TypeError.
 */
import {isPhpArray, PhpArray} from './array.ts'
import {isList, kindOf, type PhpValue, toBool, toText} from './convert.ts'
import {isPhpFloat} from './float.ts'
import type {PhpKey} from './key.ts'
import {numericPrefix} from './numeric-string.ts'

/** An argument that must be a string. Throws a TypeError for an array. */
export function textParameter(value: PhpValue): string {
  if (typeof value === 'string') return value
  if (kindOf(value) === 'array') refuse('string', value)
  return toText(value)
}

/** An argument that must be an int. Throws a TypeError for an array, text that is not a number, and out of 64 bits. */
export function intParameter(value: PhpValue): number {
  const number = numberOf(value)
  if (number === undefined || !(number >= -(2 ** 63) && number < 2 ** 63)) refuse('int', value)
  return Math.trunc(number) + 0
}

/** An argument that must be an int or a float, as a number. Throws a TypeError for an array and other text. */
export function numberParameter(value: PhpValue): number {
  return numberOf(value) ?? refuse('int|float', value)
}

/** An argument that must be a bool. Throws a TypeError for an array. */
export function boolParameter(value: PhpValue): boolean {
  if (kindOf(value) === 'array') refuse('bool', value)
  return toBool(value)
}

/** The keys and values of an argument that must be an array. Throws a TypeError for everything else. */
export function entriesParameter(value: PhpValue): [PhpKey, PhpValue][] {
  if (isPhpArray(value)) return [...value] as [PhpKey, PhpValue][]
  return isList(value) ? ([...value.entries()] as [PhpKey, PhpValue][]) : refuse('array', value)
}

/** The values of an argument that must be an array. Throws a TypeError for everything else. */
export function valuesParameter(value: PhpValue): PhpValue[] {
  if (isPhpArray(value)) return [...value.values()] as PhpValue[]
  return isList(value) ? ([...value] as PhpValue[]) : refuse('array', value)
}

/** An argument that must be an array, as one to look keys up in. Throws a TypeError for everything else. */
export function arrayParameter(value: PhpValue): PhpArray<PhpValue> {
  if (isPhpArray(value)) return value as PhpArray<PhpValue>
  return isList(value) ? PhpArray.list(value as PhpValue[]) : refuse('array', value)
}

function numberOf(value: PhpValue): number | undefined {
  switch (typeof value) {
    case 'number':
      return value
    case 'bigint':
      return Number(value)
    case 'string': {
      const prefix = numericPrefix(value)
      return prefix?.whole === true ? Number(prefix.text) : undefined
    }
    default:
      if (isPhpFloat(value)) return value.value
      return kindOf(value) === 'array' ? undefined : Number(toBool(value))
  }
}

function refuse(wanted: string, value: PhpValue): never {
  throw new TypeError(`PHP wants ${wanted} here, ${kindOf(value)} given`)
}
