import * as Flags from '@oclif/core/flags'
import {BaseCommand, PAGES, REASON} from '../base-command.ts'
import {classifyPages, documentRootOf, lastExclude, readPage} from '../ledger/index.ts'
import type {PagePath} from '../page.ts'
import {printable} from '../page.ts'
import {ROLE_NAMES} from '../report/page-list.ts'
import type {Role} from '../scan/types.ts'
import {scanIntoLedger} from '../scan-into-ledger.ts'
import {selectPages} from '../selection.ts'

/** What a person can say of a file; being unsure is for the scan. */
const ROLES = ROLE_NAMES.filter((role) => role !== 'unsure')

/** What a file is from now on. */
interface Classified {
  path: PagePath
  role: Role
  /** Whether a person said so; else the scan. */
  classified: boolean
}

export default class Classify extends BaseCommand {
  static override summary = 'Say what kind of file it is, where the scan is wrong or unsure'

  static override description =
    `No scan overrules it. The site is scanned again at once, for what follows from it: includes, session, effort. \`--as auto\` leaves the decision to the scan again. Kept in the history.

Exit status: 0 classified, 2 no such file, or the document root can't be read.`

  static override examples = [
    '<%= config.bin %> classify old/entry.php --as page --reason "linked from the newsletter"',
    '<%= config.bin %> classify "blocks/*.php" --as template',
    '<%= config.bin %> classify old/entry.php --as auto',
  ]

  static override args = PAGES
  static override strict = false

  static override flags = {
    as: Flags.option({options: [...ROLES, 'auto'] as const, required: true, summary: 'The role, or `auto`'})(),
    ...REASON,
  }

  async run(): Promise<Classified[]> {
    const {argv, flags} = await this.parse(Classify)
    const project = this.project(flags)
    const ledger = this.ledger(project)
    const paths = selectPages(ledger, argv as string[], 'files')
    classifyPages(ledger, paths, flags.as === 'auto' ? null : flags.as, this.actor(), flags.reason)
    await scanIntoLedger({
      ledger,
      docroot: documentRootOf(ledger) ?? '',
      exclude: lastExclude(ledger),
      extensions: project.config?.site.extensions,
      actor: this.actor(),
    })
    const all = paths.map((path) => {
      const {role, classified} = readPage(ledger, path)
      return {path, role, classified}
    })
    this.log(
      all
        .map(
          ({path, role, classified}) =>
            `\`${printable(path)}\` is ${role}${classified ? ', from now on' : ', as the scan sees it'}`,
        )
        .join('\n'),
    )
    return all
  }
}
