import * as Flags from '@oclif/core/flags'
import {listenAddresses, projectBackend, startProjectBackend, statusSocket} from '../backend-of-project.ts'
import {BaseCommand} from '../base-command.ts'
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {bufferedLines} from '../runtime/buffered-lines.ts'
import type {Backend, BackendStatus, HandlerProblem, Supervisor} from '../runtime/index.ts'

/** Where the backend listens and what it serves. */
interface Served {
  addresses: string[]
  pages: string[]
  problems: HandlerProblem[]
}

export default class Serve extends BaseCommand {
  static override summary = 'Run the backend: the handlers that exist, behind the web server'

  static override description =
    `Listens on UNIX sockets or ports of the loopback, never on a network. The access log goes to stdout, in Apache's combined format with page, side and milliseconds after it; what goes wrong goes to stderr. The HTTP address is for trying pages by hand: no web server stands before it, so no password is asked there.

In production run it with \`--workers\`: one that ends, or that a handler holds for longer than \`--stuck-after\`, is replaced while the others serve on. SIGTERM lets the requests under way be answered and ends; SIGHUP replaces the workers one by one, with the handlers as they are now, and drops no request.

Exit status: 0 stopped by a signal, 1 \`--check\` found a handler that can't be loaded or \`--status\` no backend, 2 an address or the handlers can't be used.`

  static override examples = [
    '<%= config.bin %> serve --watch',
    '<%= config.bin %> serve --workers 4 --fastcgi unix:/run/migrate/shop.sock',
    '<%= config.bin %> serve --scgi unix:/run/migrate/shop.sock --socket-owner :www-data',
    '<%= config.bin %> serve --http 127.0.0.1:8081',
    '<%= config.bin %> serve --status',
    '<%= config.bin %> serve --check',
  ]

  static override flags = {
    fastcgi: Flags.string({
      helpValue: 'ADDRESS',
      summary: 'Where to listen for FastCGI [default: that of the configuration, else 127.0.0.1:9100]',
    }),
    scgi: Flags.string({helpValue: 'ADDRESS', summary: 'Where to listen for SCGI'}),
    http: Flags.string({helpValue: 'ADDRESS', summary: 'Where to listen for HTTP, for trying pages by hand'}),
    'socket-mode': Flags.string({
      default: '660',
      helpValue: 'OCTAL',
      summary: 'Mode of UNIX sockets; the web server must be able to write',
    }),
    'socket-owner': Flags.string({
      helpValue: 'USER[:GROUP]',
      summary: 'Owner of UNIX sockets, `:GROUP` for the group alone',
    }),
    watch: Flags.boolean({summary: 'Load a handler again when it, or what it imports, changes'}),
    workers: Flags.integer({
      default: 0,
      min: 0,
      max: 512,
      helpValue: 'N',
      summary: 'Processes that answer, supervised',
    }),
    'stuck-after': Flags.integer({
      default: 30,
      min: 0,
      helpValue: 'SECONDS',
      summary: 'How long a handler may hold the processor of its worker; 0 for ever',
    }),
    grace: Flags.integer({
      default: 10,
      min: 0,
      helpValue: 'SECONDS',
      summary: 'How long requests under way may take when it is told to stop',
    }),
    status: Flags.boolean({summary: 'Ask the backend that runs what it has done', exclusive: ['check']}),
    check: Flags.boolean({summary: "Load every handler, say which can't be, and end"}),
  }

  async run(): Promise<Served | BackendStatus> {
    const {flags} = await this.parse(Serve)
    const project = this.project(flags)
    const listen = listenAddresses(project, flags)
    if (flags.status) return this.#status(statusSocket(project, listen))
    const backend = await startProjectBackend(
      {
        ...projectBackend(project, this.docroot(project)),
        listen: flags.check ? [] : listen,
        accessLog: bufferedLines(process.stdout),
        errorLog: (line) => void process.stderr.write(`${line}\n`),
        socketMode: octal(flags['socket-mode']),
        closeTimeout: flags.grace * 1000,
        watch: flags.watch,
        ...(flags.check ? {} : {statusSocket: statusSocket(project, listen)}),
        ...(flags['socket-owner'] === undefined ? {} : {socketOwner: flags['socket-owner']}),
      },
      {workers: flags.check ? 0 : flags.workers, stuckAfter: flags['stuck-after']},
    )
    if ('check' in backend && flags.check) return this.#check(backend)
    const {addresses, pages} = backend
    this.say(
      `Serving ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} on ${addresses.join(' and ')}; stop with Ctrl-C`,
    )
    await toldToStop(backend)
    await backend.close()
    return {addresses, pages, problems: []}
  }

  async #check(backend: Backend): Promise<Served> {
    const problems = await backend.check()
    await backend.close()
    for (const {page, file, message} of problems)
      this.log(`${printable(page)}  ${printable(file)}: ${printable(message)}`)
    this.say(`${backend.pages.length - problems.length} of ${backend.pages.length} handlers can be loaded`)
    if (problems.length > 0) this.checkSaidNo()
    return {addresses: [], pages: backend.pages, problems}
  }

  async #status(socket: string): Promise<BackendStatus> {
    const [{askStatus}, {backendStatus}] = await Promise.all([
      import('../runtime/index.ts'),
      import('../report/backend-status.ts'),
    ])
    const status = await askStatus(socket).catch((error: NodeJS.ErrnoException) => {
      const message = `No backend tells its status on \`${printable(socket)}\`: ${error.code ?? error.message}`
      const hint = 'Start it with `migrate serve`, or give the address that it was started with'
      throw new MigrateError('NO_BACKEND', message, hint, {cause: error, exitStatus: 1})
    })
    this.log(backendStatus(status, Date.now()))
    return status
  }
}

function octal(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return Number.parseInt(text, 8)
  throw new MigrateError('USAGE', `\`${text}\` is not the mode of a file`, 'For example `--socket-mode 660`')
}

/** Waits for the signal to stop; SIGHUP renews the workers. */
function toldToStop(backend: Backend | Supervisor): Promise<void> {
  if ('renew' in backend) process.on('SIGHUP', () => void backend.renew())
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
