import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../base-command.ts'
import type {ShownEntry} from '../../doctor/types.ts'
import {MigrateError} from '../../errors.ts'
import {printable} from '../../page.ts'
import {runtimeSettings} from '../../site.ts'

export default class SessionShow extends BaseCommand {
  static override summary = "Print the variables of one of the site's sessions, with PHP's types"

  static override description =
    `Reads without a lock and changes nothing, not even how old the session is. Run it as the user that PHP runs as, who alone may read session files.

Exit status: 0 shown, 1 there is no such session, 2 it can't be read.`

  static override examples = [
    '<%= config.bin %> session show 3k1v9g8c2n5m7q0r4t6w8y0z2b',
    'sudo -u www-data <%= config.bin %> session show 3k1v9g8c2n5m7q0r4t6w8y0z2b --json',
  ]

  static override args = {
    id: Args.string({name: 'ID', required: true, description: "The session's identifier: the value of its cookie"}),
  }

  async run(): Promise<{id: string; variables: ShownEntry[] | null}> {
    const {args, flags} = await this.parse(SessionShow)
    const [{readSession}, {sessionText}] = await Promise.all([
      import('../../doctor/read-session.ts'),
      import('../../report/session-variables.ts'),
    ])
    const {id} = args
    const variables = await readSession(runtimeSettings(this.project(flags)), id).catch((cause: Error) => {
      if (cause instanceof MigrateError) throw cause
      throw new MigrateError(
        'SESSION_UNREADABLE',
        `The session can't be read: ${printable(cause.message)}`,
        'Run `migrate session doctor`, as the user that PHP runs as',
        {cause},
      )
    })
    if (variables === undefined) {
      this.say(`There is no session \`${printable(id)}\``)
      this.checkSaidNo()
    } else if (variables.length > 0) this.log(sessionText(variables))
    else this.say('The session is empty')
    return {id, variables: variables ?? null}
  }
}
