import * as Args from '@oclif/core/args'
import {BaseCommand} from '../base-command.ts'
import {readPage} from '../ledger/index.ts'
import {detailText} from '../report/page-detail.ts'
import {type PlacedDetail, withPlaces} from '../report/places.ts'
import {selectPages} from '../selection.ts'

export default class Show extends BaseCommand {
  static override summary = 'Show everything known about a page, each fact with its file and line'

  static override description = 'Exit status: 0 shown, 2 no such page or no ledger.'

  static override examples = ['<%= config.bin %> show cart.php', '<%= config.bin %> show admin/index.php --json']

  static override args = {
    page: Args.string({
      name: 'PAGE',
      required: true,
      description: 'A path below the document root; includes and scripts too',
    }),
  }

  async run(): Promise<PlacedDetail | PlacedDetail[]> {
    const {args, flags} = await this.parse(Show)
    const ledger = this.ledger(this.project(flags))
    const pages = selectPages(ledger, [args.page]).map((path) => readPage(ledger, path))
    this.log(pages.map(detailText).join('\n\n'))
    const placed = pages.map(withPlaces)
    return placed.length === 1 && placed[0] ? placed[0] : placed
  }
}
