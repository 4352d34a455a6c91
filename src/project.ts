/** The project folder: configuration, ledger and handlers. It is where the command runs, or a folder above it. */
import {existsSync, readdirSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname, join, relative, resolve, sep} from 'node:path'
import {type Config, readConfig} from './config.ts'
import {MigrateError} from './errors.ts'

/** The name of the configuration file. */
export const CONFIG_FILE = 'migrate.config.json'

const LEDGER_FILE = join('.migrate', 'ledger.db')

/** A project folder and what its configuration says. */
export interface Project {
  /** Absolute path. */
  directory: string
  /** Absent when the project has no configuration file: `scan` needs none. */
  config?: Config
  /** Absolute path of the SQLite file, whether it exists or not. */
  ledgerFile: string
}

/**
 * Finds the project: the folder of `--config`, else the nearest folder from `cwd` upwards with a configuration or a
 * ledger, else `cwd` itself.
 *
 * @throws MigrateError NO_CONFIG, CONFIG_INVALID
 */
export function findProject(cwd: string, configFlag?: string): Project {
  if (configFlag !== undefined) return projectAt(dirname(resolve(cwd, configFlag)), resolve(cwd, configFlag))
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const configFile = join(directory, CONFIG_FILE)
    if (existsSync(configFile)) return projectAt(directory, configFile)
    if (existsSync(join(directory, LEDGER_FILE))) return projectAt(directory)
    if (directory === dirname(directory)) return projectAt(resolve(cwd))
  }
}

/** The document root that the configuration names, as an absolute path. */
export function configuredDocroot(project: Project): string | undefined {
  return project.config && resolve(project.directory, project.config.site.docroot)
}

/** The folder of the handlers, as an absolute path. */
export function handlersDirectory(project: Project): string {
  return resolve(project.directory, project.config?.handlers ?? 'handlers')
}

/**
 * Checks a document root before anything is written.
 *
 * @returns the document root as an absolute path, as given: the web server sees this spelling
 * @throws MigrateError NO_DOCROOT when it is not a directory; PROJECT_IN_DOCROOT when the ledger or the handlers
 *   would lie inside it, where the web server hands them to visitors
 */
export function checkDocroot(project: Project, docroot: string): string {
  const absolute = resolve(docroot)
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) {
    throw new MigrateError(
      'NO_DOCROOT',
      `\`${absolute}\` is not a directory`,
      'Give the folder that the web server serves, for example `migrate scan /var/www/shop`',
    )
  }
  refuseInsideDocroot(project, absolute)
  return absolute
}

/**
 * Refuses a project whose ledger, configuration or handlers lie inside the document root, or are reached from it by a
 * symbolic link at its top: the web server would hand them to visitors.
 *
 * @throws MigrateError PROJECT_IN_DOCROOT
 */
export function refuseInsideDocroot(project: Project, docroot: string): void {
  const sibling = join(dirname(docroot), `${basename(docroot)}-ts`)
  const hint = `Use a folder beside it: \`mkdir -p ${sibling} && cd ${sibling} && migrate scan ${docroot}\``
  for (const [what, path] of [
    ['the project folder', project.directory],
    ['the folder of the ledger', dirname(project.ledgerFile)],
    ['the folder of the handlers', handlersDirectory(project)],
  ] as const) {
    if (!isInside(path, docroot)) continue
    throw new MigrateError(
      'PROJECT_IN_DOCROOT',
      `Refused: ${what} \`${path}\` lies inside the document root \`${docroot}\`, so the web server would hand the ledger and the handlers to visitors`,
      what === 'the folder of the handlers' && !isInside(project.directory, docroot)
        ? 'Change `handlers` in `migrate.config.json` to a folder outside the document root'
        : hint,
    )
  }
  for (const entry of readdirSync(docroot, {withFileTypes: true})) {
    const link = join(docroot, entry.name)
    if (!entry.isSymbolicLink() || !existsSync(link) || !isInside(project.directory, link)) continue
    throw new MigrateError(
      'PROJECT_IN_DOCROOT',
      `Refused: the symbolic link \`${link}\` in the document root leads to the project folder, so the web server would hand the ledger and the handlers to visitors`,
      'Remove the link, or move the project elsewhere',
    )
  }
}

/** Whether `path`, which need not exist yet, is `directory` or lies below it, all symbolic links resolved. */
function isInside(path: string, directory: string): boolean {
  const way = relative(realpathSync(directory), realpathOfExisting(path))
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`))
}

/** The real path of the part of `path` that exists, with the rest appended. */
function realpathOfExisting(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return join(realpathOfExisting(dirname(path)), basename(path))
}

function projectAt(directory: string, configFile?: string): Project {
  return {
    directory,
    ledgerFile: join(directory, LEDGER_FILE),
    ...(configFile === undefined ? {} : {config: readConfig(configFile)}),
  }
}
