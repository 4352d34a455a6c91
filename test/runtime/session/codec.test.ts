import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {float, PhpArray, toFloat} from '../../../src/php/index.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import {SessionData} from '../../../src/runtime/session/data.ts'
import type {PhpObject, SessionInput, SessionValue} from '../../../src/runtime/session/values.ts'

const codec = codecOf('utf-8')

function session(text: string): SessionData {
  return new SessionData(Buffer.from(text, 'latin1'), codec)
}

function written(data: SessionData): string {
  return data.bytes().toString('latin1')
}

describe('reading', () => {
  test('keeps PHP’s types apart', () => {
    const data = session(
      'n|N;t|b:1;f|b:0;i|i:-5;big|i:9223372036854775807;d|d:1.5;one|d:1;s|s:2:"\xc3\xa9";inf|d:-INF;',
    )
    expect(data.keys().map((name) => data.get(name))).toEqual([
      null, true, false, -5, 9223372036854775807n, 1.5, float(1), 'é', Number.NEGATIVE_INFINITY,
    ]) // biome-ignore format: packed
    expect(data.get('missing')).toBeUndefined()
    expect([data.has('n'), data.has('missing')]).toEqual([true, false])
  })

  test('goes by lengths, whatever a string holds', () => {
    const odd = 'x|i:1;"};b|s:3:"\n\0{'
    const data = session(`a|s:${odd.length}:"${odd}";b|i:2;`)
    expect([data.get('a'), data.get('b')]).toEqual([odd, 2])
  })

  test('keeps the order and the keys of arrays', () => {
    const data = session('a|a:3:{i:10;s:1:"x";s:1:"k";a:1:{i:0;i:1;}i:-2;N;}')
    expect([...(data.get('a') as PhpArray).keys()]).toEqual([10, 'k', -2])
  })

  test('refuses what PHP cannot read, and never hangs on it', () => {
    for (const text of [
      'a|',
      'a|x',
      'a|i:1',
      'a|i:;',
      'a|s:5:"abc";',
      'a|s:999999999:"',
      'a|a:1:{i:0;',
      'a|a:1:{a:0:{}i:1;}',
      'a|b:2;',
      'a|d:x;',
      'a|O:1:"A":1:{',
      'a|C:1:"A":9:{}',
      'a|E:3:"A:B"',
      'a|r:;',
      'a|a:99999999999:{}',
      `a|${'a:1:{i:0;'.repeat(5000)}`,
    ]) {
      expect(() => session(text), text.slice(0, 40)).toThrow(/cannot be read|not in the format/)
    }
    // PHP takes this for an empty session and would write over it.
    expect(() => session('no bar at all')).toThrow('not in the format `php`')
  })

  test('reads a megabyte of small values and a megabyte of bars', () => {
    const many = `a|a:40000:{${Array.from({length: 40_000}, (_, index) => `i:${index};s:10:"0123456789";`).join('')}}`
    const bars = `b|s:1000000:"${'|'.repeat(1_000_000)}";`
    const data = session(many + bars)
    expect((data.get('a') as PhpArray).size).toBe(40_000)
    data.set('c', 1)
    expect(written(data).length).toBe(many.length + bars.length + 6)
  })
})

describe('writing', () => {
  test('gives back untouched variables byte for byte beside changed ones', () => {
    const odd =
      'o|O:8:"Cart\\Box":2:{s:4:"\0*\0a";d:0.10000000000000001;s:11:"\0Cart\\Box\0b";i:+5;}c|C:3:"Old":5:{x|y;z}e|E:6:"Suit:A";d|d:1.0E+25;'
    const data = session(`${odd}n|i:1;`)
    data.set('n', 2)
    data.set('new', 'x')
    expect(written(data)).toBe(`${odd}n|i:2;new|s:1:"x";`)
    data.delete('o')
    expect(written(data)).toBe(`${odd.slice(odd.indexOf('c|'))}n|i:2;new|s:1:"x";`)
  })

  test('says that nothing changed when nothing did', () => {
    const data = session('a|i:1;b|a:1:{i:0;s:1:"x";}')
    expect(data.changedBytes()).toBeUndefined()
    data.set('a', 1)
    data.set('b', ['x'])
    expect(data.changedBytes()).toBeUndefined()
    data.clear()
    expect(data.changedBytes()?.length).toBe(0)
  })

  test('writes lists, records, floats and big integers as PHP would', () => {
    const data = session('')
    data.set('v', {list: ['é', null, true], '12': 1.5, f: float(2), g: 1e25, b: 2n ** 62n, n: Number.NaN, z: -0, e: []})
    expect(written(data)).toBe(
      'v|a:8:{i:12;d:1.5;s:4:"list";a:3:{i:0;s:2:"\xc3\xa9";i:1;N;i:2;b:1;}s:1:"f";d:2;s:1:"g";d:1.0E+25;s:1:"b";i:4611686018427387904;s:1:"n";d:NAN;s:1:"z";i:0;s:1:"e";a:0:{}}',
    )
    expect((data.get('v') as PhpArray<SessionValue>).get('list')).toEqual(PhpArray.list(['é', null, true]))
  })

  test('refuses at once what PHP could not read back', () => {
    const data = session('')
    for (const name of ['a|b', '12', '-1', '0']) expect(() => data.set(name, 1), name).toThrow(TypeError)
    const cyclic = new PhpArray<SessionInput>()
    cyclic.push(cyclic)
    for (const value of [undefined, () => 1, Symbol('x'), 2n ** 64n, cyclic, [[undefined]]]) {
      expect(() => data.set('a', value as SessionInput)).toThrow(TypeError)
    }
    expect(data.keys()).toEqual([])
  })

  test('keeps an object inside an array that was changed', () => {
    const data = session('a|a:1:{i:0;O:1:"A":1:{s:1:"x";i:1;}}')
    const array = data.get('a') as PhpArray<SessionValue>
    expect((array.get(0) as PhpObject).className).toBe('A')
    data.set('a', array.push('more'))
    expect(written(data)).toBe('a|a:2:{i:0;O:1:"A":1:{s:1:"x";i:1;}i:1;s:4:"more";}')
  })

  test('a value that was read is a copy', () => {
    const data = session('a|a:0:{}')
    const array = data.get('a') as PhpArray<SessionValue>
    array.push(1)
    expect(written(data)).toBe('a|a:0:{}')
    expect((data.get('a') as PhpArray).size).toBe(0)
  })
})

