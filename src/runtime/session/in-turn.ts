/** Requests of this process for one session wait in line, so that only one of them asks for the lock. */

/** Waits for its turn at `key`; call what it gives when the turn is over. */
export type Queue = (key: string) => Promise<() => void>

/** A queue for every key. */
export function inTurn(): Queue {
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
