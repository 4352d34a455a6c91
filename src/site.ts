/** What web server and backend must agree on: the site's name, the document root, the address. */
import {existsSync, realpathSync} from 'node:fs'
import {basename} from 'node:path'
import type {Project} from './project.ts'
import type {LegacySettings, Settings} from './runtime/index.ts'

/** Where the backend listens for FastCGI when nothing else is configured. */
const DEFAULT_ADDRESS = '127.0.0.1:9100'

/** The backend's FastCGI address: `unix:/run/migrate/shop.sock` or `127.0.0.1:9100`. */
export function backendAddress(project: Project): string {
  return project.config?.backend.fastcgi ?? DEFAULT_ADDRESS
}

/** The addresses of the backends of areas, by name. */
export function areaBackends({config}: Project): Record<string, string> {
  return Object.fromEntries((config?.backends ?? []).map(({name, fastcgi}) => [name, fastcgi]))
}

/** A short name for the site, from the name of its folder: lower-case letters, digits and dashes. */
export function siteName(docroot: string): string {
  const name = basename(docroot)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return name || 'site'
}

/**
 * The document root in every spelling that the web server may use: as given, and without symbolic links.
 *
 * @param configured the server's own spelling, when it was given; it may be of another machine
 */
export function rootsOfServer(configured: string | undefined, docroot: string): string[] {
  const root = configured ?? docroot
  return [...new Set([root, existsSync(root) ? realpathSync(root) : root])]
}

/** What the runtime must know of the site's PHP. */
export function runtimeSettings(project: Project): Settings {
  const php = project.config?.php
  return {
    charset: php?.charset ?? 'utf-8',
    timezone: php?.timezone ?? 'UTC',
    ...definedOf({pageTimeout: project.config?.backend.pageTimeout}),
    session: sessionSettings(project),
  }
}

type ConfiguredSession = NonNullable<NonNullable<Project['config']>['php']>['session']

/** The session settings of the configuration; where it names no folder, that of Debian when there is one. */
function sessionSettings(project: Project): NonNullable<Settings['session']> {
  const session: Partial<ConfiguredSession> = project.config?.php?.session ?? {}
  const {strictMode, useTransSid: _, cookie, redis, ...same} = session
  const debianPath = same.saveHandler !== 'redis' && existsSync(DEBIAN_SESSIONS) ? {savePath: DEBIAN_SESSIONS} : {}
  return {
    ...debianPath,
    ...definedOf({
      ...same,
      useStrictMode: strictMode,
      cookie: cookie && definedOf(cookie),
      redis: redis && definedOf(redis),
    }),
  }
}

/** Where the PHP is that handlers may leave requests to. */
export function legacySettings(project: Project): LegacySettings {
  const {timeout, ...addresses} = project.config?.legacy ?? {}
  return {...definedOf(addresses), ...(timeout === undefined ? {} : {timeout: timeout * 1000})}
}

/** Only what is set: PHP's own default holds for the rest. */
function definedOf<T extends object>(values: T): {[Key in keyof T]?: Exclude<T[Key], undefined>} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

/** `session.save_path` of Debian's PHP; PHP's own default is the folder for temporary files. */
const DEBIAN_SESSIONS = '/var/lib/php/sessions'

/** URL of the module that makes `banyan/*` known to a process, for `node --import`; of source or build, as this runs. */
export const REGISTER_URL = new URL(
  `./runtime/register.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
).href
