/** The backend of a project: its options, from configuration and flags, and how it starts. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {MigrateError} from './errors.ts'
import {printable} from './page.ts'
import {handlersDirectory, type Project, refuseInsideDocroot} from './project.ts'
import type {Backend, BackendOptions, Listen, Supervisor} from './runtime/index.ts'
import {DEFAULT_EXTENSIONS} from './scan/extensions.ts'
import {backendAddress, legacySettings, runtimeSettings} from './site.ts'

/** What a backend is in every way of running it. */
export type ProjectBackend = Omit<BackendOptions, 'listen' | 'db' | 'clock' | 'accessLog' | 'errorLog'>

/**
 * Handlers, settings and PHP of a project.
 *
 * @throws MigrateError NO_HANDLERS, or that of a project inside the document root
 */
export function projectBackend(project: Project, docroot: string | undefined): ProjectBackend {
  const directory = handlersDirectory(project)
  if (!existsSync(directory)) {
    throw new MigrateError(
      'NO_HANDLERS',
      `There is no folder of handlers: \`${printable(directory)}\``,
      'Run `migrate scaffold PAGE` first',
    )
  }
  if (docroot !== undefined) refuseInsideDocroot(project, docroot)
  return {
    handlersDirectory: directory,
    extensions: project.config?.site.extensions ?? DEFAULT_EXTENSIONS,
    settings: runtimeSettings(project),
    legacy: legacySettings(project),
    ...(docroot === undefined ? {} : {documentRoot: docroot}),
  }
}

/** Addresses given as flags. */
export type GivenAddresses = {[Protocol in Listen['protocol']]?: string | undefined}

/** Where to listen: FastCGI unless only another protocol is asked for. */
export function listenAddresses(project: Project, given: GivenAddresses): Listen[] {
  const {scgi} = given
  const http = given.http ?? project.config?.backend.http
  const isOtherAsked = given.http !== undefined || scgi !== undefined
  const isFastcgiAsked = given.fastcgi !== undefined || project.config?.backend.fastcgi !== undefined
  return [
    ...(isFastcgiAsked || !isOtherAsked
      ? [{protocol: 'fastcgi' as const, address: given.fastcgi ?? backendAddress(project)}]
      : []),
    ...(scgi === undefined ? [] : [{protocol: 'scgi' as const, address: scgi}]),
    ...(http === undefined ? [] : [{protocol: 'http' as const, address: http}]),
  ]
}

/** The socket on which a backend tells its status: beside the first UNIX socket, else in the project's `.migrate`. */
export function statusSocket(project: Project, listen: readonly Listen[]): string {
  const socket = listen.map(({address}) => address).find((address) => address.startsWith('unix:'))
  return socket ? `${socket.slice('unix:'.length)}.status` : join(project.directory, '.migrate', 'serve.status')
}

/** How a backend is to run. */
export interface Running {
  /** 0 for one process without a supervisor. */
  workers: number
  /** Seconds that a handler may hold the processor of a worker. */
  stuckAfter: number
}

/** Starts it; what it can't use is the user's to mend: MigrateError BACKEND_ADDRESS or SETTING. */
export async function startProjectBackend(
  options: BackendOptions,
  {workers, stuckAfter}: Running,
): Promise<Backend | Supervisor> {
  const {startBackend, supervise} = await import('./runtime/index.ts')
  try {
    if (workers === 0) return await startBackend(options)
    const {statusSocket, accessLog: _, errorLog = () => undefined, ...others} = options
    return await supervise({...others, stuckAfter}, {workers, statusSocket, log: errorLog})
  } catch (error) {
    const {message, code} = error as NodeJS.ErrnoException
    const isAddress =
      /^E[A-Z]+$/.test(code ?? '') || /^`|^Another process listens|^There is no (user|group)/.test(message)
    if (isAddress) {
      throw new MigrateError('BACKEND_ADDRESS', `The backend can't start: ${message}`, ADDRESS_HINT, {cause: error})
    }
    if (!(error instanceof RangeError)) throw error
    throw new MigrateError('SETTING', `The backend can't start: ${message}`, 'Change `php` in the configuration', {
      cause: error,
    })
  }
}

const ADDRESS_HINT = 'Use a free address such as `--fastcgi unix:/run/migrate/shop.sock` or `--fastcgi 127.0.0.1:9100`'
