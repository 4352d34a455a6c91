import fc from 'fast-check'
import {expect, test} from 'vitest'
import {blockText, cut, flowing, ROW} from '../../src/report/section.ts'
import {columnsOf} from '../../src/report/table.ts'

const text = fc.string({unit: 'grapheme', maxLength: 300})

test('a block is never wider than the screen, whatever stands in the cells that may shrink', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), {minLength: 1, maxLength: 8}), (pairs) => {
      const rows = pairs.map(([first, last]) => [first, '12×', last, 'cart.php:14'])
      for (const line of blockText({label: 'Takes', rows, shrink: [0, 2]}).split('\n'))
        expect(columnsOf(line)).toBeLessThanOrEqual(100)
    }),
  )
})

test('a narrow column keeps its text when a wide one has to shrink', () => {
  const rows = [['short', 'x'.repeat(200), 'cart.php:14']]
  expect(blockText({label: 'Takes', rows, shrink: [0, 1]})).toMatch(/^Takes {6}short {2}x+… {2}cart\.php:14$/)
})

test('cuts text at a column, not in the middle of a character', () => {
  fc.assert(
    fc.property(text, fc.integer({min: 2, max: 60}), (given, columns) => {
      const kept = cut(given, columns)
      expect(columnsOf(kept)).toBeLessThanOrEqual(columns)
      expect(kept.isWellFormed() || !given.isWellFormed()).toBe(true)
      if (columnsOf(given) <= columns) expect(kept).toBe(given)
    }),
  )
  expect(cut('日本語の本', 5)).toBe('日本…')
})

test('names flow over as many lines as they may, and the rest is counted', () => {
  const names = Array.from({length: 100}, (_, index) => `page${index}.php`)
  const rows = flowing(names, {lines: 2, before: 'from '}).map(([line = '']) => line)
  expect(rows).toHaveLength(2)
  expect(rows.every((line) => line.length <= ROW)).toBe(true)
  const shown = rows.join(' ').match(/page\d+\.php/g)?.length ?? 0
  expect(rows[1]).toMatch(new RegExp(` and ${100 - shown} more$`))
  expect(flowing(['a', 'b'], {lines: 2, before: 'to '})).toEqual([['to a, b']])
  expect(flowing([], {lines: 2, before: 'to '})).toEqual([])
})

test('names flow within the screen whatever they are', () => {
  fc.assert(
    fc.property(fc.array(text, {maxLength: 60}), fc.integer({min: 1, max: 3}), (names, lines) => {
      const rows = flowing(names, {lines, before: 'reads '})
      expect(rows.length).toBeLessThanOrEqual(lines)
      for (const [line = ''] of rows) expect(columnsOf(line)).toBeLessThanOrEqual(ROW)
    }),
  )
})
