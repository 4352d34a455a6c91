/** Which pages a command is about: PAGE arguments into page paths. */
import {readFileSync} from 'node:fs'
import {relative, resolve, sep} from 'node:path'
import {Minimatch} from 'minimatch'
import {MigrateError} from './errors.ts'
import {documentRootOf, isInLedger, type Ledger, listPages, readPage} from './ledger/index.ts'
import type {LedgerPage} from './ledger/types.ts'
import {type PagePath, printable} from './page.ts'

/**
 * The pages that the arguments name, sorted, each once.
 *
 * @param given a path below the document root, a path on disk inside it, a glob, or `-` for a list on stdin
 * @param of which files a glob takes: pages and what may be one, or all
 * @throws MigrateError NO_SUCH_PAGE, NOTHING_MATCHES
 */
export function selectPages(ledger: Ledger, given: readonly string[], of: 'pages' | 'files' = 'pages'): PagePath[] {
  const names = given.flatMap((argument) => (argument === '-' ? linesOfStdin() : [argument]))
  const selected = new Set<PagePath>()
  let files: LedgerPage[] | undefined
  for (const name of names) {
    const path = isInLedger(ledger, name) ? name : belowDocroot(ledger, name)
    if (isInLedger(ledger, path)) {
      selected.add(path)
      continue
    }
    const glob = new Minimatch(name, {dot: true})
    if (!glob.hasMagic()) readPage(ledger, path) // says that there is no such page, and which was meant
    files ??= listPages(ledger).filter((file) => !file.flags.includes('gone') && (of === 'files' || isPage(file.role)))
    const matches = files.filter((file) => glob.match(file.path))
    if (matches.length === 0) {
      throw new MigrateError(
        'NOTHING_MATCHES',
        `No ${of === 'files' ? 'file' : 'page'} matches \`${printable(name)}\``,
        `\`migrate list${of === 'files' ? ' --all' : ''}\` shows all ${of}; quote the glob so that the shell leaves it alone`,
      )
    }
    for (const match of matches) selected.add(match.path)
  }
  return [...selected].sort()
}

/** Whether a glob takes a file of this role: pages, and what may be one. */
function isPage(role: string): boolean {
  return role === 'page' || role === 'subpage' || role === 'unsure'
}

/** `./cart.php`, `/cart.php`, `../shop/cart.php` → `cart.php`. */
function belowDocroot(ledger: Ledger, name: string): PagePath {
  const docroot = documentRootOf(ledger)
  if (docroot !== undefined) {
    const way = relative(docroot, resolve(name))
    if (way !== '' && way !== '..' && !way.startsWith(`..${sep}`)) return way.split(sep).join('/')
  }
  return name.replace(/^(\.?\/)+/, '')
}

function linesOfStdin(): string[] {
  return readFileSync(0, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}
