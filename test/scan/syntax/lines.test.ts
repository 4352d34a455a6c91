import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {countLines, lineAt, lineStarts} from '../../../src/scan/syntax/lines.ts'
import {ReusedArray} from '../../../src/scan/tokens/reused-array.ts'

const startsOf = (source: string): number[] =>
  Array.from(lineStarts(source, new ReusedArray((length) => new Uint32Array(length))))

describe('lineStarts', () => {
  it('takes the line ends of every system, also mixed', () => {
    expect(startsOf('a\nb\r\nc\rd')).toEqual([0, 2, 5, 7])
    expect(startsOf('\r\r\n\n\r')).toEqual([0, 1, 3, 4, 5])
    expect(startsOf('')).toEqual([0])
  })

  it('finds what a split at line ends finds', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n'), {maxLength: 40}).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (source) => {
        const lines = source.split(/\r\n|\n|\r/)
        expect(startsOf(source)).toHaveLength(lines.length)
        expect(countLines(Uint32Array.from(startsOf(source)), source.length)).toBe(
          lines.length - (lines.at(-1) === '' ? 1 : 0),
        )
      }),
    )
  })
})

describe('lineAt', () => {
  it('counts the lines before a place', () => {
    const starts = Uint32Array.from(startsOf('a\nbc\n\nd'))
    expect([0, 1, 2, 3, 4, 5, 6, 99].map((offset) => lineAt(starts, offset))).toEqual([1, 1, 2, 2, 2, 3, 4, 4])
  })
})
