import {hash} from 'node:crypto'
import {realpathSync, statSync} from 'node:fs'
import {MigrateError} from '../errors.ts'
import {ANALYSER_VERSION} from './analyser-version.ts'
import {isFile} from './disk-path.ts'
import {reasonOf} from './read-source.ts'
import {readTree} from './tree.ts'
import type {ScannedSite, ScanOptions, SiteSum} from './types.ts'
import {prepareForScan} from './v8-settings.ts'

/**
 * Scans a site: finds its files, reads those that changed, and says of each what it is and does. Whatever is wrong
 * with a file is recorded with it; the scan itself fails only without a document root or when it is aborted.
 *
 * @returns `undefined` when nothing changed since the scan whose sum is `options.memory.sum`
 * @throws MigrateError NO_DOCROOT when the document root is not a directory that can be read
 * @throws the signal's reason when `options.signal` is aborted
 */
export async function scanSite(options: ScanOptions): Promise<ScannedSite | undefined> {
  // The walk alone would let the space for new objects grow.
  prepareForScan()
  const startedAt = BigInt(Date.now()) * 1_000_000n
  const docroot = realDocroot(options.docroot)
  const tree = await readTree(docroot, startedAt, options.exclude, options.extensions)
  const sum = tree.sum && sumOf(tree.sum, options)
  if (sum !== undefined && isUnchanged(docroot, sum, options.memory.sum)) return undefined
  // What an unchanged site does not need takes longer to load than to find that it is unchanged.
  const {analyseSite} = await import('./analyse-site.ts')
  return analyseSite(docroot, startedAt, tree, sum, options)
}

/** What a scan gives depends on the analyser and on what people said of roles, besides the tree. */
function sumOf(tree: string, {roles}: ScanOptions): string {
  const given = [...(roles ?? [])].map(([path, {role, because}]) => `${path}\0${role}\0${because}`)
  return hash('sha1', [ANALYSER_VERSION, tree, ...given].join('\n'))
}

function isUnchanged(docroot: string, tree: string, before: SiteSum | undefined): boolean {
  if (before?.tree !== tree) return false
  return Object.entries(before.others).every(([path, existed]) => isFile(docroot, path) === existed)
}

function realDocroot(docroot: string): string {
  const hint = 'Name the directory that the web server serves: `migrate scan /var/www/shop`'
  try {
    const real = realpathSync.native(docroot)
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    throw new MigrateError('NO_DOCROOT', `The document root \`${docroot}\` can't be read: ${reasonOf(error)}`, hint)
  }
  throw new MigrateError('NO_DOCROOT', `The document root \`${docroot}\` is not a directory`, hint)
}
