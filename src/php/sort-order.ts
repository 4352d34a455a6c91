/**
 * PHP's sorting algorithm (Zend/zend_sort.c). PHP's comparison is not an order (`'10' < '9a' < 9 < '10'`), so the result depends
 * on which elements are compared: it has to be the same ones.
 */

/** Less than 0, 0 or greater than 0. */
export type Comparison<Item> = (left: Item, right: Item) => number

/** A sorted copy. Elements that compare equal keep their order, as of PHP 8. */
export function sorted<Item>(items: readonly Item[], comparison: Comparison<Item>): Item[] {
  const numbered = items.map((item, position) => ({item, position}))
  new Sorter(numbered, (left, right) => {
    const order = comparison(left.item, right.item)
    return order === 0 || Number.isNaN(order) ? left.position - right.position : order
  }).sort(0, numbered.length)
  return numbered.map(({item}) => item)
}

/** Runs up to this length are sorted by insertion. */
const INSERTION_LENGTH = 16
/** From this length on the pivot is the median of five elements instead of three. */
const FIVE_POINT_LENGTH = 1024

class Sorter<Item> {
  readonly #items: Item[]
  readonly #comparison: Comparison<Item>

  constructor(items: Item[], comparison: Comparison<Item>) {
    this.#items = items
    this.#comparison = comparison
  }

  sort(from: number, to: number): void {
    let [start, end] = [from, to]
    while (end - start > INSERTION_LENGTH) {
      const middle = this.#partition(start, end)
      if (middle - start < end - middle - 1) {
        this.sort(start, middle)
        start = middle + 1
      } else {
        this.sort(middle + 1, end)
        end = middle
      }
    }
    this.#insertionSort(start, end)
  }

  /** Moves the pivot to its place, which it gives. */
  #partition(start: number, end: number): number {
    const length = end - start
    const offset = length >> 1
    const pivot = start + offset
    if (length >= FIVE_POINT_LENGTH) {
      const delta = offset >> 1
      this.#sortPlaces([start, start + delta, pivot, pivot + delta, end - 1])
    } else {
      this.#sortPlaces([start, pivot, end - 1])
    }
    this.#swap(start + 1, pivot)
    const place = this.#meet(start + 1, start + 2, end - 1)
    this.#swap(start + 1, place - 1)
    return place - 1
  }

  /** Swaps what stands on the wrong side of the pivot until both sides meet; gives the first place of the right side. */
  #meet(pivot: number, first: number, last: number): number {
    let [left, right] = [first, last]
    for (;;) {
      while (this.#isGreater(pivot, left)) if (++left === right) return left
      if (--right === left) return left
      while (this.#isGreater(right, pivot)) if (--right === left) return left
      this.#swap(left, right)
      if (++left === right) return left
    }
  }

  #insertionSort(start: number, end: number): void {
    if (end - start <= 5) {
      this.#sortPlaces(Array.from({length: end - start}, (_, index) => start + index))
      return
    }
    for (let at = start + 1; at < end; at++) {
      if (!this.#isGreater(at - 1, at)) continue
      const place = at < start + 6 ? this.#placeByOnes(start, at) : this.#placeByTwos(start, at)
      const [item] = this.#items.splice(at, 1) as [Item]
      this.#items.splice(place, 0, item)
    }
  }

  #placeByOnes(start: number, at: number): number {
    let place = at - 1
    while (place > start && this.#isGreater(place - 1, at)) place--
    return place
  }

  #placeByTwos(start: number, at: number): number {
    for (let place = at - 3; ; place -= 2) {
      if (!this.#isGreater(place, at)) return this.#isGreater(place + 1, at) ? place + 1 : place + 2
      if (place === start) return place
      if (place === start + 1) return this.#isGreater(at, start) ? place : start
    }
  }

  /** Sorts two to five elements that stand at these places. */
  #sortPlaces(places: readonly number[]): void {
    const [a = 0, b = 0, c = 0] = places
    if (places.length === 2 && this.#isGreater(a, b)) this.#swap(a, b)
    if (places.length >= 3) this.#sortThree(a, b, c)
    for (let last = 3; last < places.length; last++) {
      for (let at = last; at > 0; at--) {
        const [lower = 0, upper = 0] = places.slice(at - 1, at + 1)
        if (!this.#isGreater(lower, upper)) break
        this.#swap(lower, upper)
      }
    }
  }

  #sortThree(a: number, b: number, c: number): void {
    if (!this.#isGreater(a, b)) {
      if (!this.#isGreater(b, c)) return
      this.#swap(b, c)
      if (this.#isGreater(a, b)) this.#swap(a, b)
      return
    }
    if (!this.#isGreater(c, b)) {
      this.#swap(a, c)
      return
    }
    this.#swap(a, b)
    if (this.#isGreater(b, c)) this.#swap(b, c)
  }

  #isGreater(left: number, right: number): boolean {
    return this.#comparison(this.#items[left] as Item, this.#items[right] as Item) > 0
  }

  #swap(left: number, right: number): void {
    const item = this.#items[left] as Item
    this.#items[left] = this.#items[right] as Item
    this.#items[right] = item
  }
}
