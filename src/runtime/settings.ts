/** What a site's php.ini says, as far as pages can tell; every setting has PHP's own default. */
import {tmpdir} from 'node:os'
import {type Codec, codecOf} from './codec.ts'
import type {BodyLimits} from './input/body.ts'
import type {UploadLimits} from './input/uploads.ts'
import type {ReplyDefaults} from './reply/reply.ts'
import {CACHE_LIMITERS} from './session/cache-limiter.ts'
import {chooseStore, type StoreSettings} from './session/choose-store.ts'
import {SESSION_FORMATS} from './session/format.ts'
import {REDIS_LOCK_DEFAULTS} from './session/redis-lock.ts'
import {SESSION_DEFAULTS, type SessionSettings} from './session/settings.ts'
import type {SessionStore} from './session/store.ts'

/** The settings of a site, all optional. Those of php.ini have PHP's defaults. */
export interface Settings {
  /** How the bytes of requests, sessions and answers are text: `utf-8` or `iso-8859-1`. */
  charset?: string
  /** `default_charset` as PHP prints it in `Content-type`; `''` for none. */
  defaultCharset?: string
  /** `default_mimetype`. */
  defaultMimetype?: string
  /** `session.*`. */
  session?: Partial<SessionSettings> & StoreSettings
  /** `date.timezone`, given to handlers; `UTC` when absent. */
  timezone?: string
  /** The PHP version of the site. The rules are those of 8.2 whatever it says. */
  phpVersion?: string
  /** `post_max_size` in bytes. */
  postMaxSize?: number
  /** `upload_max_filesize` in bytes. */
  uploadMaxFilesize?: number
  /** `max_file_uploads`. */
  maxFileUploads?: number
  /** `upload_tmp_dir`. */
  uploadDirectory?: string
  /** `max_input_vars`. */
  maxInputVars?: number
  /** `max_input_nesting_level`. */
  maxInputNestingLevel?: number
  /** How long a page may take before its visitor gets an error, in seconds; 60 when absent, 0 for no limit. */
  pageTimeout?: number
}

/** Settings with every default filled in. */
export interface ResolvedSettings {
  codec: Codec
  reply: ReplyDefaults
  limits: UploadLimits
  body: BodyLimits
  /** In seconds; 0 for none. */
  pageTimeout: number
  session: SessionSettings
  sessionStore: SessionStore
  timezone: string
}

/** Fills in PHP's defaults. Throws a RangeError for a charset, store or format that is not supported. */
export function resolveSettings(settings: Settings, sessionStore?: SessionStore): ResolvedSettings {
  const {savePath: _path, saveHandler: _handler, lockTimeout: _timeout, redis, ...given} = settings.session ?? {}
  const session: SessionSettings = {...SESSION_DEFAULTS, ...given}
  const pageTimeout = settings.pageTimeout ?? 60
  // A lock in Redis must not end before its page.
  const maxExecutionTime = Math.max(REDIS_LOCK_DEFAULTS.maxExecutionTime, pageTimeout)
  const store = {...settings.session, redis: {maxExecutionTime, ...redis}}
  const uploadDirectory = settings.uploadDirectory ?? tmpdir()
  checkChoice('session format', session.serializeHandler, SESSION_FORMATS)
  checkChoice('session cache limiter', session.cacheLimiter, CACHE_LIMITERS)
  return {
    codec: codecOf(settings.charset ?? 'utf-8'),
    reply: {mimetype: settings.defaultMimetype ?? 'text/html', charset: settings.defaultCharset ?? 'UTF-8'},
    limits: {
      maxInputVars: settings.maxInputVars ?? 1000,
      maxInputNestingLevel: settings.maxInputNestingLevel ?? 64,
      uploadMaxFilesize: settings.uploadMaxFilesize ?? 2 * 2 ** 20,
      maxFileUploads: settings.maxFileUploads ?? 20,
      uploadDirectory,
    },
    body: {postMaxSize: settings.postMaxSize ?? 8 * 2 ** 20, inMemory: 2 ** 20, uploadDirectory},
    pageTimeout,
    session,
    timezone: settings.timezone ?? 'UTC',
    sessionStore: sessionStore ?? chooseStore(store, session.gcMaxLifetime),
  }
}

function checkChoice(what: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return
  const names = choices.map((choice) => (choice === '' ? 'empty' : `\`${choice}\``))
  throw new RangeError(`No ${what} \`${value}\`: it is ${names.join(', ')}`)
}
