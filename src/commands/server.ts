import {existsSync, realpathSync} from 'node:fs'
import {resolve} from 'node:path'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {documentRootOf, listPages} from '../ledger/index.ts'
import type {PagePath} from '../page.ts'
import type {Project} from '../project.ts'
import {serverOverviewText} from '../report/server-overview.ts'
import type {ServerOverview} from '../scan/server/types.ts'

export default class Server extends BaseCommand {
  static override summary = "Say what is understood of the web server's own configuration"

  static override description =
    `Reads the files given and all that they include, else asks the installed Apache where its configuration is: the virtual hosts of the document root, how PHP runs, which modules are loaded, what .htaccess may say, and which rules close pages. Only reads.

The rules of .htaccess are those that \`migrate show\` lists; one may open what a rule here closes.

Exit status: 0 understood, 1 something that matters is not understood or no virtual host serves the document root, 2 it can't be read.`

  static override examples = [
    '<%= config.bin %> server',
    '<%= config.bin %> server --server-config /etc/apache2/apache2.conf --docroot /var/www/shop',
    '<%= config.bin %> server --server-config shop-vhost.conf --json',
  ]

  static override flags = {
    'server-config': Flags.string({
      multiple: true,
      helpValue: 'FILE',
      summary: 'Configuration files, instead of asking the installed Apache',
    }),
    docroot: Flags.string({helpValue: 'DIR', summary: 'The document root as the web server sees it'}),
  }

  async run(): Promise<ServerOverview> {
    const {flags} = await this.parse(Server)
    const {overviewOf, readConfiguration, readInstalledApache, serverFacts} = await import('../scan/server/index.ts')
    const project = this.project(flags)
    const docroot = this.docroot(project)
    const given = flags.docroot === undefined ? undefined : resolve(flags.docroot)
    const root = given ?? project.config?.server.docroot ?? docroot
    if (root === undefined) {
      throw new MigrateError('NO_DOCROOT', 'There is no site yet', 'Name the document root with `--docroot DIR`')
    }
    const files = flags['server-config']
    const configuration = files ? readConfiguration(files) : readInstalledApache()
    const facts = serverFacts(configuration, root)
    const overview = overviewOf(facts, await this.#pages(project, root))
    this.log(serverOverviewText(overview))
    const isUnclear = overview.problems.some(({matters}) => matters)
    if (isUnclear || overview.hosts.length === 0) this.checkSaidNo()
    return overview
  }

  /** Those of the ledger when it is about this site, else what lies there. */
  async #pages(project: Project, root: string): Promise<PagePath[]> {
    if (existsSync(project.ledgerFile)) {
      const ledger = this.ledger(project)
      const isOfSite = [project.config?.server.docroot, documentRootOf(ledger)].includes(root)
      if (isOfSite) return listPages(ledger).flatMap(({path, role}) => (role === 'page' ? [path] : []))
    }
    if (!existsSync(root)) return []
    const {DEFAULT_EXTENSIONS} = await import('../scan/index.ts')
    const {walkSite} = await import('../scan/walk.ts')
    const {files} = await walkSite(realpathSync(root), [], DEFAULT_EXTENSIONS)
    return files.map(({path}) => path).sort()
  }
}
