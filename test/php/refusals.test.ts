import {expect, test} from 'vitest'
import {
  asort,
  date,
  json_encode,
  md5,
  PhpArray,
  preg_match,
  preg_replace_callback,
  sort,
  strpos,
  vsprintf,
} from '../../src/php/index.ts'

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

test('patterns that mean something else to JavaScript are refused', () => {
  for (const pattern of [
    '/a++/',
    '/(?>a)/',
    '/(?:(a)|b)*/',
    '/(a*)*/',
    '/(?<=a+)b/',
    '/\\R/',
    '/(?R)/',
    '/\\p{L}/u',
    '/a/U',
    'a',
    '/a',
  ]) {
    expect(() => preg_match(pattern, 'a'), pattern).toThrow(/is not supported$/)
  }
  expect(() => preg_match('/\\w/u', 'é')).toThrow(RangeError)
  expect(preg_match('/\\w/u', 'e')).toBe(1)
})

test('a callback replaces each match', () => {
  expect(preg_replace_callback('/[0-9]+/', (match) => Number(match.get(0)) * 2, 'a1b22')).toBe('a2b44')
})

test('texts count in the bytes of the site’s charset', () => {
  expect([strpos('éa', 'a'), strpos('éa', 'a', 0, 'iso-8859-1')]).toEqual([2, 1])
  expect([vsprintf('%4s', ['é']), vsprintf('%4s', ['é'], 'iso-8859-1')]).toEqual(['  é', '   é'])
  expect(md5('é', 'iso-8859-1')).toBe(md5('\udce9'))
})

test('sort and its like take plain lists too, but not where keys would be lost', () => {
  const list = ['10', '9', '1e1']
  expect(sort(list)).toBe(true)
  expect(list).toEqual(['9', '10', '1e1'])
  expect(() => asort(list as never)).toThrow(TypeError)
})

test('an array refuses to push after the largest key, as PHP does', () => {
  const array = PhpArray.from([['9223372036854775807', 1]])
  expect(() => array.push(2)).toThrow(RangeError)
})
