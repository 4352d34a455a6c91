/** Writing files so that a reader, or a process killed half-way, sees the old text or the new one, never a part. */
import {randomBytes} from 'node:crypto'
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import {dirname, join} from 'node:path'

/** What `stat` says of the file that is replaced. */
interface Ownership {
  mode: number
  uid: number
  gid: number
}

/**
 * Replaces a file, or makes it with mode 0644. Mode and owner stay as they were.
 * Written beside it, flushed, and renamed over it: rename(2) is atomic.
 */
export function replaceFile(file: string, content: string | Buffer): void {
  // A symbolic link stays one: what it points to is replaced.
  const target = existsSync(file) ? realpathSync(file) : file
  const temporary = writeTemporary(target, content, statSync(target, {throwIfNoEntry: false}))
  try {
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, {force: true})
    throw error
  }
}

/**
 * Makes a new file; never touches one that exists, not even one that appeared a moment ago: link(2) fails then.
 *
 * @returns whether the file was made
 */
export function createFile(file: string, content: string | Buffer): boolean {
  mkdirSync(dirname(file), {recursive: true})
  const temporary = writeTemporary(file, content)
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(temporary, {force: true})
  }
}

// Short whatever the file is called, and beginning as `.htaccess` does: Apache hands out no such file.
function writeTemporary(file: string, content: string | Buffer, owner?: Ownership): string {
  const temporary = join(dirname(file), `.ht-migrate-${randomBytes(6).toString('hex')}`)
  const descriptor = openSync(temporary, 'wx', 0o644)
  try {
    const bytes = Buffer.from(content)
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
    if (owner) {
      fchmodSync(descriptor, owner.mode & 0o7777)
      if (process.getuid?.() === 0) fchownSync(descriptor, owner.uid, owner.gid)
    }
    fsyncSync(descriptor)
  } catch (error) {
    closeSync(descriptor)
    rmSync(temporary, {force: true})
    throw error
  }
  closeSync(descriptor)
  return temporary
}
