/** The branches and loops of a page as an indented list. */
import type {DeepView, OutlineNode} from '../scan/deep/types.ts'
import {first} from './page-places.ts'
import type {Section} from './section.ts'

/** Rows that the outline aims at: it shows fewer levels of a page that has more. */
const AIM = 30

/** As many levels as fit; a branch says which lines it has, how it ends and how much it hides. */
export function outline({outline: nodes}: DeepView): Section {
  let depth = 1
  while (depth < 6 && size(nodes, depth + 1) <= AIM) depth++
  return {label: 'Outline', rows: first(rowsOf(nodes, depth, ''), AIM, 'branches and loops', (row) => row), shrink: [0]}
}

function size(nodes: readonly OutlineNode[], depth: number): number {
  return depth === 0 ? 0 : nodes.reduce((sum, {children}) => sum + 1 + size(children, depth - 1), 0)
}

function rowsOf(nodes: readonly OutlineNode[], depth: number, indent: string): string[][] {
  return nodes.flatMap((node) => {
    const hidden = depth > 1 ? 0 : size(node.children, Number.POSITIVE_INFINITY)
    const remarks = [...(node.ends ? [`always ends: ${node.ends}`] : []), ...(hidden > 0 ? [`${hidden} inside`] : [])]
    const row = [`${indent}${node.kind} ${node.text}`.trimEnd(), remarks.join(', '), lines(node)]
    return depth > 1 ? [row, ...rowsOf(node.children, depth - 1, `${indent}  `)] : [row]
  })
}

/** The lines that a piece of the page has: `:12–40`. */
export function lines({line, lastLine}: {line: number; lastLine: number}): string {
  return line === lastLine ? `:${line}` : `:${line}–${lastLine}`
}
