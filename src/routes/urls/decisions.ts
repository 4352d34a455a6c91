/** Looks at every case that can be, where something depends on what is not known. */

/** Answers the questions of one case; a question that was asked before has the same answer. */
export interface Decisions {
  decide: (key: string) => boolean
}

/** Cases that are looked at; of more, the rest is not known. */
const MOST_CASES = 32

/**
 * Runs `look` once for each combination of answers that matters.
 *
 * @returns what it gave, in no particular order; `isComplete` is false when there are more cases than are looked at
 */
export function everyCase<Result>(look: (decisions: Decisions) => Result): {results: Result[]; isComplete: boolean} {
  const waiting: (readonly boolean[])[] = [[]]
  const results: Result[] = []
  for (let script = waiting.pop(); script; script = waiting.pop()) {
    if (results.length >= MOST_CASES) return {results, isComplete: false}
    const answers = new Map<string, boolean>()
    const given = script
    results.push(
      look({
        decide: (key) => {
          const before = answers.get(key)
          if (before !== undefined) return before
          const answer = given[answers.size] ?? false
          // Nobody said so: the other answer is a case of its own.
          if (answers.size >= given.length) waiting.push([...answers.values(), true])
          answers.set(key, answer)
          return answer
        },
      }),
    )
  }
  return {results, isComplete: true}
}
