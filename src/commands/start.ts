import {BaseCommand, PAGES, REASON} from '../base-command.ts'
import {movePages} from '../ledger/index.ts'
import type {Moved} from '../ledger/types.ts'
import {movedText} from '../report/moved.ts'
import {selectPages} from '../selection.ts'

export default class Start extends BaseCommand {
  static override summary = 'Say that somebody is porting a page'

  static override description =
    'Exit status: 0 moved, 2 no such page or an illegal move (the hint names the legal ones).'

  static override examples = ['<%= config.bin %> start cart.php', '<%= config.bin %> start "admin/*.php"']

  static override strict = false

  static override args = PAGES

  static override flags = REASON

  async run(): Promise<Moved[]> {
    const {argv, flags} = await this.parse(Start)
    const ledger = this.ledger(this.project(flags))
    const pages = selectPages(ledger, argv as string[])
    const moved = movePages(ledger, pages, 'start', this.actor(), {reason: flags.reason})
    this.log(movedText(moved))
    return moved
  }
}
