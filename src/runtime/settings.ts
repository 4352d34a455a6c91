/** What a site's php.ini says, as far as pages can tell; every setting has PHP's own default. */
import {tmpdir} from 'node:os'
import {type Codec, codecOf} from './codec.ts'
import type {UploadLimits} from './input/uploads.ts'
import type {ReplyDefaults} from './reply/reply.ts'
import {filesStore} from './session/files.ts'
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
  session?: Partial<SessionSettings> & {
    /** `session.save_path`: a directory, or `N;directory`, `N;MODE;directory`. */
    savePath?: string
    /** `session.save_handler`. */
    saveHandler?: 'files'
    /** `session.serialize_handler`. */
    serializeHandler?: 'php'
    /** How long a page waits for the lock, in milliseconds. */
    lockTimeout?: number
  }
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
  postMaxSize: number
  /** In seconds; 0 for none. */
  pageTimeout: number
  session: SessionSettings
  sessionStore: SessionStore
  timezone: string
}

/** Fills in PHP's defaults. Throws a RangeError for a charset, store or format that is not supported. */
export function resolveSettings(settings: Settings, sessionStore?: SessionStore): ResolvedSettings {
  const {
    savePath = tmpdir(),
    saveHandler = 'files',
    serializeHandler = 'php',
    lockTimeout,
    ...session
  } = settings.session ?? {}
  if (saveHandler !== 'files') throw new RangeError(`No session store \`${saveHandler}\`: it is \`files\``)
  if (serializeHandler !== 'php') throw new RangeError(`No session format \`${serializeHandler}\`: it is \`php\``)
  if (session.cacheLimiter !== undefined && !['nocache', ''].includes(session.cacheLimiter)) {
    throw new RangeError(`No session cache limiter \`${session.cacheLimiter}\`: it is \`nocache\` or empty`)
  }
  return {
    codec: codecOf(settings.charset ?? 'utf-8'),
    reply: {mimetype: settings.defaultMimetype ?? 'text/html', charset: settings.defaultCharset ?? 'UTF-8'},
    limits: {
      maxInputVars: settings.maxInputVars ?? 1000,
      maxInputNestingLevel: settings.maxInputNestingLevel ?? 64,
      uploadMaxFilesize: settings.uploadMaxFilesize ?? 2 * 2 ** 20,
      maxFileUploads: settings.maxFileUploads ?? 20,
      uploadDirectory: settings.uploadDirectory ?? tmpdir(),
    },
    postMaxSize: settings.postMaxSize ?? 8 * 2 ** 20,
    pageTimeout: settings.pageTimeout ?? 60,
    session: {...SESSION_DEFAULTS, ...session},
    timezone: settings.timezone ?? 'UTC',
    sessionStore: sessionStore ?? filesStore(savePath, lockTimeout),
  }
}
