/** A project and a site in a temporary folder, and the real command line to run there. */
import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'

/** The command line, run from source. */
export const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

/** What a finished command said. */
export interface Finished {
  status: number | null
  stdout: string
  stderr: string
}

/** A site and a project folder beside it; both removed when the test is over. */
export interface TestProject {
  /** The project folder, where commands run. */
  directory: string
  /** The document root. */
  docroot: string
  /** Writes a file of the site, or of the project with `in: 'project'`. */
  write(path: string, content: string | Buffer, where?: 'site' | 'project'): string
  /** The text of a file of the project. */
  read(path: string): string
  /** Runs `migrate` in the project folder. */
  migrate(args: readonly string[], options?: {input?: string; env?: Record<string, string>}): Finished
  /** Starts `migrate` without waiting for it. */
  start(args: readonly string[]): ReturnType<typeof spawn>
}

/** Makes a project; `files` go into the document root. */
export function makeProject(files: Readonly<Record<string, string | Buffer>> = {}): TestProject {
  const root = mkdtempSync(join(tmpdir(), 'migrate-test-'))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  const directory = join(root, 'shop-ts')
  const docroot = join(root, 'shop')
  mkdirSync(directory)
  mkdirSync(docroot)
  const environment = {...process.env, NO_COLOR: '1', MIGRATE_USER: 'ana', NODE_ENV: 'production'}
  const project: TestProject = {
    directory,
    docroot,
    write(path, content, where = 'site') {
      const file = join(where === 'site' ? docroot : directory, path)
      mkdirSync(dirname(file), {recursive: true})
      writeFileSync(file, content)
      return file
    },
    read: (path) => readFileSync(join(directory, path), 'utf8'),
    migrate(args, options = {}) {
      const {status, stdout, stderr} = spawnSync(process.execPath, [BIN, ...args], {
        cwd: directory,
        encoding: 'utf8',
        input: options.input ?? '',
        env: {...environment, ...options.env},
        timeout: 60_000,
      })
      return {status, stdout, stderr}
    },
    start: (args) => spawn(process.execPath, [BIN, ...args], {cwd: directory, env: environment}),
  }
  for (const [path, content] of Object.entries(files)) project.write(path, content)
  return project
}
