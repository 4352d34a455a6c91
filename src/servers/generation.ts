/** The name of one configuration: the same text has the same, another has another. */
import {createHash} from 'node:crypto'

/** Twelve hexadecimal digits of a sum over all lines. */
function generationOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)
}

/**
 * For the head of a file: `# Generation 3f2a9c01d3e7: 12 pages`.
 *
 * @param pages how many pages the lines are about; `undefined` when they are the same for any
 */
export function generationLine(lines: readonly string[], pages?: number): string {
  const about = pages === undefined ? '' : `: ${pages} ${pages === 1 ? 'page' : 'pages'}`
  return `# Generation ${generationOf(lines)}${about}`
}
