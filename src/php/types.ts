/** Questions about a value's type. */
import {kindOf, type PhpValue} from './convert.ts'
import {numericPrefix} from './numeric-string.ts'

/** `is_numeric($value)`. */
export function is_numeric(value: PhpValue): boolean {
  if (typeof value === 'string') return numericPrefix(value)?.whole === true
  return is_int(value) || is_float(value)
}

/** `is_array($value)`, also for a plain list. */
export function is_array(value: PhpValue): boolean {
  return kindOf(value) === 'array'
}

/** `is_string($value)`. */
export function is_string(value: PhpValue): value is string {
  return typeof value === 'string'
}

/** `is_int($value)`; an integral number stands for an int. */
export function is_int(value: PhpValue): value is number | bigint {
  return kindOf(value) === 'int'
}

/** `is_float($value)`: a number with a fraction, or one marked by `float()`. */
export function is_float(value: PhpValue): boolean {
  return kindOf(value) === 'float'
}

/** `is_bool($value)`. */
export function is_bool(value: PhpValue): value is boolean {
  return typeof value === 'boolean'
}

/** `is_null($value)`; a missing input is null. */
export function is_null(value: PhpValue): value is null | undefined {
  return value === null || value === undefined
}

/** `is_scalar($value)`. */
export function is_scalar(value: PhpValue): boolean {
  return !is_null(value) && !is_array(value)
}

/** `gettype($value)`, PHP's old names of the types. */
export function gettype(value: PhpValue): string {
  const kind = kindOf(value)
  return {null: 'NULL', bool: 'boolean', int: 'integer', float: 'double', string: 'string', array: 'array'}[kind]
}
