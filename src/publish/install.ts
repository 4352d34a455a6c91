/** Emitted configuration into files: whole files of our own, or our block in a file of the user. */
import {mkdirSync, readFileSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {MigrateError} from '../errors.ts'
import {replaceManagedBlock} from '../servers/managed-block.ts'
import type {ServerConfigFile} from '../servers/types.ts'
import {createFile, replaceFile} from './write-file.ts'

/** What became of one file. */
export interface Installed {
  /** Absolute path. */
  file: string
  outcome: 'written' | 'unchanged'
}

interface InstallOptions {
  /** Only say what would change. */
  dryRun: boolean
}

/**
 * Puts a block into a file in place of the one that is there. A file is never deleted: what held nothing but our block
 * is empty afterwards.
 *
 * @param block from `# BEGIN migrate` to `# END migrate`, or nothing to take the block out
 * @throws MigrateError BLOCK_DAMAGED, LINE_CONTINUES, NOT_A_FILE, CANT_WRITE
 */
export function installBlock(file: string, block: string, options: InstallOptions): Installed {
  const target = resolve(file)
  return explaining(target, () => {
    const existing = existingText(target)
    const wanted = replaceManagedBlock(existing ?? Buffer.alloc(0), block, target)
    if (wanted.equals(existing ?? Buffer.alloc(0))) return {file: target, outcome: 'unchanged'}
    if (!options.dryRun) put(target, wanted)
    return {file: target, outcome: 'written'}
  })
}

/** Writes emitted files into a folder, each as a whole. */
export function writeFiles(
  directory: string,
  files: readonly ServerConfigFile[],
  options: InstallOptions,
): Installed[] {
  const folder = resolve(directory)
  return files.map(({name, text}) => {
    const file = join(folder, name)
    const wanted = Buffer.from(text)
    return explaining(file, () => {
      if (existingText(file)?.equals(wanted)) return {file, outcome: 'unchanged'}
      if (!options.dryRun) {
        mkdirSync(folder, {recursive: true})
        put(file, wanted)
      }
      return {file, outcome: 'written'}
    })
  })
}

function put(file: string, content: Buffer): void {
  if (!createFile(file, content)) replaceFile(file, content)
}

/** What the file holds; nothing when there is none. A folder, a pipe or a device is no place for configuration. */
function existingText(file: string): Buffer | undefined {
  const stat = statSync(file, {throwIfNoEntry: false})
  if (!stat) return undefined
  if (stat.isFile()) return readFileSync(file)
  throw new MigrateError(
    'NOT_A_FILE',
    `\`${file}\` is not a regular file`,
    'Name the file that the block belongs into, such as `../shop/.htaccess`',
  )
}

/** Turns what the file system says into an error that says what to do. */
function explaining<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    if (error instanceof MigrateError || !/^E[A-Z]+$/.test(code ?? '')) throw error
    throw new MigrateError(
      'CANT_WRITE',
      `\`${file}\` can't be written: ${message}`,
      'Check the owner, the mode and the free space of the file and its folder',
      {cause: error},
    )
  }
}
