import {expect, test} from 'vitest'
import {date, json_encode, PhpArray, trim} from '../../src/php/index.ts'

test('date refuses what JavaScript’s time zone data cannot answer', () => {
  for (const character of ['T', 'I', 'B', 'p']) expect(() => date(character, 0, 'UTC')).toThrow(RangeError)
  expect(date('\\T', 0, 'UTC')).toBe('T')
  expect(() => date('Y', 0, 'Mars/Olympus')).toThrow(RangeError)
  expect(() => date('Y', 1e15, 'UTC')).toThrow(RangeError)
  expect(() => date('Y', -1e12, 'Europe/Berlin')).toThrow(RangeError)
})

test('json_encode throws where PHP returns false', () => {
  const cyclic = new PhpArray()
  cyclic.push(cyclic)
  for (const value of ['\udce9', Number.NaN, Number.POSITIVE_INFINITY, cyclic, () => 1]) {
    expect(() => json_encode(value)).toThrow(TypeError)
  }
  expect(json_encode({a: undefined, b: [undefined]})).toBe('{"a":null,"b":[null]}')
})

test('trim takes ASCII characters only', () => {
  expect(() => trim('é', 'é')).toThrow(RangeError)
})

test('an array refuses to push after the largest key, as PHP does', () => {
  const array = PhpArray.from([['9223372036854775807', 1]])
  expect(() => array.push(2)).toThrow(RangeError)
})
