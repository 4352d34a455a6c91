/** More names than a site has in common; what comes after them is asked again. */
const MOST = 20_000

/** A question about names, of which the answers are kept: files of one site call the same functions again and again. */
export function remembered<Answer>(ask: (name: string) => Answer): (name: string) => Answer {
  const known = new Map<string, Answer>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined || known.has(name)) return before as Answer
    const answer = ask(name)
    if (known.size < MOST) known.set(name, answer)
    return answer
  }
}
