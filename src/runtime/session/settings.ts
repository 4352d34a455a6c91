/** PHP's session settings, by the names of php.ini. */
import type {CookieOptions} from '../reply/cookie.ts'

/** PHP's session settings. */
export interface SessionSettings {
  /** `session.name`. */
  name: string
  /** `session.cookie_*`; the lifetime is in seconds. */
  cookie: Omit<CookieOptions, 'expires'> & {lifetime?: number}
  /** `session.cache_limiter`. */
  cacheLimiter: 'nocache' | ''
  /** `session.use_strict_mode`. */
  useStrictMode: boolean
  /** `session.sid_length`. */
  idLength: number
  /** `session.sid_bits_per_character`. */
  idBitsPerCharacter: 4 | 5 | 6
}

/** PHP's own defaults, as without a php.ini. */
export const SESSION_DEFAULTS: SessionSettings = {
  name: 'PHPSESSID',
  cookie: {},
  cacheLimiter: 'nocache',
  useStrictMode: false,
  idLength: 32,
  idBitsPerCharacter: 4,
}
