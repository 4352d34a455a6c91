/** What the emitters are told: flags over configuration over what the ledger knows. */
import {MigrateError} from './errors.ts'
import {type Ledger, rewritingFolders, sourcePaths} from './ledger/index.ts'
import type {Project} from './project.ts'
import type {EmitOptions, ServerEmitter} from './servers/types.ts'
import {areaBackends, backendAddress, rootsOfServer, siteName} from './site.ts'

/** The flags as they were given. */
export interface EmitFlags {
  config?: string | undefined
  for?: string | undefined
  style?: string | undefined
  backend?: string | undefined
  docroot?: string | undefined
  out?: string | undefined
  into?: string | undefined
  remove?: boolean
  check?: boolean
  'dry-run'?: boolean
  markers?: string | undefined
  maps?: string | undefined
  fallback?: boolean
  transport?: string | undefined
  'server-config'?: string[] | undefined
  'installed-server'?: boolean
}

/** What is known of the site. */
interface Known {
  project: Project
  ledger: Ledger
  docroot: string
  flags: EmitFlags
}

/**
 * The options of one run.
 *
 * @throws MigrateError NO_HTTP_BACKEND when HTTP is asked for and the configuration has no address
 */
export function emitOptions(
  {name, styles, forms}: ServerEmitter,
  {project, ledger, docroot, flags}: Known,
): EmitOptions {
  const server = project.config?.server
  // The configuration's style and form are Apache's or another server's: taken where they exist.
  const known = <T extends string>(value: T | undefined, all: readonly string[]): T | undefined =>
    value !== undefined && all.includes(value) ? value : undefined
  const php = project.config?.legacy.fastcgi
  const markers = flags.markers ?? server?.markers
  const maps = flags.maps ?? server?.maps
  const http = flags.transport === 'http' ? httpAddress(project) : undefined
  return {
    site: siteName(docroot),
    backend: flags.backend ?? backendAddress(project),
    backends: areaBackends(project),
    documentRoots: rootsOfServer(flags.docroot ?? server?.docroot, docroot),
    style: flags.style ?? known(server?.style, styles) ?? styles[0] ?? name,
    form: flags.for ?? known(server?.for, forms) ?? forms[0] ?? name,
    fallback: flags.fallback ?? server?.fallback ?? false,
    rewriting: rewritingFolders(ledger),
    files: sourcePaths(ledger),
    ...(php === undefined ? {} : {php}),
    ...(markers === undefined ? {} : {markers}),
    ...(maps === undefined ? {} : {maps}),
    ...(http === undefined ? {} : {http}),
    ...(server?.cgi ? {cgi: definedOf(server.cgi)} : {}),
    ...(server?.custom ? {custom: definedOf(server.custom)} : {}),
  }
}

function httpAddress({config}: Project): string {
  if (config?.backend.http !== undefined) return config.backend.http
  throw new MigrateError(
    'NO_HTTP_BACKEND',
    '`--transport http` needs the address where the backend listens for HTTP',
    'Set `backend.http` in the configuration, such as `127.0.0.1:8081`',
  )
}

/** Without the settings that are absent. */
function definedOf<T extends object>(values: T): {[Key in keyof T]: Exclude<T[Key], undefined>} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
