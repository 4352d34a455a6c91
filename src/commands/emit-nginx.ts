import {EmitCommand, type Emitted, emitFlags} from '../emit-command.ts'
import {nginx} from '../servers/nginx/emitter.ts'

export default class EmitNginx extends EmitCommand {
  static override summary = 'Write the nginx configuration that sends the pages that moved to the backend'

  static override description =
    `A table of pages for \`http { }\`, and a variable for the \`fastcgi_pass\` of your own locations, which stay as they are: the head of the text says what to change in them, once. Needs \`legacy.fastcgi\` in the configuration. \`docs/servers.md\` says what nginx can and can't do.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written) or \`--check\` found a difference, 2 no ledger or wrong usage.`

  static override examples = [
    '<%= config.bin %> emit-nginx',
    '<%= config.bin %> emit-nginx --out /etc/nginx/conf.d',
    '<%= config.bin %> emit-nginx --out /etc/nginx/conf.d --check',
  ]

  static override flags = emitFlags(nginx)

  protected override readonly emitter = nginx

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitNginx)
    return this.emit(flags)
  }
}
