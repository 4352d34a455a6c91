import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {definitionsCalled, documentRootOf, factsOf, filesReadingByName, type Ledger, readPage} from '../ledger/index.ts'
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {PagePath} from '../page.ts'
import type {PageCalls} from '../report/page-calls.ts'
import {detailText} from '../report/page-detail.ts'
import {type PlacedDetail, withPlaces} from '../report/places.ts'
import {urlForms} from '../routes/urls/forms.ts'
import type {UrlForm} from '../routes/urls/types.ts'
import {inputReaders} from '../scan/deep/input-readers.ts'
import type {DeepResult} from '../scan/deep/types.ts'
import {selectPages} from '../selection.ts'
import {urlsOfSite} from '../site-urls.ts'

/** A page as `--json` has it. */
type Shown = PlacedDetail &
  PageCalls & {
    /** The URLs on which visitors reach it; `null` until the next scan. */
    urls: UrlForm[] | null
    deep?: DeepResult
  }

export default class Show extends BaseCommand {
  static override summary = 'Show everything known about a page, each fact with its file and line'

  static override description =
    `What a porter reads first: what the page takes, does, calls and includes, what is hard about it, and on
which URLs visitors reach it.
The screen groups and counts; \`--json\` has every fact.

Exit status: 0 shown, 2 no such page or no ledger.`

  static override examples = [
    '<%= config.bin %> show cart.php',
    '<%= config.bin %> show cart.php --deep',
    '<%= config.bin %> show admin/index.php --json',
  ]

  static override args = {
    page: Args.string({
      name: 'PAGE',
      required: true,
      description: 'A path below the document root; includes and scripts too',
    }),
  }

  static override flags = {
    deep: Flags.boolean({
      summary: 'Also read the file with php-parser: where inputs go, functions, dead code, outline',
    }),
  }

  async run(): Promise<Shown | Shown[]> {
    const {args, flags} = await this.parse(Show)
    const project = this.project(flags)
    const ledger = this.ledger(project)
    const site = urlsOfSite(project, ledger)
    const shown: Shown[] = []
    for (const path of selectPages(ledger, [args.page])) {
      const page = readPage(ledger, path)
      const called = definitionsCalled(ledger, page)
      const helpers = filesReadingByName(
        ledger,
        called.map(({file}) => file).filter((file) => file !== path),
      )
      const calls = {called, inputReaders: readersOf(ledger, page, helpers)}
      if (shown.length > 0) this.log('')
      const urls = site ? urlForms(path, site) : null
      this.log(detailText(page, calls, urls))
      shown.push({
        ...withPlaces(page),
        ...calls,
        urls,
        ...(flags.deep ? {deep: await this.#deep(ledger, page, helpers)} : {}),
      })
    }
    const [only, ...others] = shown
    return only && others.length === 0 ? only : shown
  }

  /** Prints the deep view of the file as it is on disk now. */
  async #deep(ledger: Ledger, page: LedgerPageDetail, helpers: readonly PagePath[]): Promise<DeepResult> {
    const [{deepView}, {deepText}] = await Promise.all([
      import('../scan/deep/deep-view.ts'),
      import('../report/page-deep.ts'),
    ])
    const deep = await deepView(documentRootOf(ledger) ?? '', page.path, helpers)
    this.log(`\n${deepText(page, deep)}`)
    return deep
  }
}

/** Functions that the page calls and that may read inputs for it. */
function readersOf(ledger: Ledger, page: LedgerPageDetail, helpers: readonly PagePath[]): string[] {
  const others = helpers.flatMap((path) => factsOf(ledger, path)?.facts ?? [])
  return inputReaders(page.facts?.callsOf ?? [], others)
}
