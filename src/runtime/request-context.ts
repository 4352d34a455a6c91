/** The context of one request; inputs are read when they are asked for. */
import type {Codec} from './codec.ts'
import type {Clock, Echo, Files, PageContext, Query, Server, SiteDatabase} from './context.ts'
import {type Effects, watchDatabase} from './effects.ts'
import {html} from './html.ts'
import type {BodyInput} from './input/body-input.ts'
import {requestHeaders} from './input/headers.ts'
import {parseCookies, parseQuery} from './input/query.ts'
import {type InputRecord, inputRecord} from './input/record.ts'
import {type CgiParameters, serverVariables} from './input/server.ts'
import type {Reply} from './reply/reply.ts'
import type {ResolvedSettings} from './settings.ts'

/** Where a context takes its values from. */
interface ContextSource {
  parameters: CgiParameters
  input: BodyInput
  codec: Codec
  settings: ResolvedSettings
  session: unknown
  reply: Reply
  /** Takes what `echo` writes. */
  write(text: string): void
  db: unknown
  effects: Effects
  clock: Clock
  /** Seconds since 1970 at which the request came. */
  time: number
}

/** The context of one request. */
export class RequestContext implements PageContext {
  readonly session: never
  readonly reply: Reply
  readonly clock: Clock
  readonly timezone: string
  readonly echo: Echo
  readonly effect: (what: string) => void
  readonly #source: ContextSource
  readonly #cache = new Map<string, unknown>()

  constructor(source: ContextSource) {
    this.#source = source
    this.session = source.session as never
    this.reply = source.reply
    this.clock = source.clock
    this.timezone = source.settings.timezone
    this.effect = (what) => source.effects.note(what)
    this.echo = (strings, ...values) => source.write(html(strings, ...values).text)
  }

  get query(): Query {
    return this.#once('query', () =>
      inputRecord(parseQuery(this.#parameter('QUERY_STRING'), this.#source.codec, this.#source.settings.limits)),
    )
  }

  get cookies(): Query {
    return this.#once('cookies', () =>
      inputRecord(parseCookies(this.#parameter('HTTP_COOKIE'), this.#source.codec, this.#source.settings.limits)),
    )
  }

  get form(): Query {
    return this.#once('form', () => inputRecord(this.#source.input.form))
  }

  get files(): Files {
    return this.#once('files', () => inputRecord(this.#source.input.files))
  }

  get server(): Server {
    const {parameters, codec, time} = this.#source
    return this.#once('server', () => inputRecord(serverVariables(parameters, codec, time)) as Server)
  }

  get headers(): InputRecord<string> {
    const {parameters, codec} = this.#source
    return this.#once('headers', () => inputRecord(requestHeaders(parameters, codec)))
  }

  get db(): SiteDatabase {
    return this.#once('db', () => watchDatabase(this.#source.db, this.#source.effects)) as SiteDatabase
  }

  get rawBody(): Buffer {
    return this.#once('rawBody', () => this.#source.input.raw)
  }

  #parameter(name: string): string {
    return this.#source.parameters.get(name) ?? ''
  }

  #once<Value>(name: string, make: () => Value): Value {
    if (!this.#cache.has(name)) this.#cache.set(name, make())
    return this.#cache.get(name) as Value
  }
}
