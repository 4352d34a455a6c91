/** Questions about names, of which the answers are kept: files of one site call the same functions again and again. */

/** A name with its number, by which answers are kept; negative when there are too many names. */
export interface KnownName {
  word: string
  number: number
}

/** More and longer names than sites have in common. */
const MOST = 20_000
const LONGEST = 60

const numbers = new Map<string, number>()

/** The number of a name, the same in all files. */
export function numberOf(word: string): number {
  const known = numbers.get(word)
  if (known !== undefined) return known
  if (numbers.size >= MOST || word.length > LONGEST) return -1
  // A copy: a part of a source would keep the whole of it in memory.
  numbers.set(Buffer.from(word, 'latin1').toString('latin1'), numbers.size)
  return numbers.size - 1
}

/** Asks once for each name. */
export function remembered<Answer extends NonNullable<unknown>>(
  ask: (word: string) => Answer | undefined,
): (name: KnownName) => Answer | undefined {
  // `null` is the answer that there is none.
  const answers: (Answer | null | undefined)[] = []
  return ({word, number}) => {
    if (number < 0) return ask(word)
    const before = answers[number]
    if (before !== undefined) return before ?? undefined
    const answer = ask(word)
    answers[number] = answer ?? null
    return answer
  }
}
