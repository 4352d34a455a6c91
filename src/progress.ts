/** Progress of long work, on stderr, and only where somebody watches. */

/** Called with how much is done, as often as the work likes. */
type Progress = (done: number, total: number) => void

/** Milliseconds between two redraws. */
const INTERVAL = 100

/**
 * A progress line on a terminal: `Scanning  1,204 of 5,310 files  2,311 files/s  2 s left`. Off a terminal it stays
 * silent, so that logs hold no animation.
 *
 * @returns `update` to call as the work goes on, `end` to clear the line
 */
export function progressLine(
  verb: string,
  unit: string,
  stream: NodeJS.WriteStream = process.stderr,
): {update: Progress; end: () => void} {
  if (!stream.isTTY) return {update: () => {}, end: () => {}}
  const start = performance.now()
  let drawn = 0
  return {
    update(done, total) {
      const now = performance.now()
      if (now - drawn < INTERVAL) return
      drawn = now
      const rate = done / ((now - start) / 1000)
      const left = rate > 0 ? Math.ceil((total - done) / rate) : 0
      const line = `${verb}  ${count(done)} of ${count(total)} ${unit}  ${count(Math.round(rate))} ${unit}/s  ${left} s left`
      stream.write(`\r${line.slice(0, (stream.columns || 80) - 1)}\x1b[K`)
    },
    end() {
      if (drawn > 0) stream.write('\r\x1b[K')
    },
  }
}

/** A whole number with thousands separators: `5,310`. */
export function count(number: number): string {
  // Without the tables that toLocaleString loads: they take longer than a scan of an unchanged site.
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',')
}
