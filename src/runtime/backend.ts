/** The backend: handlers, settings and transports put together. */
import {resolve as resolvePath} from 'node:path'
import type {Clock} from './context.ts'
import {fastcgiServer} from './fastcgi/server.ts'
import {guardProcess} from './guard.ts'
import {type HandlerProblem, Handlers} from './handlers.ts'
import {httpServer} from './http.ts'
import {type Address, listen, parseAddress} from './listen.ts'
import {describeError, errorPlace, oneLine} from './log.ts'
import {failedPage, unknownPage, unportedPage} from './plain-response.ts'
import {listHandlers, type PagePath} from './registry.ts'
import {registerModules} from './resolve-hook.ts'
import {routeRequest} from './route.ts'
import {type PageEnvironment, type PageResponse, runPage} from './run-page.ts'
import type {Exchange, Serve, Transport} from './serve.ts'
import {resolveSettings, type Settings} from './settings.ts'
import {systemClock} from './system-clock.ts'

/** Where a backend listens. */
export interface Listen {
  protocol: 'fastcgi' | 'http'
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
  /** Takes one line per request, and one per fault outside a request. */
  log?: (line: string) => void
  /** Further module names that handlers may import, with the absolute path of each. */
  resolve?: Readonly<Record<string, string>>
  /** The mode of UNIX sockets; 0660 when absent. */
  socketMode?: number
  /** How long close() waits for requests under way, in milliseconds; 10,000 when absent. */
  closeTimeout?: number
}

/** A backend that serves. */
export interface Backend {
  /** Where it listens, with real ports. */
  readonly addresses: Address[]
  readonly pages: PagePath[]
  /** Loads every handler; what is wrong with those that cannot be used. */
  check(): Promise<HandlerProblem[]>
  /** Answers the requests under way, takes no others, and ends. */
  close(): Promise<void>
}

/**
 * Starts a backend. Throws when an address is taken or not allowed, a setting is not supported, or the handlers directory
 * cannot be read; a handler that is broken only breaks its own page.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const {log = () => undefined, closeTimeout = 10_000, socketMode = 0o660, clock = systemClock} = options
  const handlersDirectory = resolvePath(options.handlersDirectory)
  for (const {address} of options.listen) parseAddress(address)
  const settings = resolveSettings(options.settings ?? {})
  registerModules(options.resolve)
  const handlers = new Handlers(listHandlers(handlersDirectory, options.extensions ?? ['php']))
  const environment = {settings, clock, db: options.db}
  const serve = makeServe(handlers, environment, handlersDirectory, log, options.documentRoot)
  const site = {documentRoot: options.documentRoot ?? '', isPage: (path: string) => handlers.has(path)}
  const release = guardProcess((error) => {
    const page = handlers.pageOfFile(errorPlace(error, handlersDirectory)?.file ?? '') ?? '-'
    log(`late ${page} ${describeError(error, handlersDirectory)}`)
  })

  const transports: Transport[] = []
  const addresses: Address[] = []
  const close = async (): Promise<void> => {
    const deadline = setTimeout(() => {
      for (const transport of transports) transport.destroy()
    }, closeTimeout)
    await Promise.all(transports.map((transport) => transport.close()))
    clearTimeout(deadline)
    release()
  }
  try {
    for (const {protocol, address} of options.listen) {
      const {server, transport} = protocol === 'fastcgi' ? fastcgiServer(serve) : httpServer(serve, site)
      addresses.push(await listen(server, address, socketMode))
      transports.push(transport)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {addresses, pages: handlers.pages, check: () => handlers.check(), close}
}

function makeServe(
  handlers: Handlers,
  environment: Omit<PageEnvironment, 'warn'>,
  handlersDirectory: string,
  log: (line: string) => void,
  documentRoot: string | undefined,
): Serve {
  const isPage = (path: string): boolean => handlers.has(path)
  return async ({parameters: received, body}) => {
    const start = performance.now()
    const {page, asked, parameters} = routeRequest(received, isPage, documentRoot)
    let note = ''
    const exchange = (response: PageResponse): Exchange => ({
      response: {...response, body: Buffer.isBuffer(response.body) ? response.body : noteBreak(response.body)},
      sent: (bytes) => {
        const request = `${parameters.get('REQUEST_METHOD') ?? '-'} ${parameters.get('REQUEST_URI') ?? '-'}`
        const took = (performance.now() - start).toFixed(1)
        log(oneLine(`${request} ${response.status ?? 200} ${bytes} ${took} ${page ?? asked}${note}`))
      },
    })
    async function* noteBreak(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      try {
        yield* stream
      } catch (error) {
        note += ` error ${describeError(error, handlersDirectory)}`
        throw error
      }
    }
    try {
      if (page === undefined) {
        note = ' no handler for this page'
        return exchange(unknownPage(asked))
      }
      const definition = await handlers.load(page)
      const warn = (message: string): void => {
        note += ` warning ${message}`
      }
      const outcome = await runPage(definition, {parameters, body}, {...environment, warn})
      switch (outcome.kind) {
        case 'response':
          return exchange(outcome.response)
        case 'hole':
          note += ` hole ${describeError(outcome.hole, handlersDirectory)}`
          return exchange(unportedPage(page, outcome.hole))
        case 'error':
          note += ` error ${describeError(outcome.error, handlersDirectory)}`
          return exchange(failedPage(page))
        default:
          return outcome satisfies never
      }
    } catch (error) {
      note += ` error ${describeError(error, handlersDirectory)}`
      return exchange(failedPage(asked))
    }
  }
}
