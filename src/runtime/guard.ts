/**
 * Keeps the process alive when a page fails after its answer (a promise nobody awaits, a timer that throws) and when
 * a handler calls `process.exit()`, which ends a request in PHP's `exit` only, and here would end everybody's.
 */

/** Calls `report` for every error that nobody caught; gives a function that stops it. */
export function guardProcess(report: (error: unknown) => void): () => void {
  const exit = process.exit
  process.exit = refuseExit
  process.on('unhandledRejection', report)
  process.on('uncaughtException', report)
  return () => {
    if (process.exit === refuseExit) process.exit = exit
    process.off('unhandledRejection', report)
    process.off('uncaughtException', report)
  }
}

function refuseExit(): never {
  throw new Error('process.exit() would end the backend for everybody: a page ends with exit() of banyan/runtime')
}
