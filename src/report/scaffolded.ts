/** What `migrate scaffold` did, in words. */
import {printable} from '../page.ts'
import type {Scaffolded, ScaffoldedFile} from '../scaffold/scaffold.ts'
import {table} from './table.ts'

const OUTCOMES: Record<ScaffoldedFile['outcome'], string> = {
  written: 'written',
  unchanged: 'unchanged',
  kept: 'edited by somebody: left as it is',
  replaced: 'replaced',
}

/** One line a file. */
export function scaffoldedText(scaffolded: readonly Scaffolded[]): string {
  const files = scaffolded.flatMap((result) => [result.handler, result.test])
  return table(
    files.map((file) => [
      printable(file.file),
      `${OUTCOMES[file.outcome]}${file.copy ? `; the former contents are in ${printable(file.copy)}` : ''}`,
    ]),
  )
}
