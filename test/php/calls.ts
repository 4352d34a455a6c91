/** Calls of functions as fixtures/calls.php writes them, made in TypeScript and compared with what PHP answered. */
import {isDeepStrictEqual} from 'node:util'
import {decodeText} from '../../src/php/charset.ts'
import * as php from '../../src/php/index.ts'

type Tagged =
  | null
  | boolean
  | string
  | {int: string}
  | {float: string}
  | {bytes: string}
  | {array: [Tagged, Tagged][]}
  | {callback: string}
  | {throws: string}

/** Arguments, and PHP's result. */
export type Row = [Tagged[], Tagged]

type AnyFunction = (...values: unknown[]) => unknown

/** Takes a first argument by reference in PHP, here a PhpArray. */
const BY_REFERENCE = new Set(
  'sort rsort usort uasort uksort asort arsort ksort krsort array_push array_pop array_shift array_unshift array_splice'.split(
    ' ',
  ),
)

/** The rows on which a function of `banyan/php` differs from PHP. What it refuses as unsupported is no difference. */
export function differences(name: string, rows: readonly Row[]): unknown[] {
  const called = (php as unknown as Record<string, AnyFunction>)[name]
  if (called === undefined) return [`${name} does not exist`]
  return rows.flatMap(([tagged, expected]) => {
    const wanted = plain(read(expected))
    const actual = outcome(called, tagged.map(read), BY_REFERENCE.has(name))
    if (actual === 'unsupported' || isDeepStrictEqual(actual, wanted)) return []
    return [{arguments: JSON.stringify(tagged), actual, wanted}]
  })
}

function outcome(called: AnyFunction, values: unknown[], byReference: boolean): unknown {
  try {
    if (WITH_MATCHES.has(called.name)) return matchesOf(called, values)
    const result = called(...values)
    return plain(byReference ? php.PhpArray.list([result, values[0]]) : result)
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('PHP')) return 'throws TypeError'
    if (!(error instanceof RangeError)) throw error
    return error.message.endsWith('not supported') ? 'unsupported' : 'throws ValueError'
  }
}

/** Gives its matches in its third argument. */
const WITH_MATCHES = new Set(['preg_match', 'preg_match_all'])

function matchesOf(called: AnyFunction, [pattern, subject, ...flags]: unknown[]): unknown {
  const matches = new php.PhpArray()
  return plain(php.PhpArray.list([called(pattern, subject, matches, ...flags), matches]))
}

/** The JavaScript value that stands for PHP's: an integral float is marked. */
function read(tagged: Tagged): unknown {
  if (typeof tagged !== 'object' || tagged === null) return tagged
  if ('int' in tagged) return Number.isSafeInteger(Number(tagged.int)) ? Number(tagged.int) : BigInt(tagged.int)
  if ('bytes' in tagged) return decodeText(Buffer.from(tagged.bytes, 'hex'))
  if ('array' in tagged) return readArray(tagged.array)
  if ('callback' in tagged) return php.compare
  if ('throws' in tagged) return `throws ${tagged.throws}`
  const number = Number(tagged.float.replace('INF', 'Infinity').replace('NAN', 'NaN'))
  return Number.isInteger(number) ? php.float(number) : number
}

function readArray(entries: readonly [Tagged, Tagged][]): php.PhpArray {
  const array = new php.PhpArray()
  for (const [key, value] of entries) {
    const isInteger = typeof key === 'object' && key !== null && 'int' in key
    array.set(isInteger ? key.int : String(read(key)), read(value))
  }
  return array
}

/** Comparable data: a list is the array it stands for; a function that calculates gives a number for int and float. */
function plain(value: unknown): unknown {
  if (php.isPhpFloat(value)) return value.value + 0
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return value + 0
  if (Array.isArray(value)) return value.map((item, index) => [index, plain(item)])
  return php.isPhpArray(value) ? [...value].map(([key, item]) => [key, plain(item)]) : (value ?? null)
}
