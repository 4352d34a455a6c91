/** PHP's `files` session store (ext/session/mod_files.c): one file per session, locked while a page may write. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileLock} from './lock.ts'
import type {OpenSession, SessionStore} from './store.ts'

/** How long a page waits for another to finish with the session, in milliseconds. */
const LOCK_TIMEOUT = 60_000

/** A file this young and empty may be one that PHP is just rewriting: it truncates before it writes. */
const REWRITE_WINDOW = 50

/**
 * The store of `session.save_path`: a directory, or `N;directory` and `N;MODE;directory` with N levels of
 * subdirectories, which must exist. Files are made with mode 0600 unless MODE says otherwise.
 */
export function filesStore(savePath: string, lockTimeout: number = LOCK_TIMEOUT): SessionStore {
  const [, depth = '0', mode = '600', directory = savePath] = /^(?:(\d+);)?(?:([0-7]+);)?([^;]*)$/.exec(savePath) ?? []
  const fileMode = Number.parseInt(mode, 8)
  const fileOf = (id: string): string => {
    if (id.length <= Number(depth)) throw new Error(`The session id is shorter than the depth of \`${savePath}\``)
    return [directory, ...id.slice(0, Number(depth)), `sess_${id}`].join('/')
  }
  const open = (file: string, flags: number): number => openSync(file, flags | constants.O_NOFOLLOW, fileMode)
  const queue = inTurn()

  return {
    exists: (id) => statSync(fileOf(id), {throwIfNoEntry: false}) !== undefined,

    async read(id) {
      const file = fileOf(id)
      const descriptor = open(file, constants.O_RDWR | constants.O_CREAT)
      try {
        for (let attempt = 0; ; attempt++) {
          const before = fstatSync(descriptor)
          const bytes = readAll(descriptor, before.size)
          const after = fstatSync(descriptor)
          const isSettled = after.mtimeMs === before.mtimeMs && after.size === before.size
          const isBeingRewritten = after.size === 0 && Date.now() - after.mtimeMs < REWRITE_WINDOW && attempt < 5
          if (isSettled && !isBeingRewritten) return {bytes, touch: () => touch(file)}
          await sleep(5)
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
      session.write(bytes)
      session.close()
    },
  }
}

async function lockedDescriptor(
  file: string,
  open: (file: string, flags: number) => number,
  timeout: number,
): Promise<number> {
  const lock = await fileLock()
  for (;;) {
    const descriptor = open(file, constants.O_RDWR | constants.O_CREAT)
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
  const bytes = readAll(descriptor, fstatSync(descriptor).size)
  return {
    bytes,
    write(changed) {
      for (let at = 0; at < changed.length; ) at += writeSync(descriptor, changed, at, changed.length - at, at)
      if (changed.length < fstatSync(descriptor).size) ftruncateSync(descriptor, changed.length)
    },
    touch: () => futimesSync(descriptor, new Date(), new Date()),
    remove: () => removeFile(file),
    close() {
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

function touch(file: string): void {
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

/** Requests of this process for one file wait in line, so that only one of them asks for the lock. */
function inTurn(): (key: string) => Promise<() => void> {
  const last = new Map<string, Promise<void>>()
  return async (key) => {
    const before = last.get(key)
    const {promise, resolve} = Promise.withResolvers<void>()
    last.set(key, promise)
    await before
    return () => {
      if (last.get(key) === promise) last.delete(key)
      resolve()
    }
  }
}
