/** Waiting for a reader that is slower than the page. */
import type {Writable} from 'node:stream'

/** Resolves when a stream takes more, or when it was closed and never will. */
export function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}
