/**
 * Work that waits for what it reads, or does not: the same parser for bytes in memory, which are there at once, and for
 * those in a file. It yields what it waits for.
 */

/** Work in steps. A promise that it yields is fulfilled before the next step, or its error thrown into the work. */
export type Steps<Result> = Generator<Promise<void>, Result, void>

/** The result of work that never waits. */
export function resultNow<Result>(steps: Steps<Result>): Result {
  const step = steps.next()
  if (step.done !== true) throw new Error('Nobody waits here')
  return step.value
}

/** The result of work that may wait. Rejects with what the work throws. */
export async function resultInTime<Result>(steps: Steps<Result>): Promise<Result> {
  let step = steps.next()
  while (step.done !== true) {
    let failure: {error: unknown} | undefined
    try {
      await step.value
    } catch (error) {
      failure = {error}
    }
    step = failure === undefined ? steps.next() : steps.throw(failure.error)
  }
  return step.value
}
