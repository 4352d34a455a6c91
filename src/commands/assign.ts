import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {assignPages} from '../ledger/index.ts'
import {type PagePath, printable} from '../page.ts'
import {selectPages} from '../selection.ts'

export default class Assign extends BaseCommand {
  static override summary = 'Give a page to somebody'

  static override description = 'Exit status: 0 assigned, 2 no such page.'

  static override examples = [
    '<%= config.bin %> assign cart.php ana',
    '<%= config.bin %> assign "admin/*.php" ben',
    '<%= config.bin %> assign cart.php --nobody',
  ]

  static override args = {
    page: Args.string({
      name: 'PAGE',
      required: true,
      description: 'A path below the document root, or a glob in quotes',
    }),
    owner: Args.string({name: 'OWNER', description: 'Who ports the page'}),
  }

  static override flags = {
    nobody: Flags.boolean({summary: 'Take the page from its owner'}),
  }

  async run(): Promise<{path: PagePath; owner: string | null}[]> {
    const {args, flags} = await this.parse(Assign)
    if ((args.owner === undefined) === !flags.nobody) {
      throw new MigrateError('USAGE', 'Name one OWNER, or say `--nobody`', 'For example `migrate assign cart.php ana`')
    }
    const owner = args.owner ?? null
    const ledger = this.ledger(this.project(flags))
    const pages = selectPages(ledger, [args.page])
    assignPages(ledger, pages, owner, this.actor())
    this.log(
      pages
        .map((page) => `${printable(page)} is ${owner === null ? "nobody's" : `${printable(owner)}'s`} now`)
        .join('\n'),
    )
    return pages.map((path) => ({path, owner}))
  }
}
