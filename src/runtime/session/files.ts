/** PHP's `files` session store (ext/session/mod_files.c): one file per session, locked while a page may write. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {removeOldSessions} from './garbage.ts'
import {inTurn} from './in-turn.ts'
import {fileLock} from './lock.ts'
import {parseFilesPath} from './save-path.ts'
import type {OpenSession, SessionStore} from './store.ts'

/** How long a page waits for another to finish with the session, in milliseconds. */
const LOCK_TIMEOUT = 60_000

/** A file this young and empty may be one that PHP is just rewriting: it truncates before it writes. */
const REWRITE_WINDOW = 50

/** The store of `session.save_path`. Throws a RangeError for a path that cannot be one. */
export function filesStore(savePath: string, lockTimeout: number = LOCK_TIMEOUT): SessionStore {
  const {directory, depth, fileMode} = parseFilesPath(savePath)
  const fileOf = (id: string): string => [directory, ...id.slice(0, depth), `sess_${id}`].join('/')
  const open = (file: string): number => openOwn(file, fileMode)
  const queue = inTurn()

  return {
    accepts: (id) => id.length > depth,

    exists: async (id) => statSync(fileOf(id), {throwIfNoEntry: false}) !== undefined,

    async read(id) {
      const file = fileOf(id)
      // Made when it is not there, as by session_start() with read_and_close.
      const {descriptor, stat, isNew} = openOrMake(file, fileMode)
      try {
        let before = stat
        for (let attempt = 0; ; attempt++) {
          const bytes = readAll(descriptor, before.size)
          const after = fstatSync(descriptor)
          const isSettled = after.mtimeMs === before.mtimeMs && after.size === before.size
          const isBeingRewritten = after.size === 0 && Date.now() - after.mtimeMs < REWRITE_WINDOW && attempt < 5
          if (isNew || (isSettled && !isBeingRewritten)) return {bytes, touch: async () => touch(file, after.mtimeMs)}
          await sleep(5)
          before = fstatSync(descriptor)
        }
      } finally {
        closeSync(descriptor)
      }
    },

    async open(id) {
      const file = fileOf(id)
      const leave = await queue(file)
      try {
        return openLocked(await lockedDescriptor(file, open, lockTimeout), file, leave)
      } catch (error) {
        leave()
        throw error
      }
    },

    async write(id, bytes) {
      const session = await this.open(id)
      await session.write(bytes).finally(() => session.close())
    },

    async collectGarbage(maxLifetime) {
      // As in PHP: who asks for subdirectories has something else that clears them.
      if (depth === 0) await removeOldSessions(directory, maxLifetime)
    },

    close: async () => undefined,
  }
}

/**
 * Opens a session file, making it when it is not there. PHP follows no symbolic link and takes no file of another user,
 * which may be another application's: ps_files_open.
 */
function openOwn(file: string, mode: number): number {
  return owned(file, openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, mode)).descriptor
}

/** The same, and whether it was made. */
function openOrMake(file: string, mode: number): {descriptor: number; stat: Stats; isNew: boolean} {
  try {
    return {...owned(file, openSync(file, constants.O_RDWR | constants.O_NOFOLLOW)), isNew: false}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const descriptor = openOwn(file, mode)
    return {descriptor, stat: fstatSync(descriptor), isNew: true}
  }
}

const USER = process.getuid?.()
const EFFECTIVE_USER = process.geteuid?.()

function owned(file: string, descriptor: number): {descriptor: number; stat: Stats} {
  const stat = fstatSync(descriptor)
  const {uid} = stat
  if (uid === USER || uid === EFFECTIVE_USER || uid === 0 || USER === 0) return {descriptor, stat}
  closeSync(descriptor)
  throw new Error(`The session file \`${file}\` belongs to the user ${uid}; run as the user that PHP runs as`)
}

async function lockedDescriptor(file: string, open: (file: string) => number, timeout: number): Promise<number> {
  const lock = await fileLock()
  for (;;) {
    const descriptor = open(file)
    try {
      await lock(descriptor, timeout)
      // While we waited the session may have been destroyed: its data must not come back.
      if (fstatSync(descriptor).nlink > 0) return descriptor
      closeSync(descriptor)
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
  }
}

function openLocked(descriptor: number, file: string, leave: () => void): OpenSession {
  const {size, mtimeMs} = fstatSync(descriptor)
  const bytes = readAll(descriptor, size)
  return {
    bytes,
    async write(changed) {
      for (let at = 0; at < changed.length; ) at += writeSync(descriptor, changed, at, changed.length - at, at)
      if (changed.length < fstatSync(descriptor).size) ftruncateSync(descriptor, changed.length)
    },
    async touch() {
      if (!isUsedNow(mtimeMs)) futimesSync(descriptor, new Date(), new Date())
    },
    remove: async () => removeFile(file),
    async close() {
      closeSync(descriptor)
      leave()
    },
  }
}

function readAll(descriptor: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  let length = 0
  while (length < size) {
    const read = readSync(descriptor, bytes, length, size - length, length)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}

/** Whether a session was marked as used in this second: PHP looks at whole seconds only. */
function isUsedNow(usedAt: number): boolean {
  return Math.floor(usedAt / 1000) === Math.floor(Date.now() / 1000)
}

/** Marks a session as used, of which the last use was at `usedAt`. */
function touch(file: string, usedAt: number): void {
  if (isUsedNow(usedAt)) return
  try {
    const descriptor = openSync(file, constants.O_RDWR | constants.O_NOFOLLOW)
    futimesSync(descriptor, new Date(), new Date())
    closeSync(descriptor)
  } catch (error) {
    // Destroyed by another request meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function removeFile(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
