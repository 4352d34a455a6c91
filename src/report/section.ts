/** The blocks of a page's screen: a label, and rows of cells. */
import {printable} from '../page.ts'
import type {Evidence} from '../scan/types.ts'
import {table} from './table.ts'

/** One labelled block; without rows it is not shown. */
export interface Section {
  label: string
  rows: string[][]
}

/** The source text of a fact as it fits on a screen of 80 columns; `--json` has more of it. */
export function excerpt(text: string): string {
  return text.length <= LONGEST_EXCERPT ? text : `${text.slice(0, LONGEST_EXCERPT - 1)}…`
}

const LONGEST_EXCERPT = 44

/** The block as text, its rows below each other behind the label. Cells are made printable. */
export function blockText(section: Section): string {
  const lines = table(section.rows.map((row) => row.map(printable))).split('\n')
  return lines.map((line, index) => `${(index === 0 ? section.label : '').padEnd(9)}  ${line}`.trimEnd()).join('\n')
}

/** Where a piece of evidence is, in brackets: ` [inc/init.php:16]`. */
export function place(evidence: Evidence): string {
  return evidence.line === undefined
    ? ` [${printable(evidence.file)}]`
    : ` [${printable(evidence.file)}:${evidence.line}]`
}
