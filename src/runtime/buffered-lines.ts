/** Lines of a log that come fast: written together, since a write for every request costs more than the request. */
import type {Writable} from 'node:stream'

/** How long a line may wait, in milliseconds. */
const LONGEST_WAIT = 100
/** Characters that are written without waiting. */
const MOST = 32 * 1024

/** A function that takes lines; what still waits is written when the process exits. */
export function bufferedLines(output: Writable): (line: string) => void {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting !== '') output.write(waiting)
    waiting = ''
  }
  process.once('exit', flush)
  return (line) => {
    waiting += `${line}\n`
    if (waiting.length > MOST) flush()
    else timer ??= setTimeout(flush, LONGEST_WAIT)
  }
}
