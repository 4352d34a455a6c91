/** Keeps the process alive when a page fails after its answer: a promise nobody awaits, a timer that throws. */

/** Calls `report` for every error that nobody caught; gives a function that stops it. */
export function guardProcess(report: (error: unknown) => void): () => void {
  process.on('unhandledRejection', report)
  process.on('uncaughtException', report)
  return () => {
    process.off('unhandledRejection', report)
    process.off('uncaughtException', report)
  }
}
