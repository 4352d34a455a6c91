import * as Args from '@oclif/core/args'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {historyOf, notePages} from '../ledger/index.ts'
import type {LedgerEvent} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {selectPages} from '../selection.ts'

export default class Note extends BaseCommand {
  static override summary = 'Write a note about a page into its history'

  static override description = 'Notes are shown by `migrate show PAGE`. Exit status: 0 written, 2 no such page.'

  static override examples = ['<%= config.bin %> note cart.php "the coupon field is dead since 2011"']

  static override args = {
    page: Args.string({
      name: 'PAGE',
      required: true,
      description: 'A path below the document root, or a glob in quotes',
    }),
    text: Args.string({name: 'TEXT', required: true, description: 'The note, in quotes'}),
  }

  async run(): Promise<LedgerEvent[]> {
    const {args, flags} = await this.parse(Note)
    if (args.text.trim() === '')
      throw new MigrateError('USAGE', 'The note is empty', 'Write it in quotes: `migrate note cart.php "…"`')
    const ledger = this.ledger(this.project(flags))
    const pages = selectPages(ledger, [args.page])
    notePages(ledger, pages, args.text, this.actor())
    this.log(pages.map((page) => `Noted for ${printable(page)}`).join('\n'))
    return pages.flatMap((page) => historyOf(ledger, page).slice(-1))
  }
}
