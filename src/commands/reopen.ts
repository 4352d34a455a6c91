import {BaseCommand, PAGES, REASON} from '../base-command.ts'
import {movePages} from '../ledger/index.ts'
import type {Moved} from '../ledger/types.ts'
import {movedText} from '../report/moved.ts'
import {selectPages} from '../selection.ts'

export default class Reopen extends BaseCommand {
  static override summary = 'Take a page back to work: PHP answers it again'

  static override description =
    `The page's status goes from done to porting, and its route back to PHP. The web server follows when its configuration is emitted again: \`migrate emit-apache\`, or the command of your server.

Exit status: 0 moved, 2 no such page or an illegal move (the hint names the legal ones).`

  static override examples = ['<%= config.bin %> reopen cart.php --reason "prices rounded differently"']

  static override strict = false

  static override args = PAGES

  static override flags = REASON

  async run(): Promise<Moved[]> {
    const {argv, flags} = await this.parse(Reopen)
    const ledger = this.ledger(this.project(flags))
    const pages = selectPages(ledger, argv as string[])
    const moved = movePages(ledger, pages, 'reopen', this.actor(), {reason: flags.reason})
    this.log(movedText(moved))
    this.say(
      'PHP answers again once the web server has the new configuration: `migrate emit-apache`, or the command of your server',
    )
    return moved
  }
}
