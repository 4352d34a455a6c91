import {resolve} from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {checkSite, documentRootOf} from '../ledger/index.ts'
import {progressLine} from '../progress.ts'
import {checkDocroot, configuredDocroot, type Project} from '../project.ts'
import {changesText, type ScanSummary, scanText, summariseScan} from '../report/scan-summary.ts'
import {scanIntoLedger} from '../scan-into-ledger.ts'
import {watch} from '../watch.ts'

export default class Scan extends BaseCommand {
  static override summary = 'Read the PHP tree into the ledger: pages, includes, scripts and what each of them does'

  static override description =
    `Needs no configuration: DIR is the document root. A second scan reads only what changed. Status, owner, notes and history of a page are never lost; a page whose file disappeared is marked gone.

With \`--watch\` it goes on until Ctrl-C and says a line whenever something changes; with \`--json\` that line is the whole summary.

Exit status: 0 scanned, 2 the document root or the ledger can't be used, 130 stopped with Ctrl-C: the ledger is as it was.`

  static override examples = [
    '<%= config.bin %> scan examples/bookshop',
    '<%= config.bin %> scan /var/www/shop --exclude "uploads/**"',
    '<%= config.bin %> scan --watch',
    '<%= config.bin %> scan --json',
  ]

  static override args = {
    dir: Args.string({
      name: 'DIR',
      description: 'Document root; that of the configuration or of the last scan when left out',
    }),
  }

  static override flags = {
    exclude: Flags.string({multiple: true, helpValue: 'GLOB', summary: 'Leave files out; may be given several times'}),
    moved: Flags.boolean({summary: 'The same site now lies in DIR'}),
    watch: Flags.boolean({char: 'w', summary: 'Scan again whenever something changes'}),
  }

  async run(): Promise<ScanSummary> {
    const {args, flags} = await this.parse(Scan)
    const project = this.project(flags)
    const docroot = checkDocroot(project, args.dir === undefined ? this.#knownDocroot(project) : resolve(args.dir))
    const ledger = this.ledger(project, {create: true})
    checkSite(ledger, docroot, {moved: flags.moved})
    const signal = this.interrupted()
    const scan = async (): Promise<{summary: ScanSummary; isUnchanged: boolean}> => {
      const started = performance.now()
      const progress = progressLine('Scanning', 'files')
      try {
        const {record, isUnchanged} = await scanIntoLedger({
          ledger,
          docroot,
          exclude: [...(project.config?.site.exclude ?? []), ...(flags.exclude ?? [])],
          extensions: project.config?.site.extensions,
          actor: this.actor(),
          onWait: () => this.say('Another scan of this project is running; waiting for it'),
          onProgress: progress.update,
          signal,
        })
        return {summary: summariseScan(docroot, record, performance.now() - started), isUnchanged}
      } finally {
        progress.end()
      }
    }
    const {summary} = await scan()
    this.log(scanText(summary, project.ledgerFile))
    if (!flags.watch) return summary
    if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify(summary)}\n`)
    this.say('Watching; Ctrl-C ends it')
    await watch(async () => {
      const {summary: news, isUnchanged} = await scan()
      if (isUnchanged) return
      this.log(changesText(news, new Date()))
      if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify(news)}\n`)
    }, signal)
    return this.exit(0)
  }

  #knownDocroot(project: Project): string {
    const known = configuredDocroot(project) ?? documentRootOf(this.ledger(project))
    if (known !== undefined) return known
    throw new MigrateError('NO_DOCROOT', 'No document root to scan', 'Name it once: `migrate scan /var/www/shop`')
  }
}
