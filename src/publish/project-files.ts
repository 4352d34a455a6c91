/** The files of a new project folder. */
import {existsSync, readFileSync, realpathSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {createFile, replaceFile} from './write-file.ts'

/** What became of one file; `kept`: it was there, and stays as it is. */
export interface ProjectFile {
  /** Absolute path. */
  file: string
  outcome: 'written' | 'added to' | 'kept'
}

const IGNORED = ['.migrate/', 'node_modules/', '.ht-migrate-*']

/** A complete configuration for a document root, with the defaults spelled out. */
export function configuration(directory: string, docroot: string): Record<string, unknown> {
  return {
    $schema: ofTool(directory, 'templates/config.schema.json'),
    site: {docroot, exclude: []},
    handlers: 'handlers',
    backend: {fastcgi: '127.0.0.1:9100'},
    server: {for: 'htaccess'},
    php: {charset: 'utf-8', timezone: 'UTC', session: {name: 'PHPSESSID', savePath: '/var/lib/php/sessions'}},
  }
}

/** Writes configuration, `tsconfig.json` and `.gitignore` lines; a file that exists is left as it is. */
export function writeProjectFiles(
  directory: string,
  config: Record<string, unknown>,
  options: {dryRun: boolean},
): ProjectFile[] {
  const wholes = [
    ['migrate.config.json', `${JSON.stringify(config, null, 2)}\n`],
    ['tsconfig.json', `${JSON.stringify(tsconfig(directory), null, 2)}\n`],
  ] as const
  const files = wholes.map(([name, text]): ProjectFile => {
    const file = join(directory, name)
    const free = options.dryRun ? !existsSync(file) : createFile(file, text)
    return {file, outcome: free ? 'written' : 'kept'}
  })
  return [...files, ignoreLines(join(directory, '.gitignore'), options)]
}

function ignoreLines(file: string, options: {dryRun: boolean}): ProjectFile {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const present = new Set(before?.split(/\r?\n/).map((line) => line.trim()))
  const missing = IGNORED.filter((line) => !present.has(line))
  if (missing.length === 0) return {file, outcome: 'kept'}
  const separator = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n'
  const text = `${before ?? ''}${separator}${missing.join('\n')}\n`
  if (!options.dryRun && !(before === undefined && createFile(file, text))) replaceFile(file, text)
  return {file, outcome: before === undefined ? 'written' : 'added to'}
}

/** `banyan/*` is found by the editor where this tool is installed, whether in the project or globally. */
function tsconfig(directory: string): Record<string, unknown> {
  return {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024'],
      module: 'nodenext',
      strict: true,
      noEmit: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [dirname(dirname(fileURLToPath(import.meta.resolve('@types/node/package.json'))))],
      paths: {
        'banyan/runtime': [ofTool(directory, 'dist/runtime/index.d.ts')],
        'banyan/php': [ofTool(directory, 'dist/php/index.d.ts')],
      },
    },
    include: ['handlers'],
  }
}

/** A file of this tool: relative where the tool is installed in the project, so that a team can share the file. */
function ofTool(directory: string, path: string): string {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const local = join('node_modules', 'banyan', path)
  return existsSync(join(directory, local)) && realpathSync(join(directory, local)) === realpathSync(file)
    ? `./${local}`
    : file
}
