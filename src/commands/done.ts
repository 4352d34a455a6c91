import * as Flags from '@oclif/core/flags'
import {BaseCommand, PAGES, REASON} from '../base-command.ts'
import {movePages, readPage} from '../ledger/index.ts'
import type {Moved} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {handlersDirectory} from '../project.ts'
import {movedText} from '../report/moved.ts'
import {notReady, unreadyHandlers} from '../scaffold/handler-state.ts'
import {selectPages} from '../selection.ts'
import {REGISTER_URL} from '../site.ts'

export default class Done extends BaseCommand {
  static override summary = 'Say that a page is ported: its route goes to TypeScript'

  static override description =
    `Refuses a page without a handler, with a handler that can't be loaded, or with one that still has a hole. The web server follows when its configuration is emitted again: \`migrate emit-apache\`, or the command of your server.

Exit status: 0 moved, 1 the handler is not ready, 2 no such page or an illegal move (the hint names the legal ones).`

  static override examples = [
    '<%= config.bin %> done cart.php',
    '<%= config.bin %> done report.php --force --reason "the export is not used any more"',
  ]

  static override strict = false

  static override args = PAGES

  static override flags = {
    ...REASON,
    force: Flags.boolean({dependsOn: ['reason'], summary: 'Even though the handler is not ready; needs `--reason`'}),
  }

  async run(): Promise<Moved[]> {
    const {argv, flags} = await this.parse(Done)
    const project = this.project(flags)
    const ledger = this.ledger(project)
    const pages = selectPages(ledger, argv as string[])
    const details = pages.map((path) => readPage(ledger, path))
    const unready = unreadyHandlers(handlersDirectory(project), pages, REGISTER_URL)
    if (unready.length > 0 && !flags.force) throw notReady('Not done', unready)
    const moved = movePages(ledger, pages, 'done', this.actor(), {reason: flags.reason, forced: unready.length > 0})
    this.log(movedText(moved))
    for (const {path} of details.filter((page) => page.flags.includes('stale'))) {
      this.say(
        `Warning: the PHP of \`${printable(path)}\` changed after its handler was scaffolded; look whether the handler has the change`,
      )
    }
    this.say(
      'TypeScript answers once `migrate serve` knows the handler (SIGHUP with `--workers`, else a restart) and the web server its route: `migrate emit-apache`, or the command of your server',
    )
    return moved
  }
}
