import * as Flags from '@oclif/core/flags'
import {BaseCommand, PAGES} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {checkMoves, factsOf, isScaffold, type Ledger, movePages, readPage, rememberScaffold} from '../ledger/index.ts'
import type {LedgerPageDetail} from '../ledger/types.ts'
import {type PagePath, printable} from '../page.ts'
import {handlersDirectory, refuseInsideDocroot} from '../project.ts'
import {scaffoldedText} from '../report/scaffolded.ts'
import type {IncludedFile} from '../scaffold/checklist.ts'
import type {Scaffolded} from '../scaffold/scaffold.ts'
import {selectPages} from '../selection.ts'

export default class Scaffold extends BaseCommand {
  static override summary = "Write a page's TypeScript handler, typed by what its PHP does, and a test for it"

  static override description =
    `\`index.php\` becomes \`handlers/index.php.ts\`. Its inputs, its session mode and a checklist of what to port are in it, each with file and line. Until it is ported it answers 501. A file that somebody edited is never overwritten.

Exit status: 0 written or unchanged, 1 an edited file was left as it is, 2 no such page, no page, or an illegal move.`

  static override examples = [
    '<%= config.bin %> scaffold index.php',
    '<%= config.bin %> scaffold "admin/*.php"',
    '<%= config.bin %> scaffold cart.php --force',
  ]

  static override strict = false

  static override args = PAGES

  static override flags = {
    force: Flags.boolean({summary: 'Replace an edited handler; its contents are kept beside it as `.kept-1`'}),
    'as-page': Flags.boolean({summary: 'Also for a file that the scan takes for something else than a page'}),
  }

  async run(): Promise<Scaffolded[]> {
    const {argv, flags} = await this.parse(Scaffold)
    const {scaffoldPage} = await import('../scaffold/scaffold.ts')
    const project = this.project(flags)
    const ledger = this.ledger(project)
    const docroot = this.docroot(project)
    if (docroot !== undefined) refuseInsideDocroot(project, docroot)
    const details = selectPages(ledger, argv as string[]).map((path) => readPage(ledger, path))
    if (!flags['as-page']) for (const page of details) refuseOthers(page)
    checkMoves(
      ledger,
      details.map((page) => page.path),
      'scaffold',
    )
    // All that can fail for a page comes before the first file is written.
    const includedFiles = includedFilesReader(ledger)
    const prepared = details.map((page) => ({page, included: includedFiles(page)}))
    const scaffolded = prepared.map(({page, included}) => {
      const result = scaffoldPage(page, included, {
        handlersDirectory: handlersDirectory(project),
        force: flags.force,
        isScaffold: (file, hash) => isScaffold(ledger, page.path, file, hash),
        remember: (file, hash) => rememberScaffold(ledger, page.path, file, hash),
      })
      if (result.handler.outcome !== 'kept') movePages(ledger, [page.path], 'scaffold', this.actor())
      return result
    })
    this.log(scaffoldedText(scaffolded, process.cwd()))
    if (scaffolded.some((result) => result.handler.outcome === 'kept')) {
      this.say('`--force` replaces an edited handler and keeps a copy of it')
      this.checkSaidNo()
    }
    return scaffolded
  }
}

/** Reads the facts of what a page includes, each file once for all pages; a file that is no PHP by its name has none. */
function includedFilesReader(ledger: Ledger): (page: LedgerPageDetail) => IncludedFile[] {
  const known = new Map<PagePath, IncludedFile | undefined>()
  const read = (path: PagePath): IncludedFile | undefined => {
    const file = factsOf(ledger, path)
    return file && {path, ...file}
  }
  return ({closure}) =>
    closure.flatMap((path) => {
      if (!known.has(path)) known.set(path, read(path))
      return known.get(path) ?? []
    })
}

function refuseOthers(page: LedgerPageDetail): void {
  if (['page', 'subpage', 'stub', 'unsure'].includes(page.role)) return
  throw new MigrateError(
    'NOT_A_PAGE',
    `\`${printable(page.path)}\` is a file of role ${page.role}, which visitors don't request`,
    `\`migrate show ${printable(page.path)}\` says why; \`--as-page\` scaffolds it all the same`,
  )
}
