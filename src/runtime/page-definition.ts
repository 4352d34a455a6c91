/** How a handler module says what page it is. */
import type {PageContext} from './context.ts'
import type {PageResult} from './reply/result.ts'
import type {SessionMode} from './session/session.ts'

const BRAND = Symbol.for('banyan.page')

/** A page: the default export of a handler module. */
export interface PageDefinition<Mode extends SessionMode = SessionMode> {
  /** The page's path below the document root: `admin/users.php`. */
  readonly page: string
  /** `none` without session_start(), `read` when the page only looks at the session, else `write`. */
  readonly session: Mode
  /** The charset of this page's inputs and output when it is not the site's: `iso-8859-1`. */
  readonly charset?: string
  /** How long the page may take, in seconds, when it is not the site's `pageTimeout`; 0 for as long as it likes. */
  readonly timeout?: number
  /** Answers one request. */
  handle(context: PageContext<Mode>): PageResult | Promise<PageResult>
}

/**
 * Defines the page that a handler module answers:
 *
 *     export default definePage({
 *       page: 'book.php',
 *       session: 'none',
 *       handle: ({query}) => html`<h1>Book ${toInt(query.id)}</h1>`,
 *     })
 */
export function definePage<const Mode extends SessionMode>(definition: PageDefinition<Mode>): PageDefinition<Mode> {
  return Object.assign(definition, {[BRAND]: true})
}

/** Whether a module's default export was made by {@link definePage}, by any copy of this module. */
export function isPageDefinition(value: unknown): value is PageDefinition {
  return typeof value === 'object' && value !== null && BRAND in value
}
