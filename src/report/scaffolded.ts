/** What `migrate scaffold` did, in words. */
import {relative} from 'node:path'
import {printable} from '../page.ts'
import type {Scaffolded, ScaffoldedFile} from '../scaffold/scaffold.ts'
import {table} from './table.ts'

const OUTCOMES: Record<ScaffoldedFile['outcome'], string> = {
  written: 'written',
  unchanged: 'unchanged',
  kept: 'edited by somebody: left as it is',
  replaced: 'replaced',
}

/** One line a file, its path relative to the folder `from`. */
export function scaffoldedText(scaffolded: readonly Scaffolded[], from: string): string {
  const files = scaffolded.flatMap((result) => [result.handler, result.test])
  return table(
    files.map((file) => [
      printable(relative(from, file.file)),
      `${OUTCOMES[file.outcome]}${file.copy ? `; the former contents are in ${printable(relative(from, file.copy))}` : ''}`,
    ]),
  )
}
