/** PHP's array: an ordered map whose keys are integers and strings. */
import {integerOfKey, keyAfter, normaliseKey, type PhpKey} from './key.ts'

const BRAND = Symbol.for('banyan.array')

/**
 * An ordered map with PHP's keys: `'12'` and `12` are one key, order is the order of insertion also for integer keys,
 * and {@link PhpArray.push} continues after the largest integer key. Keys such as `__proto__` are keys like any other.
 *
 *     const cart = PhpArray.from<number>([['17', 2]])
 *     cart.set(17, (cart.get(17) ?? 0) + 1)
 */
export class PhpArray<Value = unknown> implements Iterable<[PhpKey, Value]> {
  readonly [BRAND] = true
  readonly #entries = new Map<PhpKey, Value>()
  /** The next key of {@link push}; `undefined` when none is left. */
  #next: number | bigint | undefined = 0

  /**
   * An array with these keys and values, in this order; of two equal keys the later value wins. As in PHP 8.2 its next
   * key follows a negative one, which that of an array that began as `[]`, here `new PhpArray()`, does not.
   */
  static from<Value>(entries: Iterable<readonly [PhpKey, Value]>): PhpArray<Value> {
    const array = new PhpArray<Value>()
    array.#next = Number.NEGATIVE_INFINITY
    for (const [key, value] of entries) array.set(key, value)
    return array
  }

  /** An array with the keys 0, 1, 2 …. */
  static list<Value>(values: Iterable<Value>): PhpArray<Value> {
    const array = new PhpArray<Value>()
    for (const value of values) array.push(value)
    return array
  }

  /** `count($array)`. */
  get size(): number {
    return this.#entries.size
  }

  /** `$array[$key] ?? undefined`. */
  get(key: PhpKey): Value | undefined {
    return this.#entries.get(normaliseKey(key))
  }

  /** `array_key_exists($key, $array)`. */
  has(key: PhpKey): boolean {
    return this.#entries.has(normaliseKey(key))
  }

  /** `$array[$key] = $value`. */
  set(key: PhpKey, value: Value): this {
    const normal = normaliseKey(key)
    this.#entries.set(normal, value)
    const integer = integerOfKey(normal)
    if (integer !== undefined && this.#next !== undefined && integer >= this.#next) this.#next = keyAfter(integer)
    return this
  }

  /** `$array[] = $value`. Throws a RangeError when the largest integer key is already in use, as PHP throws. */
  push(value: Value): this {
    const next = this.#next
    if (next === undefined) throw new RangeError('The next element of the array is already occupied')
    if (next === Number.NEGATIVE_INFINITY) return this.set(0, value)
    return this.set(typeof next === 'bigint' ? next.toString() : next, value)
  }

  /** `unset($array[$key])`; whether the key was there. */
  delete(key: PhpKey): boolean {
    return this.#entries.delete(normaliseKey(key))
  }

  /** Puts the entries in another order, as `ksort` does; the next key stays. */
  reorder(entries: Iterable<readonly [PhpKey, Value]>): void {
    this.#entries.clear()
    for (const [key, value] of entries) this.set(key, value)
  }

  /** Puts other entries in place of all, as `sort` and `array_shift` do; integer keys count from 0. */
  replace(entries: Iterable<readonly [PhpKey | undefined, Value]>): void {
    this.#entries.clear()
    this.#next = 0
    for (const [key, value] of entries) {
      if (key === undefined) this.push(value)
      else this.set(key, value)
    }
  }

  keys(): IterableIterator<PhpKey> {
    return this.#entries.keys()
  }

  values(): IterableIterator<Value> {
    return this.#entries.values()
  }

  entries(): IterableIterator<[PhpKey, Value]> {
    return this.#entries.entries()
  }

  [Symbol.iterator](): IterableIterator<[PhpKey, Value]> {
    return this.#entries.entries()
  }

  /** `array_is_list($array)`: the keys are 0, 1, 2 … in this order. */
  isList(): boolean {
    let index = 0
    for (const key of this.#entries.keys()) if (key !== index++) return false
    return true
  }
}

/** Whether a value is a {@link PhpArray}, also one made by another copy of this module. */
export function isPhpArray(value: unknown): value is PhpArray {
  return typeof value === 'object' && value !== null && BRAND in value
}
