import {EmitCommand, type Emitted, emitFlags} from '../emit-command.ts'
import {apache} from '../servers/apache/emitter.ts'

export default class EmitApache extends EmitCommand {
  static override summary = 'Write the Apache configuration that sends the pages that moved to the backend'

  static override description =
    `To stdout, or with \`--out\` into a folder, or with \`--into\` as the managed block of a file of yours, such as the .htaccess of the document root: what stands outside the block stays to the byte. The same ledger gives the same text. \`docs/routing.md\` compares the styles.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written) or \`--check\` found a difference, 2 no ledger or wrong usage.`

  static override examples = [
    '<%= config.bin %> emit-apache',
    '<%= config.bin %> emit-apache --into ../shop/.htaccess --dry-run',
    '<%= config.bin %> emit-apache --into ../shop/.htaccess --check',
    '<%= config.bin %> emit-apache --style marker --markers /var/lib/migrate/shop --into ../shop/.htaccess',
    '<%= config.bin %> emit-apache --for vhost --fallback --out /etc/apache2/migrate',
  ]

  static override flags = emitFlags(apache)

  protected override readonly emitter = apache

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitApache)
    return this.emit(flags)
  }
}
