import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import * as Args from '@oclif/core/args'
import {globSync} from 'glob'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {handlersDirectory} from '../project.ts'
import {handlerTestFile} from '../scaffold/handler-file.ts'
import {selectPages} from '../selection.ts'
import {REGISTER_URL} from '../site.ts'

export default class Test extends BaseCommand {
  static override summary = 'Run the tests of handlers with the test runner of Node'

  static override description =
    `Runs \`handlers/**/*.test.ts\`, or the test of the pages given. \`banyan/runtime\` is found wherever migrate is installed.

Exit status: 0 all pass, 1 one fails, 2 there is no test.`

  static override examples = ['<%= config.bin %> test', '<%= config.bin %> test cart.php']

  static override strict = false

  static override args = {
    page: Args.string({name: 'PAGE', description: 'Paths below the document root; all tests when left out'}),
  }

  async run(): Promise<{files: string[]; passed: boolean}> {
    const {argv, flags} = await this.parse(Test)
    const project = this.project(flags)
    const directory = handlersDirectory(project)
    const pages = argv.length > 0 ? selectPages(this.ledger(project), argv as string[]) : undefined
    const files =
      pages?.map((page) => handlerTestFile(directory, page)) ??
      globSync('**/*.test.ts', {cwd: directory, absolute: true, ignore: 'node_modules/**'}).sort()
    const missing = files.find((file) => !existsSync(file))
    if (files.length === 0 || missing !== undefined) {
      const wanted = printable(missing ?? `${directory}/**/*.test.ts`)
      throw new MigrateError('NO_TEST', `There is no test \`${wanted}\``, 'Run `migrate scaffold PAGE` first')
    }
    // With --json the report is talk, and stdout carries only the result.
    const stdio = ['inherit', this.jsonEnabled() ? 2 : 'inherit', 'inherit'] as const
    // The test runner takes names for globs, and knows no backslash in them.
    const names = files.map((file) => file.replace(/[*?[\]{}]/g, '[$&]'))
    const {status} = spawnSync(process.execPath, ['--import', REGISTER_URL, '--test', ...names], {stdio: [...stdio]})
    if (status !== 0) this.checkSaidNo()
    return {files, passed: status === 0}
  }
}
