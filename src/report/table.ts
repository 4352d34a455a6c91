/** Columns of text for a terminal. */
import {stripVTControlCharacters} from 'node:util'

/**
 * Puts rows under each other: every column as wide as its widest cell, no blanks at the end of a line. A row of one
 * cell is a remark among the others and widens no column.
 */
export function table(
  rows: readonly (readonly string[])[],
  options: {indent?: string; right?: readonly number[]} = {},
): string {
  const widths: number[] = []
  for (const row of rows.filter(({length}) => length > 1))
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columnsOf(cell))
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(cell)))
        return options.right?.includes(index) ? blanks + cell : cell + blanks
      })
      .join('  ')
      .trimEnd()
  return rows.map((row) => (options.indent ?? '') + line(row)).join('\n')
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'})

/** How many columns a text takes, as far as that can be known: wide East Asian characters and emoji take two. */
export function columnsOf(text: string): number {
  const plain = stripVTControlCharacters(text)
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length
  let columns = 0
  for (const {segment} of graphemes.segment(plain)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u
