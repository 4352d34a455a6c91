import {EmitCommand, type Emitted, emitFlags} from '../emit-command.ts'
import {caddy} from '../servers/caddy/emitter.ts'

export default class EmitCaddy extends EmitCommand {
  static override summary = 'Write the Caddy configuration that sends the pages that moved to the backend'

  static override description =
    `Two maps for the block of the site, and a placeholder for the address of your own \`php_fastcgi\`, which stays as it is: the head of the text says how, once. Needs \`legacy.fastcgi\` in the configuration. \`docs/servers.md\` says what Caddy can and can't do.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written) or \`--check\` found a difference, 2 no ledger or wrong usage.`

  static override examples = [
    '<%= config.bin %> emit-caddy',
    '<%= config.bin %> emit-caddy --out /etc/caddy',
    '<%= config.bin %> emit-caddy --out /etc/caddy --check',
  ]

  static override flags = emitFlags(caddy)

  protected override readonly emitter = caddy

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitCaddy)
    return this.emit(flags)
  }
}
