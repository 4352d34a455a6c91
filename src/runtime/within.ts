/**
 * The promise's result, unless it takes longer than `seconds` (0: as long as it likes). What takes longer goes on, but
 * nobody waits for it; rejects then with an error that says so.
 */
export function within<Result>(seconds: number, promise: Promise<Result>): Promise<Result> {
  if (seconds === 0) return promise
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The page took longer than ${seconds} s`)), seconds * 1000)
    promise.then(
      (result) => {
        clearTimeout(timer)
        resolve(result)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
