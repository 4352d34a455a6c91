import {readFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'
import {describe, expect, test} from 'vitest'
import {decodeText, encodeText} from '../../src/php/charset.ts'
import {formatFloat} from '../../src/php/float.ts'
import * as php from '../../src/php/index.ts'

type Tagged = null | boolean | string | {int: string} | {float: string} | {bytes: string} | {array: [Tagged, Tagged][]}

interface Fixture {
  php: string
  functions: Record<string, [Tagged[], Tagged][]>
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/functions.json', import.meta.url), 'utf8')) as Fixture

/** The JavaScript value that stands for PHP's: an integral float is marked. */
function read(tagged: Tagged): php.PhpValue {
  if (typeof tagged !== 'object' || tagged === null) return tagged
  if ('int' in tagged) return Number(tagged.int)
  if ('bytes' in tagged) return decodeText(Buffer.from(tagged.bytes, 'hex'))
  if ('array' in tagged) return php.PhpArray.from(tagged.array.map(([key, value]) => [keyOf(key), read(value)]))
  const number = Number(tagged.float.replace('INF', 'Infinity').replace('NAN', 'NaN'))
  return Number.isInteger(number) ? php.float(number) : number
}

function keyOf(tagged: Tagged): php.PhpKey {
  return typeof tagged === 'object' && tagged !== null && 'int' in tagged ? tagged.int : String(read(tagged))
}

/** Comparable data: which of PHP's number types a number had is asserted where it shows, in texts. */
function plain(value: unknown): unknown {
  if (php.isPhpFloat(value)) return value.value + 0
  if (typeof value === 'number') return value + 0
  return php.isPhpArray(value) ? [...value].map(([key, item]) => [key, plain(item)]) : value
}

const numberOf = (value: php.PhpValue): number => php.toFloat(value)

const functions: Record<string, (...values: php.PhpValue[]) => unknown> = {
  toInt: php.toInt,
  toFloat: php.toFloat,
  toText: php.toText,
  toBool: php.toBool,
  isEmpty: php.isEmpty,
  is_numeric: php.is_numeric,
  serializeFloat: (value) => formatFloat(numberOf(value), 17),
  arrayKeys: (...sequence) => pushAll(new php.PhpArray(), sequence),
  builtArrayKeys: (...sequence) => pushAll(php.PhpArray.from<unknown>([['first', 1]]), sequence),
  htmlspecialchars: (text, flags) => php.htmlspecialchars(String(text), numberOf(flags)),
  number_format: (value, places, ...separators) =>
    php.number_format(numberOf(value), numberOf(places), ...(separators as string[])),
  round: (value, places) => php.round(numberOf(value), numberOf(places)),
  strlen: (text) => php.strlen(String(text)),
  substr: (text, offset, length) =>
    php.substr(String(text), numberOf(offset), length === undefined ? undefined : numberOf(length)),
  trim: (text, characters) => php.trim(String(text), characters as string | undefined),
  ltrim: (text, characters) => php.ltrim(String(text), characters as string | undefined),
  rtrim: (text, characters) => php.rtrim(String(text), characters as string | undefined),
  nl2br: (text) => php.nl2br(String(text)),
  strtolower: (text) => php.strtolower(String(text)),
  strtoupper: (text) => php.strtoupper(String(text)),
  ucfirst: (text) => php.ucfirst(String(text)),
  urlencode: (text) => php.urlencode(String(text)),
  rawurlencode: (text) => php.rawurlencode(String(text)),
  urldecode: (text) => php.urldecode(String(text)),
  rawurldecode: (text) => php.rawurldecode(String(text)),
  json_encode: (value, flags) => php.json_encode(value, numberOf(flags)),
  date: (format, timestamp, timezone) => php.date(String(format), numberOf(timestamp), String(timezone)),
}

function pushAll(array: php.PhpArray, sequence: php.PhpValue[]): php.PhpArray | string {
  try {
    for (const [position, key] of sequence.entries()) {
      if (key === null) array.push(position)
      else array.set(key as string, position)
    }
  } catch {
    return 'full'
  }
  return array
}

describe('answers as PHP does on every row of the table', () => {
  test('covers every function of the table', () => {
    expect(Object.keys(functions)).toEqual(Object.keys(fixture.functions))
  })

  for (const [name, rows] of Object.entries(fixture.functions)) {
    test(`${name}, ${rows.length} rows`, () => {
      const differences = rows.flatMap(([tagged, expected]) => {
        const actual = plain(functions[name]?.(...tagged.map(read)))
        const wanted = plain(read(expected))
        return isDeepStrictEqual(actual, wanted) ? [] : [{arguments: JSON.stringify(tagged), actual, wanted}]
      })
      expect(differences).toEqual([])
    })
  }
})

test('writes text that came from bytes as the same bytes', () => {
  for (const [tagged] of fixture.functions.htmlspecialchars ?? []) {
    const bytes = typeof tagged[0] === 'object' && tagged[0] !== null && 'bytes' in tagged[0] ? tagged[0].bytes : ''
    expect(Buffer.from(encodeText(decodeText(Buffer.from(bytes, 'hex')))).toString('hex')).toBe(bytes)
  }
})
