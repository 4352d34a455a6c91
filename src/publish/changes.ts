/** Emitted configuration as changes to files: first known, then shown, compared or written. */
import {readFileSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {MigrateError} from '../errors.ts'
import {replaceManagedBlock} from '../servers/managed-block.ts'
import type {ServerConfigFile} from '../servers/types.ts'

/** What becomes of one file. */
export interface FileChange {
  /** Absolute path. */
  file: string
  /** What is there; `undefined`: nothing. */
  before: Buffer | undefined
  /** What is to be there; `undefined`: nothing. */
  after: Buffer | undefined
}

/** Whether there is anything to do. */
export function isChange({before, after}: FileChange): boolean {
  return before === undefined || after === undefined ? before !== after : !before.equals(after)
}

/**
 * Our block in a file of the user, in place of the one that is there. A file is never deleted: what held nothing but our
 * block is empty afterwards, and none is made for an empty block.
 *
 * @throws MigrateError BLOCK_DAMAGED, LINE_CONTINUES, NOT_A_FILE, CANT_WRITE
 */
export function changeOfBlock(file: string, {text, place}: Pick<ServerConfigFile, 'text' | 'place'>): FileChange {
  const target = resolve(file)
  const before = contentOf(target)
  const after = replaceManagedBlock(before ?? Buffer.alloc(0), text, target, place)
  return {file: target, before, after: before === undefined && after.length === 0 ? undefined : after}
}

/** Emitted files as whole files in a folder. */
export function changesOfFiles(directory: string, files: readonly ServerConfigFile[]): FileChange[] {
  const folder = resolve(directory)
  return files.map(({name, text}) => {
    const file = join(folder, name)
    return {file, before: contentOf(file), after: Buffer.from(text)}
  })
}

/** What a file holds; nothing when there is none. A folder, a pipe or a device is no place for configuration. */
export function contentOf(file: string): Buffer | undefined {
  return explaining(file, 'read', () => {
    const stat = statSync(file, {throwIfNoEntry: false})
    if (!stat) return undefined
    // Of ten thousand markers none need be opened.
    if (stat.isFile()) return stat.size === 0 ? Buffer.alloc(0) : readFileSync(file)
    throw new MigrateError(
      'NOT_A_FILE',
      `\`${file}\` is not a regular file`,
      'Name the file that the block belongs into, such as `../shop/.htaccess`',
    )
  })
}

/** Turns what the file system says into an error that says what to do. */
export function explaining<T>(file: string, verb: 'read' | 'written', work: () => T): T {
  try {
    return work()
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    if (error instanceof MigrateError || !/^E[A-Z]+$/.test(code ?? '')) throw error
    throw new MigrateError(
      verb === 'read' ? 'CANT_READ' : 'CANT_WRITE',
      `\`${file}\` can't be ${verb}: ${message}`,
      'Check the owner, the mode and the free space of the file and its folder',
      {cause: error},
    )
  }
}
