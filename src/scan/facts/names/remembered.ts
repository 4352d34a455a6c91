/** Questions about names, of which the answers are kept: files of one site call the same functions again and again. */
import type {CalledName} from '../../syntax/called-name.ts'

/** A name with its number, by which answers are kept; negative when there are too many names. */
export type KnownName = Pick<CalledName, 'word' | 'number'>

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
