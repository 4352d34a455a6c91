import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isPhpArray, PhpArray, toText} from '../../src/php/index.ts'

describe('an ordered array', () => {
  test('keeps the order of insertion also for integer keys', () => {
    const array = PhpArray.from([
      ['10', 'a'],
      ['x', 'b'],
      ['2', 'c'],
    ])
    expect([...array.keys()]).toEqual([10, 'x', 2])
    expect(array.get(10)).toBe('a')
    expect(array.get('10')).toBe('a')
  })

  test('takes names of Object’s own properties as plain keys', () => {
    const array = PhpArray.from([
      ['__proto__', 1],
      ['constructor', 2],
      ['size', 3],
    ])
    expect([...array]).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['size', 3],
    ])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(array.get('toString')).toBeUndefined()
  })

  test('keeps a replaced key where it was and moves a deleted and added one to the end', () => {
    const array = PhpArray.list(['a', 'b', 'c']).set(0, 'A')
    expect([...array.values()]).toEqual(['A', 'b', 'c'])
    expect(array.delete(1)).toBe(true)
    expect(array.isList()).toBe(false)
    expect([...array.push('d').keys()]).toEqual([0, 2, 3])
  })

  test('is recognised, and nothing else is', () => {
    expect(isPhpArray(new PhpArray())).toBe(true)
    expect([null, undefined, [], {}, 'x', new Map()].some(isPhpArray)).toBe(false)
    expect(toText(new PhpArray())).toBe('Array')
  })

  test('holds as many keys as an object of the same keys would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.integer())), (entries) => {
        const array = PhpArray.from(entries)
        const object = new Map(entries)
        expect(array.size).toBe(object.size)
        for (const [key, value] of object) expect(array.get(key)).toBe(value)
      }),
    )
  })
})
