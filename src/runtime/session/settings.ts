/** PHP's session settings, by the names of php.ini. */
import type {CookieOptions} from '../reply/cookie.ts'
import type {CacheLimiter} from './cache-limiter.ts'
import type {SessionFormat} from './format.ts'

/** PHP's session settings. */
export interface SessionSettings {
  /** `session.name`. */
  name: string
  /** `session.serialize_handler`. */
  serializeHandler: SessionFormat
  /** `session.cookie_*`; the lifetime is in seconds. */
  cookie: Omit<CookieOptions, 'expires'> & {lifetime?: number}
  /** `session.use_cookies`. */
  useCookies: boolean
  /** `session.use_only_cookies`: without it the identifier may also come from the query or the form. */
  useOnlyCookies: boolean
  /** `session.referer_check`; as in PHP it does nothing while only cookies are used. */
  refererCheck: string
  /** `session.use_strict_mode`. */
  useStrictMode: boolean
  /** `session.cache_limiter`. */
  cacheLimiter: CacheLimiter
  /** `session.cache_expire`, in minutes. */
  cacheExpire: number
  /** `session.lazy_write`: data that did not change is only marked as used. */
  lazyWrite: boolean
  /** `session.sid_length`. */
  idLength: number
  /** `session.sid_bits_per_character`. */
  idBitsPerCharacter: 4 | 5 | 6
  /** `session.gc_probability`; 0, unlike PHP's 1: PHP goes on collecting, and knows how old a session may be. */
  gcProbability: number
  /** `session.gc_divisor`. */
  gcDivisor: number
  /** `session.gc_maxlifetime`, in seconds. */
  gcMaxLifetime: number
}

/** PHP's own defaults, as without a php.ini. */
export const SESSION_DEFAULTS: SessionSettings = {
  name: 'PHPSESSID',
  serializeHandler: 'php',
  cookie: {},
  useCookies: true,
  useOnlyCookies: true,
  refererCheck: '',
  useStrictMode: false,
  cacheLimiter: 'nocache',
  cacheExpire: 180,
  lazyWrite: true,
  idLength: 32,
  idBitsPerCharacter: 4,
  gcProbability: 0,
  gcDivisor: 100,
  gcMaxLifetime: 1440,
}
