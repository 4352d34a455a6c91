/** What a benchmark gives: ratios between runs of one session, never an absolute promise. */
export interface BenchResult {
  /** By the names that `bench/README.md` explains. */
  ratios: Record<string, number>
  /** What the ratios were made of: seconds, megabytes, counts. */
  figures: Record<string, number>
  /** Peers that are not installed here, with what would install them. */
  missing: string[]
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 ? (sorted[Math.floor(middle)] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Three significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
