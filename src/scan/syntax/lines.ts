/** Lines of a source, with the line ends that PHP counts: `\n`, `\r\n` and `\r`. */
import {newlineEnd} from '../tokens/lexemes.ts'

/** Offsets at which lines start, the first being 0. */
export function lineStarts(source: string): Uint32Array {
  const starts = [0]
  if (source.includes('\r')) {
    for (let at = 0; at < source.length; at++) {
      const end = newlineEnd(source, at)
      if (end === at) continue
      starts.push(end)
      at = end - 1
    }
  } else {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  }
  return new Uint32Array(starts)
}

/** The line of an offset, counted from 1. */
export function lineAt(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** How many lines a source has: its line ends, plus one when the last line has no end. */
export function countLines(starts: Uint32Array, length: number): number {
  return (starts.at(-1) ?? 0) < length ? starts.length : starts.length - 1
}
