/** What a handler is given. */
import type {Interpolation} from './html.ts'
import type {InputRecord} from './input/record.ts'
import type {ServerValue} from './input/server.ts'
import type {FileField} from './input/uploads.ts'
import type {PhpInput} from './input/variables.ts'
import type {Reply} from './reply/reply.ts'
import type {SessionMode, SessionOf} from './session/session.ts'

/** `$_GET`, `$_POST` or `$_COOKIE`: `query.id` is text, a `PhpArray` for `id[]=…`, `undefined` when missing. */
export type Query = InputRecord<PhpInput>

/** `$_FILES`: `files.photo` is an array with `name`, `full_path`, `type`, `tmp_name`, `error` and `size`. */
export type Files = InputRecord<FileField>

/** `$_SERVER`. */
export interface Server extends InputRecord<ServerValue> {
  readonly REQUEST_TIME: number
  readonly REQUEST_TIME_FLOAT: number
  readonly PHP_SELF: string
}

/** The time, so that a test can set it. */
export interface Clock {
  /** PHP's `time()`. */
  time(): number
  /** PHP's `microtime(true)`. */
  microtime(): number
}

/** Appends HTML to the answer, escaped as {@link html} escapes; `raw()` where PHP did not escape. */
export type Echo = (strings: TemplateStringsArray, ...values: readonly Interpolation[]) => void

/**
 * Types of what the site configures. A project says once what its database is:
 *
 *     declare module 'banyan/runtime' {
 *       interface SiteTypes { db: Database }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: sites add to it
export interface SiteTypes {}

/** The type of `db`: `unknown` until the project says otherwise. */
export type SiteDatabase = SiteTypes extends {db: infer Database} ? Database : unknown

export interface PageContext<Mode extends SessionMode = SessionMode> {
  /** `$_GET`. */
  readonly query: Query
  /** `$_POST`. */
  readonly form: Query
  /** `$_COOKIE`. */
  readonly cookies: Query
  /** `$_FILES`. The uploaded files are removed when the page ends; move away what is to stay. */
  readonly files: Files
  /** `$_SERVER`. */
  readonly server: Server
  /** `getallheaders()`: `headers['User-Agent']`. */
  readonly headers: InputRecord<string>
  /** `$_SESSION` and its functions. */
  readonly session: SessionOf<Mode>
  /** Status, headers and cookies of the answer. */
  readonly reply: Reply
  readonly echo: Echo
  /** `php://input`: the body as it came; empty for an upload form. One longer than 1 MB comes from disk when it is asked for. */
  readonly rawBody: Buffer
  /** The database that the site configured. */
  readonly db: SiteDatabase
  /**
   * Says that the page did something that PHP must not do again, such as `effect('sent the order by mail')`: from here
   * on the request cannot be left to PHP. Writing to `db` counts by itself, what goes through other modules does not.
   */
  effect(what: string): void
  readonly clock: Clock
  /** The site's time zone, for `date`. */
  readonly timezone: string
}
