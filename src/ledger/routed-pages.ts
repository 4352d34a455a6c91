/** What routing takes from the ledger, without reading the facts of all pages. */
import type {PagePath} from '../page.ts'
import {explaining, type Ledger} from './open.ts'
import type {AccessRule, Canary, Exposure, RoutedPage} from './types.ts'

/** Every page that TypeScript answers for some visitors at least, sorted by path. */
export function routedPages(ledger: Ledger): RoutedPage[] {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[], Row>(
        `SELECT p.path, p.exposure, p.canary, p.link, p.gone, f.detail -> '$.access' AS access
         FROM pages p JOIN files f ON f.path = p.path
         WHERE p.exposure IN ('canary', 'typescript') ORDER BY p.path`,
      )
      .all()
      .map(({canary, gone, access, ...same}) => ({
        ...same,
        canary: canary === null ? null : (JSON.parse(canary) as Canary),
        gone: gone === 1,
        access: access === null ? [] : (JSON.parse(access) as AccessRule[]),
      })),
  )
}

interface Row {
  path: PagePath
  exposure: Exposure
  canary: string | null
  link: string | null
  gone: number
  access: string | null
}

/** The paths of all PHP source files that are there, sorted. */
export function sourcePaths(ledger: Ledger): PagePath[] {
  return explaining(ledger.file, () =>
    ledger.database.prepare<[], PagePath>('SELECT path FROM files WHERE gone_in IS NULL ORDER BY path').pluck().all(),
  )
}

/**
 * Folders below the document root, `''` for itself, whose `.htaccess` rewrites URLs, sorted: it has rules, or switches
 * rewriting on, which is enough to hide the rules of the folders above.
 */
export function rewritingFolders(ledger: Ledger): PagePath[] {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[], PagePath>(`SELECT DISTINCT file FROM settings
         WHERE kind = 'rewrite' OR (kind = 'rewriting' AND name = 'rewriteengine') ORDER BY file`)
      .pluck()
      .all()
      .map((file) => file.slice(0, Math.max(0, file.lastIndexOf('/')))),
  )
}
