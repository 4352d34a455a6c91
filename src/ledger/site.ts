/** Which site the ledger is of. */
import {MigrateError} from '../errors.ts'
import {explaining, type Ledger, writing} from './open.ts'

/** The document root that was scanned, as an absolute path; absent before the first scan. */
export function documentRootOf(ledger: Ledger): string | undefined {
  return explaining(ledger.file, () =>
    ledger.database.prepare<[], string>(`SELECT value FROM meta WHERE key = 'docroot'`).pluck().get(),
  )
}

/**
 * Ties the ledger to a document root. A ledger is of one site: mixing two would mix up pages of the same name.
 *
 * @param options `moved` says that the same site now lies elsewhere
 * @throws MigrateError OTHER_SITE
 */
export function claimSite(ledger: Ledger, docroot: string, options: {moved?: boolean} = {}): void {
  const known = documentRootOf(ledger)
  if (known === docroot) return
  if (known !== undefined && !options.moved) {
    throw new MigrateError(
      'OTHER_SITE',
      `The ledger \`${ledger.file}\` is of the site \`${known}\`, not of \`${docroot}\``,
      'For another site, run migrate in a folder of its own; if the same site moved here, add `--moved`',
    )
  }
  writing(ledger, () =>
    ledger.database
      .prepare(`INSERT INTO meta (key, value) VALUES ('docroot', ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
      .run(docroot),
  )
}
