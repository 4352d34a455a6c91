/** Lines of a source, with the line ends that PHP counts: `\n`, `\r\n` and `\r`. */
import type {ReusedArray} from '../tokens/reused-array.ts'

/** Offsets at which lines start, the first being 0. */
export function lineStarts(source: string, memory: ReusedArray<Uint32Array>): Uint32Array {
  const starts = memory.take(source.length + 1)
  starts[0] = 0
  let count = 1
  let feed = source.indexOf('\n')
  let carriage = source.indexOf('\r')
  while (feed >= 0 || carriage >= 0) {
    if (carriage < 0 || (feed >= 0 && feed < carriage)) {
      starts[count++] = feed + 1
      feed = source.indexOf('\n', feed + 1)
    } else {
      // The `\n` after a `\r` ends the line.
      if (feed !== carriage + 1) starts[count++] = carriage + 1
      carriage = source.indexOf('\r', carriage + 1)
    }
  }
  return starts.subarray(0, count)
}

/** The line of an offset, counted from 1. */
export function lineAt(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** How many lines a source has: its line ends, plus one when the last line has no end. */
export function countLines(starts: Uint32Array, length: number): number {
  return (starts.at(-1) ?? 0) < length ? starts.length : starts.length - 1
}
