/** Doing something again and again while a tree changes. */
import {setTimeout as sleep} from 'node:timers/promises'

/** Milliseconds between two looks, at least. */
const INTERVAL = 400
/** Looking takes one part in so many of the time, at most. */
const SHARE = 10

/**
 * Calls `look` until the signal is aborted, and pauses in between in proportion to how long it took. The tree is looked
 * at instead of asking the system for its changes: that works on network and container mounts too, and has no limit on
 * the number of folders.
 *
 * @param look what to do; also when nothing changed
 * @throws what `look` throws, unless the signal is aborted
 */
export async function watch(look: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const started = performance.now()
    try {
      await look()
    } catch (error) {
      if (signal.aborted) return
      throw error
    }
    const pause = Math.max(INTERVAL, (performance.now() - started) * SHARE)
    await sleep(pause, undefined, {signal}).catch(() => {})
  }
}
