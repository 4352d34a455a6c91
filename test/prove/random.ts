/** Choices that a seed makes: the same seed makes the same. */

export interface Random {
  /** A whole number from 0 to below `end`. */
  below: (end: number) => number
  /** True so often, 0 to 1. */
  chance: (share: number) => boolean
  /** One of a list that is not empty. */
  pick: <Value>(list: readonly Value[]) => Value
  /** So many of a list, or all of a shorter one, in the order of the list. */
  some: <Value>(list: readonly Value[], count: number) => Value[]
}

/** A generator of 32-bit numbers with a state of 32 bits (splitmix32), for a seed of any text. */
export function makeRandom(seed: string): Random {
  let state = [...seed].reduce((sum, character) => Math.imul(sum ^ character.charCodeAt(0), 16777619), 2166136261) >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[below(list.length)] as (typeof list)[number]
    },
    some: (list, count) => {
      const chosen = new Set<number>()
      while (chosen.size < Math.min(count, list.length)) chosen.add(below(list.length))
      return list.filter((_, index) => chosen.has(index))
    },
  }
}
