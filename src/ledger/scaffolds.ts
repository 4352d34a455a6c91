/**
 * What `scaffold` wrote, by hash: a file that has one of these texts was not edited, and may be written anew. A text
 * is remembered before it is written, so that a scaffold that was killed is not taken for a person's work.
 */
import type {PagePath} from '../page.ts'
import {explaining, type Ledger, writing} from './open.ts'

/** The two files of a page's scaffold. */
export type ScaffoldFile = 'handler' | 'test'

/** Whether `scaffold` once wrote the text with this SHA-1, in hex. */
export function isScaffold(ledger: Ledger, page: PagePath, file: ScaffoldFile, hash: string): boolean {
  return explaining(ledger.file, () =>
    Boolean(
      ledger.database.prepare('SELECT 1 FROM scaffolds WHERE path = ? AND file = ? AND hash = ?').get(page, file, hash),
    ),
  )
}

/** Remembers a text that is about to be written. */
export function rememberScaffold(ledger: Ledger, page: PagePath, file: ScaffoldFile, hash: string): void {
  writing(ledger, () =>
    ledger.database
      .prepare('INSERT INTO scaffolds (path, file, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(page, file, hash),
  )
}
