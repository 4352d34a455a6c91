import {EmitCommand, type Emitted, emitFlags} from '../emit-command.ts'
import {lighttpd} from '../servers/lighttpd/emitter.ts'

export default class EmitLighttpd extends EmitCommand {
  static override summary = 'Write the lighttpd configuration that sends the pages that moved to the backend'

  static override description =
    `A table of files that lighttpd asks before your own \`fastcgi.server\`; nothing of yours changes. \`docs/servers.md\` says what lighttpd can and can't do.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written) or \`--check\` found a difference, 2 no ledger or wrong usage.`

  static override examples = [
    '<%= config.bin %> emit-lighttpd',
    '<%= config.bin %> emit-lighttpd --out /etc/lighttpd',
    '<%= config.bin %> emit-lighttpd --out /etc/lighttpd --check',
  ]

  static override flags = emitFlags(lighttpd)

  protected override readonly emitter = lighttpd

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitLighttpd)
    return this.emit(flags)
  }
}
