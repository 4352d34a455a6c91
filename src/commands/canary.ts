import * as Flags from '@oclif/core/flags'
import {BaseCommand, PAGES, REASON} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {movePages} from '../ledger/index.ts'
import type {Canary as Audience, Moved} from '../ledger/types.ts'
import {handlersDirectory} from '../project.ts'
import {movedText} from '../report/moved.ts'
import {notReady, unreadyHandlers} from '../scaffold/handler-state.ts'
import {selectPages} from '../selection.ts'
import {REGISTER_URL} from '../site.ts'

export default class Canary extends BaseCommand {
  static override summary = 'Expose a page to some visitors: TypeScript answers them, PHP the others'

  static override description =
    `Who sends the cookie or the header with the value 1 is in, and so many of all visitors, always the same ones. The web server follows when its configuration is emitted again.

Exit status: 0 exposed, 1 the handler is not ready, 2 no such page or an illegal move.`

  static override examples = [
    '<%= config.bin %> canary cart.php --cookie ts',
    '<%= config.bin %> canary cart.php --cookie ts --percent 5',
    '<%= config.bin %> canary cart.php --off --reason "prices were wrong"',
  ]

  static override strict = false

  static override args = PAGES

  static override flags = {
    ...REASON,
    cookie: Flags.string({helpValue: 'NAME', summary: 'Visitors who send this cookie with the value 1'}),
    header: Flags.string({helpValue: 'NAME', summary: 'Requests that have this header with the value 1'}),
    percent: Flags.integer({min: 1, max: 100, summary: 'So many of all visitors, always the same ones'}),
    off: Flags.boolean({exclusive: ['cookie', 'header', 'percent'], summary: 'Back to PHP for everybody'}),
    force: Flags.boolean({dependsOn: ['reason'], summary: 'Even though the handler is not ready; needs `--reason`'}),
  }

  async run(): Promise<Moved[]> {
    const {argv, flags} = await this.parse(Canary)
    const project = this.project(flags)
    const ledger = this.ledger(project)
    const canary = flags.off ? undefined : audience(flags)
    const pages = selectPages(ledger, argv as string[])
    const unready = canary ? unreadyHandlers(handlersDirectory(project), pages, REGISTER_URL) : []
    if (unready.length > 0 && !flags.force) throw notReady('Not exposed', unready)
    const options = {canary, reason: flags.reason, forced: unready.length > 0}
    const moved = movePages(ledger, pages, 'canary', this.actor(), options)
    this.log(movedText(moved))
    this.say(
      'Visitors see it once the configuration of the web server is emitted again: `migrate emit-apache`, or the command of your server',
    )
    return moved
  }
}

/** Names that can stand in the configuration of every web server. */
function audience(flags: {
  cookie?: string | undefined
  header?: string | undefined
  percent?: number | undefined
}): Audience {
  const {cookie, header, percent} = flags
  for (const [what, name] of [
    ['cookie', cookie],
    ['header', header],
  ] as const) {
    if (name === undefined || /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) continue
    throw new MigrateError(
      'USAGE',
      `\`--${what} ${name}\` is not a name of letters, digits, dashes and underscores`,
      `Use a name such as \`${what === 'cookie' ? 'ts' : 'X-Migrate'}\``,
    )
  }
  if (cookie === undefined && header === undefined && percent === undefined) {
    throw new MigrateError(
      'USAGE',
      'Nothing says which visitors the page is exposed to',
      'Give `--cookie NAME`, `--header NAME` or `--percent N`, or `--off` to take it back',
    )
  }
  return {
    ...(cookie === undefined ? {} : {cookie}),
    ...(header === undefined ? {} : {header}),
    ...(percent === undefined ? {} : {percent}),
  }
}
