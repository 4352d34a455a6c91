/** flock(2), the lock that PHP holds on a session file from session_start() to the end of the request. */
import {spawn} from 'node:child_process'
import {setTimeout as sleep} from 'node:timers/promises'

/**
 * Takes the exclusive lock on an open file, waiting up to `timeout` milliseconds. It ends when the descriptor is
 * closed. Throws when the time is over.
 */
type LockFile = (descriptor: number, timeout: number) => Promise<void>

const LOCK_EX = 2
const LOCK_NB = 4
const LONGEST_PAUSE = 10

let chosen: Promise<LockFile> | undefined

/** The best lock this machine has: flock(2) through koffi when that is installed, else the `flock` command. */
export function fileLock(): Promise<LockFile> {
  chosen ??= nativeLock().then((lock) => lock ?? lockByCommand)
  return chosen
}

/** flock(2) called directly, or `undefined` when koffi cannot be loaded. */
export async function nativeLock(): Promise<LockFile | undefined> {
  try {
    const {default: koffi} = await import('koffi')
    const flock = koffi.load(null).func('int flock(int descriptor, int operation)') as (
      descriptor: number,
      operation: number,
    ) => number
    return (descriptor, timeout) => lockByPolling(() => flock(descriptor, LOCK_EX | LOCK_NB) === 0, timeout)
  } catch {
    return undefined
  }
}

/** Waits by asking again: a blocking call would hold one of the few threads that also do the file work of the holder. */
async function lockByPolling(tryLock: () => boolean, timeout: number): Promise<void> {
  const deadline = performance.now() + timeout
  for (let pause = 1; !tryLock(); pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    if (performance.now() > deadline) throw timedOut(timeout)
    await sleep(pause)
  }
}

/**
 * util-linux `flock` on an inherited descriptor: the lock belongs to the open file, not to the process, so it stays when
 * the command has ended.
 */
export function lockByCommand(descriptor: number, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = spawn('flock', ['-x', '-w', String(timeout / 1000), '3'], {
      stdio: ['ignore', 'ignore', 'ignore', descriptor],
    })
    command.on('error', (cause) =>
      reject(new Error('Sessions need koffi or the `flock` command of util-linux', {cause})),
    )
    command.on('exit', (code) => (code === 0 ? resolve() : reject(timedOut(timeout))))
  })
}

function timedOut(timeout: number): Error {
  return new Error(`The session is locked by another request for more than ${timeout} ms`)
}
