/** Random test input that is the same on every run. */

export interface Random {
  /** 0 to `below` - 1. */
  number(below: number): number
  pick<Item>(items: readonly Item[]): Item
  /** `least` to `most` of `items` one after the other. */
  text(items: readonly string[], least: number, most: number): string
}

/** A generator (mulberry32) that begins with `seed`. */
export function randomFrom(seed: number): Random {
  let state = seed
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
  const pick = <Item>(items: readonly Item[]): Item => items[number(items.length)] as Item
  const text = (items: readonly string[], least: number, most: number): string =>
    Array.from({length: least + number(most - least + 1)}, () => pick(items)).join('')
  return {number, pick, text}
}
