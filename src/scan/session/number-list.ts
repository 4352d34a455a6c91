/** Lists of whole numbers for what a large site has millions of: typed arrays take half the memory of arrays. */

/** A list that grows. */
export class NumberList {
  length = 0
  private values = new Int32Array(64)

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }

  /** What is there by now; the list may go on elsewhere when it grows. */
  all(): Int32Array {
    return this.values.subarray(0, this.length)
  }
}

/**
 * Finds the places at which a number stands in a list: all of them at once, in time in proportion to the list. Those
 * of `value` are `places[starts[value]]` and on, in order, up to `starts[value + 1]`.
 */
export class Places {
  readonly starts: Int32Array
  readonly places: Int32Array

  /** `list` has numbers from 0 up to `most`, not included; others are left out. */
  constructor(list: Int32Array, most: number) {
    const starts = new Int32Array(most + 1)
    for (const value of list) if (value >= 0) starts[value + 1] = (starts[value + 1] ?? 0) + 1
    for (let value = 0; value < most; value++) starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0)
    const next = starts.slice()
    const places = new Int32Array(starts[most] ?? 0)
    for (let place = 0; place < list.length; place++) {
      const value = list[place] ?? -1
      if (value < 0) continue
      const at = next[value] ?? 0
      places[at] = place
      next[value] = at + 1
    }
    this.starts = starts
    this.places = places
  }

  /** For where it is asked for seldom: every answer is an object. */
  of(value: number): Int32Array {
    return this.places.subarray(this.starts[value] ?? 0, this.starts[value + 1] ?? 0)
  }
}

/** Numbers by a key, the last put first, in arrays that need no clearing: each number may be put once. */
export class Chains {
  private readonly heads: Int32Array
  private readonly rounds: Int32Array
  private readonly next: Int32Array
  private round = 1

  /** Keys go up to `keys`, numbers up to `most`, neither included. */
  constructor(keys: number, most: number) {
    this.heads = new Int32Array(keys)
    this.rounds = new Int32Array(keys)
    this.next = new Int32Array(most)
  }

  clear(): void {
    this.round++
  }

  put(key: number, value: number): void {
    this.next[value] = this.first(key)
    this.heads[key] = value
    this.rounds[key] = this.round
  }

  /** Takes away what was put last. */
  take(key: number): void {
    this.heads[key] = this.after(this.first(key))
  }

  /** -1 when there is none. */
  first(key: number): number {
    return this.rounds[key] === this.round ? (this.heads[key] ?? -1) : -1
  }

  after(value: number): number {
    return this.next[value] ?? -1
  }
}
