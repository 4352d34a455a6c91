import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {listPages} from '../ledger/index.ts'
import {type PagePath, printable} from '../page.ts'
import type {Project} from '../project.ts'
import {type Installed, installBlock, writeFiles} from '../publish/install.ts'
import {planRoutes} from '../routes/plan.ts'
import {apache} from '../servers/apache/emitter.ts'
import type {EmitOptions, ServerConfig} from '../servers/types.ts'
import {backendAddress, rootsOfServer, siteName} from '../site.ts'

/** What was emitted, and where it went. */
interface Emitted extends ServerConfig {
  /** Whether nothing was written because of `--dry-run`. */
  dryRun: boolean
  pages: PagePath[]
  installed: Installed[]
}

export default class EmitApache extends BaseCommand {
  static override summary = 'Write the Apache configuration that sends the pages that are done to the backend'

  static override description =
    `To stdout, or with \`--out\` into a folder, or with \`--into\` as the managed block of a file of yours, such as the .htaccess of the document root: what stands outside the block stays to the byte. The same ledger gives the same text.

Exit status: 0 emitted, 1 a page can't be routed safely (nothing is written), 2 no ledger or wrong usage.`

  static override examples = [
    '<%= config.bin %> emit-apache',
    '<%= config.bin %> emit-apache --into ../shop/.htaccess --dry-run',
    '<%= config.bin %> emit-apache --for vhost --out /etc/apache2/migrate',
  ]

  static override flags = {
    for: Flags.string({
      options: apache.forms,
      summary: 'Where the text will stand: .htaccess, virtual host, or the connection pool alone [default: htaccess]',
    }),
    style: Flags.string({options: apache.styles, default: 'files', summary: 'How a page is routed'}),
    backend: Flags.string({
      helpValue: 'ADDRESS',
      summary: 'Where the backend listens for FastCGI: `unix:/path.sock` or `127.0.0.1:9100`',
    }),
    docroot: Flags.string({helpValue: 'DIR', summary: 'The document root as the web server sees it'}),
    out: Flags.string({helpValue: 'DIR', exclusive: ['into'], summary: 'Write the files there'}),
    into: Flags.string({
      helpValue: 'FILE',
      summary: 'Put the block into this file, in place of the block that is there',
    }),
    'dry-run': Flags.boolean({summary: 'With `--out` or `--into`: say what would change, write nothing'}),
  }

  async run(): Promise<Emitted> {
    const {flags} = await this.parse(EmitApache)
    const project = this.project(flags)
    const pages = listPages(this.ledger(project))
    const form = flags.for ?? project.config?.server.for ?? 'htaccess'
    if (flags.into !== undefined && form !== 'htaccess') {
      throw new MigrateError(
        'USAGE',
        '`--into` puts the block of `--for htaccess` into a file',
        'Use `--out DIR` for the other forms',
      )
    }
    const plan = planRoutes(pages)
    const config = apache.emit(plan, this.#options(project, {...flags, form}))
    for (const {code, page, reason, remedy} of config.warnings) {
      this.say(`Warning ${code}${page === undefined ? '' : ` \`${printable(page)}\``}: ${reason}. ${remedy}`)
    }
    if (config.refusals.length > 0) throw refused(config)
    for (const {path} of pages.filter((page) => page.exposure === 'typescript' && page.flags.includes('gone'))) {
      this.say(
        `Warning PHP_FILE_GONE \`${printable(path)}\`: its PHP file disappeared. Apache looks for it when the folder is asked for: leave a file there`,
      )
    }
    const options = {dryRun: flags['dry-run']}
    const installed =
      flags.into !== undefined
        ? [installBlock(flags.into, config.files[0]?.text ?? '', options)]
        : flags.out !== undefined
          ? writeFiles(flags.out, config.files, options)
          : []
    if (flags.into === undefined && flags.out === undefined)
      this.log(
        config.files
          .map((file) => file.text)
          .join('\n')
          .trimEnd(),
      )
    for (const {file, outcome} of installed) {
      const isOnlySaid = flags['dry-run'] && outcome === 'written'
      this.log(`${printable(file)}  ${isOnlySaid ? 'would be ' : ''}${outcome}`)
    }
    const routed = plan.routes.map((route) => route.page)
    this.say(
      `${routed.length} ${routed.length === 1 ? 'page' : 'pages'} to TypeScript · style ${flags.style} · for ${form}`,
    )
    return {...config, dryRun: flags['dry-run'], pages: routed, installed}
  }

  #options(
    project: Project,
    flags: {backend?: string | undefined; docroot?: string | undefined; style: string; form: string},
  ): EmitOptions {
    const docroot = this.docroot(project)
    if (docroot === undefined)
      throw new MigrateError('NO_DOCROOT', 'The ledger has no site yet', 'Run `migrate scan DIR` first')
    return {
      site: siteName(docroot),
      backend: flags.backend ?? backendAddress(project),
      documentRoots: rootsOfServer(flags.docroot ?? project.config?.server.docroot, docroot),
      style: flags.style,
      form: flags.form,
    }
  }
}

function refused(config: ServerConfig): MigrateError {
  const [first] = config.refusals
  const lines = config.refusals.map(({page, reason}) =>
    page === undefined ? reason : `\`${printable(page)}\`: ${reason}`,
  )
  return new MigrateError(
    first?.code ?? 'REFUSED',
    `Refused, nothing was written: ${lines.join('\n  ')}`,
    first?.remedy ?? '',
    // A page that can't be routed is a check that says no; an address or a document root is the user's slip.
    {exitStatus: first?.page === undefined ? 2 : 1},
  )
}
