/** The blocks of a page's screen: a label, and rows of cells that fit its width. */
import {printable} from '../page.ts'
import {columnsOf, table} from './table.ts'

/** Columns of a screen. */
const SCREEN = 100
/** Columns of the labels, and of the space after them. */
const LABEL = 11
/** Columns that rows have. */
export const ROW = SCREEN - LABEL
/** What a shrinking column keeps when the others leave it nothing. */
const LEAST = 8

/** One labelled block; without rows it is not shown. */
export interface Section {
  label: string
  rows: string[][]
  /** The columns of source text, which are cut so that the others fit beside them. */
  shrink?: readonly number[]
}

/** The block as text, its rows below each other behind the label. Cells are made printable. */
export function blockText({label, rows, shrink = []}: Section): string {
  const cells = rows.map((row) => row.map(printable))
  const lines = table(shrunk(cells, shrink)).split('\n')
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL - 2)}  ${line}`.trimEnd()).join('\n')
}

/** Cuts columns so that no row is wider than the screen; remarks, rows of one cell, are cut at its edge. */
function shrunk(rows: readonly string[][], shrink: readonly number[]): string[][] {
  const widths: number[] = []
  for (const row of rows.filter(({length}) => length > 1))
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columnsOf(cell))
  let room = ROW + 2
  for (const [index, width] of widths.entries()) room -= 2 + (shrink.includes(index) ? 0 : width)
  // The narrow ones get what they need, the wide ones share what is left.
  const narrowFirst = [...shrink].sort((a, b) => (widths[a] ?? 0) - (widths[b] ?? 0))
  for (const [position, index] of narrowFirst.entries()) {
    const share = Math.max(LEAST, Math.floor(room / (shrink.length - position)))
    widths[index] = Math.min(widths[index] ?? 0, share)
    room -= widths[index]
  }
  return rows.map((row) => row.map((cell, index) => cut(cell, row.length === 1 ? ROW : (widths[index] ?? ROW))))
}

/** Text of at most so many columns, with `…` where it was cut. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let kept = text.slice(0, columns - 1)
  while (columnsOf(kept) > columns - 1) kept = kept.slice(0, -1)
  // Half of a character outside the basic plane is none.
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`
}

/** Names one after the other in lines of the screen's width, and how many more there are; without names no line. */
export function flowing(
  names: readonly string[],
  options: {lines: number; before?: string; between?: string; width?: number},
): string[][] {
  if (names.length === 0) return []
  const {lines, before = '', between = ', ', width = ROW} = options
  const rows: string[][] = []
  let line = before
  for (const [index, name] of names.entries()) {
    const item = `${cut(printable(name), LONGEST_NAME)}${index < names.length - 1 ? between : ''}`
    const left = names.length - index
    const isLast = rows.length === lines - 1
    const room = isLast && left > 1 ? width - ` and ${left} more`.length : width
    if (columnsOf(line) + columnsOf(item.trimEnd()) > room && line.trim() !== '') {
      if (isLast) {
        line = `${line.endsWith(between) ? line.slice(0, -between.length) : line.trimEnd()} and ${left} more`
        break
      }
      rows.push([line.trimEnd()])
      line = ''
    }
    line += item
  }
  return [...rows, [line.trimEnd()]]
}

/** Columns of a name in a list; of a longer one the end is left out. */
const LONGEST_NAME = 60
