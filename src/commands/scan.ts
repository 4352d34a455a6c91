import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {
  checkSite,
  documentRootOf,
  factsOfHash,
  listPages,
  lockScan,
  previousFiles,
  recordScan,
} from '../ledger/index.ts'
import {bytesOfPagePath, type PagePath} from '../page.ts'
import {progressLine} from '../progress.ts'
import {checkDocroot, configuredDocroot, type Project} from '../project.ts'
import type {ScanSummary} from '../report/scan-summary.ts'

export default class Scan extends BaseCommand {
  static override summary = 'Read the PHP tree into the ledger: pages, includes, scripts and what each of them does'

  static override description =
    `Needs no configuration: DIR is the document root. A second scan reads only what changed. Status, owner, notes and history of a page are never lost; a page whose file disappeared is marked gone.

Exit status: 0 scanned, 2 the document root or the ledger can't be used.`

  static override examples = [
    '<%= config.bin %> scan examples/bookshop',
    '<%= config.bin %> scan /var/www/shop --exclude "uploads/**"',
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
  }

  async run(): Promise<ScanSummary> {
    const {args, flags} = await this.parse(Scan)
    const project = this.project(flags)
    const [{ANALYSER_VERSION, DEFAULT_EXTENSIONS, scanSite}, {summariseScan, scanText}] = await Promise.all([
      import('../scan/index.ts'),
      import('../report/scan-summary.ts'),
    ])
    const started = performance.now()
    const given = args.dir === undefined ? this.#knownDocroot(project) : resolve(args.dir)
    const docroot = checkDocroot(project, given)
    const unlock = await lockScan(project.ledgerFile, {
      onWait: () => this.say('Another scan of this project is running; waiting for it'),
    })
    const progress = progressLine('Scanning', 'files')
    try {
      const ledger = this.ledger(project, {create: true})
      checkSite(ledger, docroot, {moved: flags.moved})
      const site = await scanSite({
        docroot,
        exclude: [...(project.config?.site.exclude ?? []), ...(flags.exclude ?? [])],
        extensions: project.config?.site.extensions ?? DEFAULT_EXTENSIONS,
        previous: previousFiles(ledger, ANALYSER_VERSION),
        factsOfHash: factsOfHash(ledger, ANALYSER_VERSION),
        onProgress: progress.update,
      })
      const record = recordScan(ledger, site, ANALYSER_VERSION, this.actor(), (path) => isThere(docroot, path))
      progress.end()
      const summary = summariseScan(docroot, record, listPages(ledger), performance.now() - started)
      this.log(scanText(summary, project.ledgerFile))
      return summary
    } finally {
      progress.end()
      unlock()
    }
  }

  #knownDocroot(project: Project): string {
    const known = configuredDocroot(project) ?? documentRootOf(this.ledger(project))
    if (known !== undefined) return known
    throw new MigrateError('NO_DOCROOT', 'No document root to scan', 'Name it once: `migrate scan /var/www/shop`')
  }
}

/** A file that the scan did not meet and that is still there was excluded. */
function isThere(docroot: string, path: PagePath): boolean {
  return existsSync(Buffer.concat([Buffer.from(`${docroot}/`), bytesOfPagePath(path)]))
}
