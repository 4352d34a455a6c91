/** The ways a page ends other than by returning. */
import {type Html, isHtml} from './html.ts'

const EXIT = Symbol.for('banyan.exit')
const HOLE = Symbol.for('banyan.hole')
const DECLINED = Symbol.for('banyan.declined')

/** Thrown by {@link exit}; only the runtime catches it. */
class Exit {
  readonly [EXIT] = true
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

/** Thrown by {@link hole}. */
export class Hole extends Error {
  readonly [HOLE] = true
  /** PHP file and line: `book.php:12`. */
  readonly where: string
  /** What is not ported. */
  readonly why: string

  constructor(where: string, why: string) {
    super(`${where}: ${why}`)
    this.name = 'Hole'
    this.where = where
    this.why = why
  }
}

/** Thrown by {@link decline}. */
export class Declined extends Error {
  readonly [DECLINED] = true

  constructor(why: string) {
    super(why)
    this.name = 'Declined'
  }
}

/**
 * Ends the page from anywhere, as PHP's `exit`: what was written so far is the answer, and `message` is written last,
 * unescaped.
 */
export function exit(message: string | Html = ''): never {
  throw new Exit(isHtml(message) ? message.text : message)
}

/**
 * Leaves the request to the site's PHP, as it came: what was written so far and every change of the session are dropped.
 * So a front controller moves one sub-page at a time:
 *
 *     switch (query.page) {
 *       case 'news': return news(context)
 *       default: decline()
 *     }
 *
 * After an effect (the database was written, or the page said so by `effect()`) it is an error, 500: PHP would do it
 * again. Without `legacy` in the configuration it is 501.
 */
export function decline(why = 'the handler declined'): never {
  throw new Declined(why)
}

/**
 * Marks what is not ported yet. Reached before any effect, the request is left to PHP as by {@link decline}; without
 * `legacy` in the configuration it ends with 501 and a text that says where and why. Nothing that the page wrote, and
 * no session change, is kept.
 */
export function hole(where: string, why: string): never {
  throw new Hole(where, why)
}

/** The message of an {@link exit}, or `undefined` when something else was thrown. */
export function exitMessage(thrown: unknown): string | undefined {
  return typeof thrown === 'object' && thrown !== null && EXIT in thrown ? (thrown as Exit).message : undefined
}

/** Whether {@link decline} was called. */
export function isDeclined(thrown: unknown): thrown is Declined {
  return typeof thrown === 'object' && thrown !== null && DECLINED in thrown
}

/** Whether {@link hole} was reached. */
export function isHole(thrown: unknown): thrown is Hole {
  return typeof thrown === 'object' && thrown !== null && HOLE in thrown
}
