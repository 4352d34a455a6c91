/** What `scaffold` wrote, by hash: a file that still has it was not edited, and may be written anew. */
import type {PagePath} from '../page.ts'
import {explaining, type Ledger, writing} from './open.ts'

/** The two files of a page's scaffold. */
type ScaffoldFile = 'handler' | 'test'

/** The SHA-1 of what was last written, hex; absent when nothing was. */
export function scaffoldHash(ledger: Ledger, page: PagePath, file: ScaffoldFile): string | undefined {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[string, string], string>('SELECT hash FROM scaffolds WHERE path = ? AND file = ?')
      .pluck()
      .get(page, file),
  )
}

/** Remembers what was written. */
export function recordScaffold(ledger: Ledger, page: PagePath, file: ScaffoldFile, hash: string): void {
  writing(ledger, () =>
    ledger.database
      .prepare(
        'INSERT INTO scaffolds (path, file, hash) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash',
      )
      .run(page, file, hash),
  )
}
