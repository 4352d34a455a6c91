/** The backend: handlers, settings and transports put together. */
import type {Server} from 'node:net'
import {resolve as resolvePath} from 'node:path'
import {answerRequests} from './answer-request.ts'
import type {Clock} from './context.ts'
import {fastcgiServer} from './fastcgi/server.ts'
import {guardProcess} from './guard.ts'
import {type HandlerProblem, Handlers} from './handlers.ts'
import {type HttpSite, httpServer} from './http.ts'
import {type Address, listen, parseAddress} from './listen.ts'
import {describeError, errorPlace, logLine} from './log.ts'
import {listHandlers, type PagePath} from './registry.ts'
import {reloadOnChange} from './reload/reload.ts'
import {registerModules} from './resolve-hook.ts'
import {scgiServer} from './scgi/server.ts'
import type {Serve, Transport} from './serve.ts'
import {resolveSettings, type Settings} from './settings.ts'
import {findOwner} from './socket-file.ts'
import {Activity} from './status/activity.ts'
import {serveStatus} from './status/socket.ts'
import type {BackendStatus} from './status/types.ts'
import {systemClock} from './system-clock.ts'
import {type LegacySettings, legacyUpstream} from './upstream/index.ts'

/** Where a backend listens. */
export interface Listen {
  protocol: 'fastcgi' | 'scgi' | 'http'
  address: Address
}

export interface BackendOptions {
  /** The directory of `<page>.ts` modules. */
  handlersDirectory: string
  listen: readonly Listen[]
  /** Where the PHP files are; taken from the web server's DOCUMENT_ROOT when absent. */
  documentRoot?: string
  /** Endings of page names; `php` when absent. */
  extensions?: readonly string[]
  settings?: Settings
  /** Given to handlers as `db`. */
  db?: unknown
  clock?: Clock
  /** The site's PHP, for what handlers leave to it. */
  legacy?: LegacySettings
  /** Takes one line per request: Apache's combined format, then the page, who answered, and milliseconds. */
  accessLog?: (line: string) => void
  /** Takes one line per fault: time, kind, page, what happened and where, the request. */
  errorLog?: (line: string) => void
  /** Further module names that handlers may import, with the absolute path of each. */
  resolve?: Readonly<Record<string, string>>
  /** The mode of UNIX sockets; 0660 when absent. */
  socketMode?: number
  /** The owner of UNIX sockets: `www-data`, `www-data:www-data`, `:www-data`. */
  socketOwner?: string
  /** How long close() waits for requests under way, in milliseconds; 10,000 when absent. */
  closeTimeout?: number
  /** Loads handlers again when they, or what they import, change. */
  watch?: boolean
  /** Path of a UNIX socket that tells the status to this user. */
  statusSocket?: string
}

/** A backend that serves. */
export interface Backend {
  /** Where it listens, with real ports. */
  readonly addresses: Address[]
  readonly pages: PagePath[]
  /** Answers a request that comes in another way than over one of the addresses. */
  readonly serve: Serve
  /** Loads every handler; what is wrong with those that cannot be used. */
  check(): Promise<HandlerProblem[]>
  /** What it has done. */
  status(): Promise<BackendStatus>
  /** Answers the requests under way, takes no others, and ends. */
  close(): Promise<void>
}

/**
 * Starts a backend. Throws when an address is taken or not allowed, a setting is not supported, or the handlers directory
 * cannot be read; a handler that is broken only breaks its own page.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const {
    accessLog = ignore,
    errorLog = ignore,
    closeTimeout = 10_000,
    socketMode = 0o660,
    clock = systemClock,
  } = options
  const {extensions = ['php'], documentRoot} = options
  const handlersDirectory = resolvePath(options.handlersDirectory)
  for (const {address} of options.listen) parseAddress(address)
  const socketFile = {
    mode: socketMode,
    ...(options.socketOwner === undefined ? {} : {owner: findOwner(options.socketOwner)}),
  }
  const settings = resolveSettings(options.settings ?? {})
  registerModules(options.resolve)
  const handlers = new Handlers(
    () => listHandlers(handlersDirectory, extensions),
    ({page, message}) =>
      errorLog(logLine(`error ${page} can't be loaded as it is now, the last good one goes on: ${message}`)),
  )
  const activity = new Activity()
  const serve = answerRequests({
    handlers,
    activity,
    environment: {settings, clock, db: options.db},
    handlersDirectory,
    documentRoot,
    legacy: legacyUpstream(options.legacy ?? {}),
    isPhp: (path) => extensions.some((extension) => path.toLowerCase().endsWith(`.${extension.toLowerCase()}`)),
    accessLog,
    errorLog,
  })
  const site = {documentRoot: documentRoot ?? '', isPage: (path: string) => handlers.has(path)}
  const release = guardProcess((error) => {
    const page = handlers.pageOfFile(errorPlace(error, handlersDirectory)?.file ?? '') ?? '-'
    errorLog(logLine(`late ${page} ${describeError(error, handlersDirectory)}`))
  })

  const startedAt = Date.now()
  const transports: Transport[] = []
  const addresses: Address[] = []
  const status = async (): Promise<BackendStatus> => {
    const pages = activity.pages()
    const {pid} = process
    const memory = process.memoryUsage.rss()
    const worker = {pid, startedAt, isAnswering: true, inFlight: activity.inFlight, memory, pages}
    return {pid, startedAt, addresses, handlers: handlers.pages.length, workers: [worker], restarts: 0, pages}
  }
  const ends: (() => void)[] = [release]
  const close = async (): Promise<void> => {
    const deadline = setTimeout(() => {
      for (const transport of transports) transport.destroy()
    }, closeTimeout)
    await Promise.all(transports.map((transport) => transport.close()))
    clearTimeout(deadline)
    await settings.sessionStore.close()
    for (const end of ends) end()
  }
  try {
    for (const {protocol, address} of options.listen) {
      const {server, transport} = makeServer(protocol, serve, site)
      addresses.push(await listen(server, address, socketFile))
      transports.push(transport)
    }
    if (options.statusSocket !== undefined) {
      ends.push(await serveStatus(options.statusSocket, status, (text) => errorLog(logLine(text))))
    }
    if (options.watch === true)
      ends.push(reloadOnChange(handlers, handlersDirectory, (text) => errorLog(logLine(text))))
  } catch (error) {
    await close()
    throw error
  }
  return {
    addresses,
    get pages() {
      return handlers.pages
    },
    serve,
    check: () => handlers.check(),
    status,
    close,
  }
}

function ignore(): void {}

function makeServer(
  protocol: Listen['protocol'],
  serve: Serve,
  site: HttpSite,
): {server: Server; transport: Transport} {
  switch (protocol) {
    case 'fastcgi':
      return fastcgiServer(serve)
    case 'scgi':
      return scgiServer(serve)
    case 'http':
      return httpServer(serve, site)
    default:
      return protocol satisfies never
  }
}
