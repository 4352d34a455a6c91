import {existsSync} from 'node:fs'
import {basename, join, relative, resolve} from 'node:path'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {CONFIG_FILE, checkDocroot} from '../project.ts'
import type {ProjectFile} from '../publish/project-files.ts'

export default class Init extends BaseCommand {
  static override summary = 'Make the current folder a project: configuration, .gitignore lines, tsconfig.json'

  static override description =
    `The project folder holds the ledger and the handlers, so it must not lie inside the document root: a folder beside it is usual. Files that exist are left as they are; lines are only added to a .gitignore.

Exit status: 0 written or nothing to do, 2 the document root can't be used.`

  static override examples = [
    '<%= config.bin %> init --docroot ../shop',
    '<%= config.bin %> init --docroot /var/www/shop --dry-run',
    '<%= config.bin %> init --docroot ../shop --print',
  ]

  static override flags = {
    docroot: Flags.string({helpValue: 'DIR', summary: 'The document root; asked for on a terminal when left out'}),
    print: Flags.boolean({summary: 'Print the configuration, write nothing'}),
    'dry-run': Flags.boolean({summary: 'Say what would be written, write nothing'}),
  }

  async run(): Promise<{dryRun: boolean; files: ProjectFile[]} | Record<string, unknown>> {
    const {flags} = await this.parse(Init)
    const {configuration, writeProjectFiles} = await import('../publish/project-files.ts')
    if (flags.config !== undefined) {
      throw new MigrateError(
        'USAGE',
        '`init` writes into the current folder and takes no `--config`',
        'Change to the project folder first',
      )
    }
    const directory = process.cwd()
    const asked = flags.docroot ?? (await askDocroot())
    const docroot = checkDocroot({directory, ledgerFile: join(directory, '.migrate', 'ledger.db')}, resolve(asked))
    const config = configuration(directory, relative(directory, docroot))
    if (flags.print) {
      this.log(JSON.stringify(config, null, 2))
      return config
    }
    const files = writeProjectFiles(directory, config, {dryRun: flags['dry-run']})
    for (const {file, outcome} of files) {
      this.log(
        `${printable(basename(file))}  ${outcome === 'written' && flags['dry-run'] ? 'would be written' : outcome}`,
      )
    }
    if (!existsSync(join(directory, '.migrate')) && !flags['dry-run'])
      this.say(`Next: migrate scan        reads ${printable(docroot)} into the ledger`)
    if (files.some(({file, outcome}) => file.endsWith(CONFIG_FILE) && outcome === 'kept')) {
      this.say(`\`${CONFIG_FILE}\` was there and stays as it is`)
    }
    return {dryRun: flags['dry-run'], files}
  }
}

async function askDocroot(): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new MigrateError('USAGE', 'No document root was named', 'For example `migrate init --docroot ../shop`')
  }
  const {createInterface} = await import('node:readline/promises')
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  try {
    const answer = await terminal.question('Document root (the folder that the web server serves): ')
    if (answer.trim() !== '') return answer.trim()
    throw new MigrateError('USAGE', 'No document root was named', 'For example `migrate init --docroot ../shop`')
  } finally {
    terminal.close()
  }
}
