/** The two ways a page ends other than by returning. */
import {type Html, isHtml} from './html.ts'

const EXIT = Symbol.for('banyan.exit')
const HOLE = Symbol.for('banyan.hole')

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

/**
 * Ends the page from anywhere, as PHP's `exit`: what was written so far is the answer, and `message` is written last,
 * unescaped.
 */
export function exit(message: string | Html = ''): never {
  throw new Exit(isHtml(message) ? message.text : message)
}

/**
 * Marks what is not ported yet. Reached, it ends the request with 501 and a text that says where and why; nothing that
 * the page wrote, and no session change, is kept.
 */
export function hole(where: string, why: string): never {
  throw new Hole(where, why)
}

/** The message of an {@link exit}, or `undefined` when something else was thrown. */
export function exitMessage(thrown: unknown): string | undefined {
  return typeof thrown === 'object' && thrown !== null && EXIT in thrown ? (thrown as Exit).message : undefined
}

/** Whether {@link hole} was reached. */
export function isHole(thrown: unknown): thrown is Hole {
  return typeof thrown === 'object' && thrown !== null && HOLE in thrown
}
