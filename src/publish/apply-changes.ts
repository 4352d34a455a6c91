/** Changes to the disk: each file whole or not at all. */
import {closeSync, mkdirSync, openSync, rmdirSync, rmSync} from 'node:fs'
import {dirname} from 'node:path'
import {explaining, type FileChange, isChange} from './changes.ts'
import {createFile, replaceFile} from './write-file.ts'

/** What became of one file. */
export interface Applied {
  /** Absolute path. */
  file: string
  outcome: 'written' | 'removed' | 'unchanged'
}

/** What applying a change does. */
export function outcomeOf(change: FileChange): Applied {
  const outcome = !isChange(change) ? 'unchanged' : change.after === undefined ? 'removed' : 'written'
  return {file: change.file, outcome}
}

/**
 * Makes the changes: what is new or different first, what goes away last, so that a page is on one side or the other at
 * every moment.
 *
 * @throws MigrateError CANT_WRITE
 */
export function applyChanges(changes: readonly FileChange[]): Applied[] {
  const real = changes.filter(isChange)
  for (const {file, before, after} of real) {
    if (after === undefined) continue
    const isMarker = before === undefined && after.length === 0
    explaining(file, 'written', () => (isMarker ? writeMarker(file) : write(file, after)))
  }
  for (const {file, after} of real) {
    if (after !== undefined) continue
    explaining(file, 'written', () => {
      rmSync(file, {force: true})
      removeEmptyFolders(dirname(file))
    })
  }
  return changes.map(outcomeOf)
}

/** An empty file can't be seen half-written, so that ten thousand markers need not be flushed one by one. */
function writeMarker(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o644))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(dirname(file), {recursive: true})
    closeSync(openSync(file, 'a', 0o644))
  }
}

function write(file: string, content: Buffer): void {
  if (!createFile(file, content)) replaceFile(file, content)
}

/** Folders that hold nothing any more; stops at the first that is not empty. */
function removeEmptyFolders(folder: string): void {
  for (let current = folder; ; current = dirname(current)) {
    try {
      rmdirSync(current)
    } catch {
      return
    }
  }
}