describe('references', () => {
  // $a = new A; $_SESSION = ['x' => 1, 'a' => $a, 'list' => [&$v, &$v], 'again' => $a]
  const text = 'x|i:1;a|O:1:"A":1:{s:1:"p";i:7;}list|a:2:{i:0;s:1:"v";i:1;R:5;}again|r:2;'

  test('are followed when read', () => {
    const data = session(text)
    expect([...(data.get('list') as PhpArray).values()]).toEqual(['v', 'v'])
    expect((data.get('again') as PhpObject).className).toBe('A')
  })

  test('are renumbered when the values before them change', () => {
    const data = session(text)
    data.set('x', [1, 2, 3])
    expect(written(data)).toBe(
      'x|a:3:{i:0;i:1;i:1;i:2;i:2;i:3;}a|O:1:"A":1:{s:1:"p";i:7;}list|a:2:{i:0;s:1:"v";i:1;R:8;}again|r:5;',
    )
  })

  test('bring along what they referred to when that is gone', () => {
    const data = session(text)
    data.delete('a')
    expect(written(data)).toBe('x|i:1;list|a:2:{i:0;s:1:"v";i:1;R:3;}again|O:1:"A":1:{s:1:"p";i:7;}')
  })

  test('may lead in a circle', () => {
    const circle = 'a|a:1:{i:0;R:1;}b|i:1;'
    const data = session(circle)
    const array = data.get('a') as PhpArray
    expect(array.get(0)).toBe(array)
    data.set('b', 2)
    expect(written(data)).toBe('a|a:1:{i:0;R:1;}b|i:2;')
  })

  test('do not multiply what is read', () => {
    const levels = Array.from(
      {length: 40},
      (_, level) =>
        `l${level}|a:2:{i:0;${level === 0 ? 'i:1;i:1;i:2;' : `R:${level === 1 ? 1 : level + 2};i:1;R:${level === 1 ? 1 : level + 2};`}}`,
    )
    const data = session(levels.join(''))
    expect((data.get('l39') as PhpArray).size).toBe(2)
  })

  test('to nowhere are refused', () => {
    expect(() => session('a|R:9;').get('a')).toThrow('cannot be read')
  })

  test('beside an object that serialises itself can be kept, not changed', () => {
    const data = session('c|C:1:"A":0:{}a|a:1:{i:0;i:1;}b|R:2;')
    expect(data.changedBytes()).toBeUndefined()
    data.set('x', 1)
    expect(() => data.bytes()).toThrow('can be read, not changed')
  })
})

test('any value comes back as it was written', () => {
  const {value} = fc.letrec<{value: SessionInput}>((tie) => ({
    value: fc.oneof(
      {maxDepth: 4},
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({noNaN: true}).map((number) => (Number.isInteger(number) ? float(number) : number)),
      fc.bigInt({min: 2n ** 53n, max: 2n ** 63n - 1n}),
      fc.string({unit: 'binary'}),
      fc.array(tie('value'), {maxLength: 4}).map((values) => PhpArray.list(values)),
      fc.array(fc.tuple(fc.string(), tie('value')), {maxLength: 4}).map((pairs) => PhpArray.from(pairs)),
    ),
  }))
  const plain = (item: unknown): unknown => {
    if (item instanceof PhpArray) return [...item].map(([key, child]) => [key, plain(child)])
    return typeof item === 'object' && item !== null ? `float ${toFloat(item as never)}` : item
  }
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z_é]{1,8}$/), value), (variables) => {
      const data = session('')
      for (const [name, item] of Object.entries(variables)) data.set(name, item)
      const back = new SessionData(data.bytes(), codec)
      expect(back.keys().map((name) => plain(back.get(name)))).toEqual(Object.values(variables).map(plain))
      expect(back.bytes()).toEqual(data.bytes())
    }),
    {numRuns: 300},
  )
})
