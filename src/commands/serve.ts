import {existsSync} from 'node:fs'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../base-command.ts'
import {bufferedLines} from '../buffered-lines.ts'
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {handlersDirectory, type Project, refuseInsideDocroot} from '../project.ts'
import type {Backend, BackendOptions, HandlerProblem, Listen} from '../runtime/index.ts'
import {backendAddress, legacySettings, runtimeSettings} from '../site.ts'

/** Where the backend listens and what it serves. */
interface Served {
  addresses: string[]
  pages: string[]
  problems: HandlerProblem[]
}

export default class Serve extends BaseCommand {
  static override summary = 'Run the backend: the handlers that exist, behind the web server'

  static override description =
    `Listens on a UNIX socket or a port of the loopback, never on a network. One line a request goes to stdout. The HTTP address is for trying pages by hand: no web server stands before it, so no password is asked there.

Exit status: 0 stopped by a signal, 1 \`--check\` found a handler that can't be loaded, 2 an address or the handlers can't be used.`

  static override examples = [
    '<%= config.bin %> serve',
    '<%= config.bin %> serve --fastcgi unix:/run/migrate/shop.sock',
    '<%= config.bin %> serve --scgi unix:/run/migrate/shop.sock --socket-owner :www-data',
    '<%= config.bin %> serve --http 127.0.0.1:8081',
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
    check: Flags.boolean({summary: "Load every handler, say which can't be, and end"}),
  }

  async run(): Promise<Served> {
    const {flags} = await this.parse(Serve)
    const {DEFAULT_EXTENSIONS} = await import('../scan/index.ts')
    const project = this.project(flags)
    const directory = handlersDirectory(project)
    if (!existsSync(directory)) {
      throw new MigrateError(
        'NO_HANDLERS',
        `There is no folder of handlers: \`${printable(directory)}\``,
        'Run `migrate scaffold PAGE` first',
      )
    }
    const docroot = this.docroot(project)
    if (docroot !== undefined) refuseInsideDocroot(project, docroot)
    const backend = await start({
      handlersDirectory: directory,
      listen: flags.check ? [] : this.#addresses(project, flags),
      extensions: project.config?.site.extensions ?? DEFAULT_EXTENSIONS,
      settings: runtimeSettings(project),
      legacy: legacySettings(project),
      accessLog: bufferedLines(process.stdout),
      errorLog: (line) => void process.stderr.write(`${line}\n`),
      socketMode: octal(flags['socket-mode']),
      ...(flags['socket-owner'] === undefined ? {} : {socketOwner: flags['socket-owner']}),
      ...(docroot === undefined ? {} : {documentRoot: docroot}),
    })
    const {addresses, pages} = backend
    if (flags.check) return this.#check(backend)
    this.say(
      `Serving ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} on ${addresses.join(' and ')}; stop with Ctrl-C`,
    )
    await signalled()
    await backend.close()
    return {addresses, pages, problems: []}
  }

  /** FastCGI unless only another protocol is asked for. */
  #addresses(project: Project, flags: {[Protocol in Listen['protocol']]?: string | undefined}): Listen[] {
    const {scgi} = flags
    const http = flags.http ?? project.config?.backend.http
    const isOtherAsked = flags.http !== undefined || scgi !== undefined
    const isFastcgiAsked = flags.fastcgi !== undefined || project.config?.backend.fastcgi !== undefined
    return [
      ...(isFastcgiAsked || !isOtherAsked
        ? [{protocol: 'fastcgi' as const, address: flags.fastcgi ?? backendAddress(project)}]
        : []),
      ...(scgi === undefined ? [] : [{protocol: 'scgi' as const, address: scgi}]),
      ...(http === undefined ? [] : [{protocol: 'http' as const, address: http}]),
    ]
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
}

/** Starts the runtime; what it can't use is the user's to mend. */
async function start(options: BackendOptions): Promise<Backend> {
  const {startBackend} = await import('../runtime/index.ts')
  try {
    return await startBackend(options)
  } catch (error) {
    const {message, code} = error as NodeJS.ErrnoException
    const isAddress =
      /^E[A-Z]+$/.test(code ?? '') || /^`|^Another process listens|^There is no (user|group)/.test(message)
    if (isAddress) {
      throw new MigrateError('BACKEND_ADDRESS', `The backend can't start: ${message}`, ADDRESS_HINT, {cause: error})
    }
    if (!(error instanceof RangeError)) throw error
    throw new MigrateError('SETTING', `The backend can't start: ${message}`, 'Change `php` in the configuration', {
      cause: error,
    })
  }
}

const ADDRESS_HINT = 'Use a free address such as `--fastcgi unix:/run/migrate/shop.sock` or `--fastcgi 127.0.0.1:9100`'

function octal(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return Number.parseInt(text, 8)
  throw new MigrateError('USAGE', `\`${text}\` is not the mode of a file`, 'For example `--socket-mode 660`')
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
