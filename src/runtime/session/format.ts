/** PHP's session formats, the values of `session.serialize_handler` that come with PHP (ext/session/session.c). */
import type {ByteString} from '../codec.ts'

/** `name|value…`, a length byte before each name, or one serialised array. */
export type SessionFormat = 'php' | 'php_binary' | 'php_serialize'

/** All formats that can be read and written. */
export const SESSION_FORMATS: readonly SessionFormat[] = ['php', 'php_binary', 'php_serialize']

const LONGEST_BINARY_NAME = 127

/** Why PHP would lose a variable of this name; `undefined` when it keeps it. */
export function nameProblem(name: ByteString, format: SessionFormat): string | undefined {
  if (format === 'php_serialize') return undefined
  if (/^(?:0|-?[1-9][0-9]*)$/.test(name)) return 'PHP cannot keep a session variable with a number as its name'
  if (format === 'php' && name.includes('|')) return 'PHP cannot keep a session variable with a `|` in its name'
  if (format === 'php_binary' && name.length > LONGEST_BINARY_NAME) {
    return `PHP cannot keep a session variable whose name is longer than ${LONGEST_BINARY_NAME} bytes`
  }
  return undefined
}
