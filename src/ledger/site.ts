/** Which site the ledger is of. */
import {MigrateError} from '../errors.ts'
import {explaining, type Ledger} from './open.ts'

/** The document root that was scanned, as an absolute path; absent before the first scan. */
export function documentRootOf(ledger: Ledger): string | undefined {
  return explaining(ledger.file, () =>
    ledger.database.prepare<[], string>(`SELECT value FROM meta WHERE key = 'docroot'`).pluck().get(),
  )
}

/**
 * Checks that the ledger is of this site, or of none yet. A ledger is of one site: mixing two would mix up pages of the
 * same name. `recordScan` then ties it to the site.
 *
 * @param options `moved` says that the same site now lies elsewhere
 * @throws MigrateError OTHER_SITE
 */
export function checkSite(ledger: Ledger, docroot: string, options: {moved?: boolean} = {}): void {
  const known = documentRootOf(ledger)
  if (known === undefined || known === docroot || options.moved) return
  throw new MigrateError(
    'OTHER_SITE',
    `The ledger \`${ledger.file}\` is of the site \`${known}\`, not of \`${docroot}\``,
    'For another site, run migrate in a folder of its own; if the same site moved here, add `--moved`',
  )
}

/** Ties the ledger to a site; for use inside a transaction of this folder. */
export function tieToSite(ledger: Ledger, docroot: string): void {
  ledger.database
    .prepare(`INSERT INTO meta (key, value) VALUES ('docroot', ?) ON CONFLICT DO UPDATE SET value = excluded.value`)
    .run(docroot)
}
