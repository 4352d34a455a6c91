/** The session as a handler has it. */
import type {SessionInput, SessionValue} from './values.ts'

/** What `session_start()` costs a page: nothing, a look without a lock, or the lock until the page ends. */
export type SessionMode = 'none' | 'read' | 'write'

/** A session that the page only looks at. */
export interface ReadSession {
  /** `session_id()`. Empty when the visitor's cookie is one that PHP refuses: nothing is kept then. */
  readonly id: string
  /** `$_SESSION[$name] ?? null`: `undefined` when it is not set. Arrays are copies; {@link WriteSession.set} them back. */
  get(name: string): SessionValue | undefined
  /** `isset($_SESSION[$name])`, but also true for `null`. */
  has(name: string): boolean
  /** `array_keys($_SESSION)`. */
  keys(): string[]
}

/** A session that is locked for the page; changes are kept when the page ends without an error. */
export interface WriteSession extends ReadSession {
  /** `$_SESSION[$name] = $value`. Throws a TypeError for a name or value that PHP could not read back. */
  set(name: string, value: SessionInput): void
  /** `unset($_SESSION[$name])`. */
  delete(name: string): void
  /** `$_SESSION = []`. */
  clear(): void
  /** `session_regenerate_id($deleteOld)`: the data goes on under a new id, and the visitor gets the new cookie. */
  regenerate(options?: {deleteOld?: boolean}): void
  /** `session_destroy()`: the stored data goes; as in PHP the cookie and the values at hand stay. */
  destroy(): void
}

/** The session of a mode: none at all for `none`. */
export type SessionOf<Mode extends SessionMode> = Mode extends 'write'
  ? WriteSession
  : Mode extends 'read'
    ? ReadSession
    : undefined
