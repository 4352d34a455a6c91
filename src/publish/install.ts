/** Emitted configuration into files: whole files of our own, or our block in a file of the user. */
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {replaceManagedBlock} from '../servers/managed-block.ts'
import type {ServerConfigFile} from '../servers/types.ts'
import {createFile, replaceFile} from './write-file.ts'

/** What became of one file. */
export interface Installed {
  /** Absolute path. */
  file: string
  outcome: 'written' | 'unchanged' | 'removed'
}

interface InstallOptions {
  /** Only say what would change. */
  dryRun: boolean
}

/**
 * Puts a block into a file in place of the one that is there. A file that held nothing but our block goes with it.
 *
 * @param block from `# BEGIN migrate` to `# END migrate`, or nothing to take the block out
 * @throws MigrateError BLOCK_DAMAGED, LINE_CONTINUES
 */
export function installBlock(file: string, block: string, options: InstallOptions): Installed {
  const target = resolve(file)
  const existing = existsSync(target) ? readFileSync(target) : undefined
  const wanted = replaceManagedBlock(existing ?? Buffer.alloc(0), block, target)
  if (wanted.equals(existing ?? Buffer.alloc(0))) return {file: target, outcome: 'unchanged'}
  if (wanted.length === 0) {
    if (!options.dryRun) rmSync(target)
    return {file: target, outcome: 'removed'}
  }
  if (!options.dryRun) put(target, wanted)
  return {file: target, outcome: 'written'}
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
    if (existsSync(file) && readFileSync(file).equals(wanted)) return {file, outcome: 'unchanged'}
    if (!options.dryRun) {
      mkdirSync(folder, {recursive: true})
      put(file, wanted)
    }
    return {file, outcome: 'written'}
  })
}

function put(file: string, content: Buffer): void {
  if (!createFile(file, content)) replaceFile(file, content)
}
