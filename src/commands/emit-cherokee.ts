import {EmitCommand, type Emitted, emitFlags} from '../emit-command.ts'
import {cherokee} from '../servers/cherokee/emitter.ts'

export default class EmitCherokee extends EmitCommand {
  static override summary = 'Write Cherokee rules that send the pages that moved to the backend'

  static override description =
    `A draft: rules to be put into \`cherokee.conf\` by hand, with a warning for what was not tried on a real Cherokee. \`docs/servers.md\` says more.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written) or \`--check\` found a difference, 2 no ledger or wrong usage.`

  static override examples = ['<%= config.bin %> emit-cherokee', '<%= config.bin %> emit-cherokee --out rules']

  static override flags = emitFlags(cherokee)

  protected override readonly emitter = cherokee

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitCherokee)
    return this.emit(flags)
  }
}
