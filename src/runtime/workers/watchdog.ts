/** Sees to it that a handler that never gives up the processor ends its worker, not the site. */
import {Worker} from 'node:worker_threads'

/** How often a sign of life is given, in milliseconds. */
export const BEAT = 250

/** What the thread that watches is given. */
export interface Watched {
  /** Counts signs of life. */
  beats: Int32Array<SharedArrayBuffer>
  /** Milliseconds without one after which the process is stuck. */
  stuckAfter: number
  /** Where handlers are, for the place that is reported. */
  handlersDirectory: string
}

/**
 * Starts a thread that kills this process when its main thread has not come back to the event loop for `stuckAfter`
 * milliseconds; before, it writes to stderr in which handler, at which line, that was.
 */
export function startWatchdog(stuckAfter: number, handlersDirectory: string): void {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const workerData: Watched = {beats, stuckAfter, handlersDirectory}
  const file = import.meta.url.endsWith('.ts') ? 'watchdog-thread.ts' : 'watchdog-thread.js'
  new Worker(new URL(file, import.meta.url), {workerData}).unref()
  setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref()
}
