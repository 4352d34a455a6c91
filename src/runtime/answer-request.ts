/** Answers one request: finds its page, runs the handler, hands on to PHP what the handler leaves, and logs. */
import {accessLine, type Side} from './access-log.ts'
import type {Handlers} from './handlers.ts'
import {readBody} from './input/body.ts'
import type {RequestBody} from './input/request-body.ts'
import type {CgiParameters} from './input/server.ts'
import {describeError, logLine} from './log.ts'
import {failedPage, unknownPage, unportedPage, withoutPhp} from './plain-response.ts'
import {routeRequest} from './route.ts'
import {type PageEnvironment, type PageOutcome, type PageResponse, runPage} from './run-page.ts'
import type {Exchange, ReceivedRequest, Serve} from './serve.ts'
import {isHole} from './signals.ts'
import type {Activity} from './status/activity.ts'
import type {Upstream} from './upstream/index.ts'

/** What answering needs of the backend. */
export interface Answering {
  handlers: Pick<Handlers, 'has' | 'load'>
  environment: Omit<PageEnvironment, 'warn'>
  handlersDirectory: string
  documentRoot: string | undefined
  /** PHP, for what handlers leave to it. */
  legacy: Upstream | undefined
  /** Whether a path below the document root has the ending of a page. */
  isPhp(path: string): boolean
  activity: Activity
  accessLog(line: string): void
  errorLog(line: string): void
}

/** The function that transports call. */
export function answerRequests(backend: Answering): Serve {
  return (request) => new Answer(backend, request).exchange()
}

class Answer {
  readonly #backend: Answering
  readonly #request: ReceivedRequest
  readonly #start = performance.now()
  readonly #parameters: CgiParameters
  readonly #page: string | undefined
  readonly #asked: string
  #side: Side = 'typescript'

  constructor(backend: Answering, request: ReceivedRequest) {
    const isPage = (path: string): boolean => backend.handlers.has(path)
    const {page, asked, parameters} = routeRequest(request.parameters, isPage, backend.documentRoot)
    backend.activity.begin()
    this.#backend = backend
    this.#request = request
    this.#page = page
    this.#asked = asked
    this.#parameters = parameters
  }

  async exchange(): Promise<Exchange> {
    const response = await this.#response().catch((error: unknown) => {
      this.#log('error', this.#describe(error))
      return failedPage(this.#asked)
    })
    const {body} = response
    return {
      response: Buffer.isBuffer(body) ? response : {...response, body: this.#logBreak(body)},
      sent: (bytes) => this.#sent(response.status ?? 200, bytes),
    }
  }

  async #response(): Promise<PageResponse> {
    if (this.#backend.legacy?.cameBack(this.#parameters)) {
      this.#log('error', 'the host of `legacy.http` sends this page back here: it must leave every page to PHP')
      return withoutPhp(508, this.#asked, 'It came back')
    }
    if (this.#page === undefined) return this.#withoutHandler()
    const definition = await this.#backend.handlers.load(this.#page)
    const request = {parameters: this.#parameters, body: this.#request.body}
    const warn = (message: string): void => this.#log('warning', message)
    const outcome = await runPage(definition, request, {...this.#backend.environment, warn})
    switch (outcome.kind) {
      case 'response':
        return outcome.response
      case 'declined':
        return this.#declined(this.#page, outcome)
      case 'error':
        this.#log('error', this.#describe(outcome.error))
        return failedPage(this.#page)
      default:
        return outcome satisfies never
    }
  }

  /** Of PHP's pages, those without a handler are left to PHP: the configuration may be older than the handlers. */
  async #withoutHandler(): Promise<PageResponse> {
    const {legacy, isPhp} = this.#backend
    this.#log('error', 'no handler for this page')
    if (legacy === undefined || !isPhp(this.#asked)) return unknownPage(this.#asked)
    // How long it may be is for PHP to say.
    const limits = {...this.#backend.environment.settings.body, postMaxSize: Number.POSITIVE_INFINITY}
    return this.#askPhp(legacy, await readBody(this.#request.body, limits))
  }

  async #declined(page: string, {reason, body, effect}: PageOutcome & {kind: 'declined'}): Promise<PageResponse> {
    const kind = isHole(reason) ? 'hole' : 'declined'
    const {legacy} = this.#backend
    if (effect !== undefined || legacy === undefined) body.close()
    if (effect !== undefined) {
      this.#log('error', `${this.#describe(reason)} after an effect, so PHP was not asked: ${effect}`)
      return failedPage(page)
    }
    if (legacy !== undefined) {
      if (isHole(reason)) this.#log(kind, `${this.#describe(reason)}: left to PHP`)
      return this.#askPhp(legacy, body)
    }
    this.#log(kind, this.#describe(reason))
    return isHole(reason) ? unportedPage(page, reason) : withoutPhp(501, page, 'No PHP is configured to leave it to')
  }

  async #askPhp(legacy: Upstream, body: RequestBody): Promise<PageResponse> {
    this.#side = 'php'
    try {
      const onMessage = (text: string): void => this.#log('php', text)
      return await legacy.ask({parameters: this.#parameters, body, onMessage})
    } catch (error) {
      body.close()
      this.#log('error', this.#describe(error))
      const isLate = (error as {kind?: string}).kind === 'timeout'
      return withoutPhp(isLate ? 504 : 502, this.#asked, 'PHP did not answer')
    }
  }

  async *#logBreak(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* stream
    } catch (error) {
      this.#log('error', this.#describe(error))
      throw error
    }
  }

  #sent(status: number, bytes: number): void {
    const {activity, accessLog} = this.#backend
    const ended = {status, side: this.#side, at: Date.now(), milliseconds: performance.now() - this.#start}
    activity.end({page: this.#page, ...ended})
    accessLog(accessLine({parameters: this.#request.parameters, bytes, page: this.#page ?? this.#asked, ...ended}))
  }

  /** One line for whoever runs the site: what happened, to which page, for which request. */
  #log(kind: string, message: string): void {
    const {parameters} = this.#request
    const request = `${parameters.get('REQUEST_METHOD') ?? '-'} ${parameters.get('REQUEST_URI') ?? '-'}`
    const page = this.#page ?? this.#asked
    this.#backend.errorLog(logLine(`${kind} ${page} ${message} [${request}]`))
  }

  #describe(error: unknown): string {
    return describeError(error, this.#backend.handlersDirectory)
  }
}
