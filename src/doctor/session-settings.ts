/** Which setting of PHP's sessions is which of the configuration, and where the two differ. */
import {CACHE_LIMITERS} from '../runtime/session/cache-limiter.ts'
import {SESSION_FORMATS} from '../runtime/session/format.ts'
import type {SettingDifference} from './types.ts'

type Value = string | number | boolean

/** One setting: its name in php.ini, its place below `php.session`, and what holds when the configuration is silent. */
interface SessionSetting {
  ini: string
  path: string
  byDefault: Value
  /** Only where the save handler is this one. */
  handler?: string
}

const SETTINGS: readonly SessionSetting[] = [
  {ini: 'session.name', path: 'name', byDefault: 'PHPSESSID'},
  {ini: 'session.save_handler', path: 'saveHandler', byDefault: 'files'},
  {ini: 'session.save_path', path: 'savePath', byDefault: ''},
  {ini: 'session.serialize_handler', path: 'serializeHandler', byDefault: 'php'},
  {ini: 'session.use_strict_mode', path: 'strictMode', byDefault: false},
  {ini: 'session.use_cookies', path: 'useCookies', byDefault: true},
  {ini: 'session.use_only_cookies', path: 'useOnlyCookies', byDefault: true},
  {ini: 'session.referer_check', path: 'refererCheck', byDefault: ''},
  {ini: 'session.cache_limiter', path: 'cacheLimiter', byDefault: 'nocache'},
  {ini: 'session.cache_expire', path: 'cacheExpire', byDefault: 180},
  {ini: 'session.lazy_write', path: 'lazyWrite', byDefault: true},
  {ini: 'session.sid_length', path: 'idLength', byDefault: 32},
  {ini: 'session.sid_bits_per_character', path: 'idBitsPerCharacter', byDefault: 4},
  {ini: 'session.gc_maxlifetime', path: 'gcMaxLifetime', byDefault: 1440},
  {ini: 'session.cookie_lifetime', path: 'cookie.lifetime', byDefault: 0},
  {ini: 'session.cookie_path', path: 'cookie.path', byDefault: '/'},
  {ini: 'session.cookie_domain', path: 'cookie.domain', byDefault: ''},
  {ini: 'session.cookie_secure', path: 'cookie.secure', byDefault: false},
  {ini: 'session.cookie_httponly', path: 'cookie.httpOnly', byDefault: false},
  {ini: 'session.cookie_samesite', path: 'cookie.sameSite', byDefault: ''},
  {ini: 'redis.session.locking_enabled', path: 'redis.lockingEnabled', byDefault: false, handler: 'redis'},
  {ini: 'redis.session.lock_expire', path: 'redis.lockExpire', byDefault: 0, handler: 'redis'},
  {ini: 'redis.session.lock_retries', path: 'redis.lockRetries', byDefault: 10, handler: 'redis'},
  {ini: 'redis.session.lock_wait_time', path: 'redis.lockWaitTime', byDefault: 2000, handler: 'redis'},
]

const HANDLERS: readonly string[] = ['files', 'redis']
const FORMATS: readonly string[] = SESSION_FORMATS
const LIMITERS: readonly string[] = CACHE_LIMITERS

/**
 * The settings that PHP has otherwise.
 *
 * @param ini what PHP says
 * @param session what holds here, as the runtime has it: `php.session` with the folder that is meant
 */
export function differingSettings(
  ini: Readonly<Record<string, string>>,
  session: Readonly<Record<string, unknown>>,
): SettingDifference[] {
  return SETTINGS.flatMap(({ini: name, path, byDefault, handler}): SettingDifference[] => {
    const given = ini[name]
    if (given === undefined || (handler !== undefined && ini['session.save_handler'] !== handler)) return []
    // Of a store that can't be shared.
    if (name === 'session.save_path' && !HANDLERS.includes(ini['session.save_handler'] ?? '')) return []
    const value = usable(name, typed(given, byDefault))
    if (value === undefined) return []
    const here = valueAt(session, path) ?? byDefault
    return value === here ? [] : [{ini: name, php: given, here: String(here), path: `php.session.${path}`, value}]
  })
}

/** What the PHP has that TypeScript pages can't have, and what to do. */
export function unsupportedSettings(ini: Readonly<Record<string, string>>): string[] {
  const handler = ini['session.save_handler'] ?? ''
  const format = ini['session.serialize_handler'] ?? ''
  const isOn = (name: string): boolean => typed(ini[name] ?? '', false) === true
  return [
    ...(HANDLERS.includes(handler)
      ? []
      : [
          handler === 'user'
            ? 'session.save_handler is `user`: sessions that PHP code keeps by itself can not be shared. Let PHP keep them in files or Redis'
            : `session.save_handler is \`${handler}\`: only \`files\` and \`redis\` can be shared. Let PHP keep its sessions there; visitors log in once more`,
        ]),
    ...(FORMATS.includes(format)
      ? []
      : [`session.serialize_handler is \`${format}\`, which only PHP can read. Set it to \`php_serialize\`; sessions begin anew`]),
    ...(isOn('session.use_trans_sid')
      ? ['session.use_trans_sid is on: ids are not written into the links of TypeScript pages, so visitors without cookies are lost there']
      : []),
    ...(isOn('session.auto_start')
      ? ["session.auto_start is on: every PHP page has a session; a handler has one when it says `session: 'read'` or `'write'`"]
      : []),
    ...(/^(?:$|none$)/.test(ini['redis.session.compression'] ?? '')
      ? []
      : ['redis.session.compression is on: compressed sessions can not be read. Set it to `none`']),
  ] // biome-ignore format: sentences
}

/** The value as the configuration takes it; `undefined` for one that {@link unsupportedSettings} tells of. */
function usable(name: string, value: Value): Value | undefined {
  switch (name) {
    case 'session.save_handler':
      return HANDLERS.includes(String(value)) ? value : undefined
    case 'session.serialize_handler':
      return FORMATS.includes(String(value)) ? value : undefined
    case 'session.cache_limiter': {
      // PHP sends no headers for a name that it does not know; `none` is a usual one.
      const limiter = String(value).toLowerCase()
      return LIMITERS.includes(limiter) ? limiter : ''
    }
    case 'session.cookie_samesite':
      return String(value).replace(/^./, (first) => first.toUpperCase())
    default:
      return value
  }
}

/** A value of php.ini as the configuration has it. */
function typed(text: string, like: Value): Value {
  switch (typeof like) {
    case 'number':
      return Number(text)
    case 'boolean':
      return /^(?:1|on|yes|true)$/i.test(text)
    default:
      return text
  }
}

function valueAt(session: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], session)
}
