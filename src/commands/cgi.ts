import {projectBackend} from '../backend-of-project.ts'
import {BaseCommand} from '../base-command.ts'

export default class Cgi extends BaseCommand {
  static override summary = 'Answer one request as a CGI program, where the web server has no proxy module'

  static override description =
    `Takes the request from the environment and stdin, as a web server gives it to a CGI program, and writes the answer to stdout; what goes wrong goes to stderr, the web server's error log. A process is started for every request, so this is for hosts where \`migrate serve\` can't run.

The web server starts a script of two lines; \`docs/transports.md\` shows it and Apache's directives. The script must not pass its arguments on: they come from the address that a client asks for.

Exit status: 0 the request was answered, be it with an error, 2 the configuration or the handlers can't be used, and the answer is a 500.`

  static override examples = ['<%= config.bin %> cgi --config /srv/shop-ts/migrate.config.json']

  static override enableJsonFlag = false

  async run(): Promise<void> {
    const {flags} = await this.parse(Cgi)
    const project = this.project(flags)
    const {runCgi} = await import('../runtime/index.ts')
    await runCgi(projectBackend(project, this.docroot(project)))
  }

  /** The visitor is told that it failed, and the web server's log why. */
  protected override async catch(error: Error): Promise<void> {
    if (!process.stdout.bytesWritten) process.stdout.write(FAILED)
    await super.catch(error)
  }
}

const FAILED =
  'Status: 500 Internal Server Error\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nThe page failed. The log of the web server says why.\n'
