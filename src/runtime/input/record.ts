/** PHP's input arrays as objects whose keys read as properties. */
import type {PhpArray} from '../../php/array.ts'
import type {PhpKey} from '../../php/key.ts'

const ORDER = Symbol.for('banyan.order')

/**
 * `$_GET` and the like: a property per key, `undefined` when missing. It has no prototype, so `constructor`,
 * `__proto__` and `entries` are keys like any other. An object would list integer-like keys first: {@link entries}
 * gives PHP's order.
 */
export interface InputRecord<Value> {
  readonly [name: string]: Value | undefined
  // Without these TypeScript believes that they are the members of every object.
  readonly constructor: Value | undefined
  readonly toString: Value | undefined
  readonly toLocaleString: Value | undefined
  readonly valueOf: Value | undefined
  readonly hasOwnProperty: Value | undefined
  readonly isPrototypeOf: Value | undefined
  readonly propertyIsEnumerable: Value | undefined
}

/** Objects without Object.prototype; of a constructor V8 makes them ten times faster than by `Object.create(null)`. */
function Bare(this: object): void {}
Bare.prototype = Object.create(null)
const newBare = Bare as unknown as new () => Record<PhpKey | symbol, unknown>

/** The record of a PHP array. */
export function inputRecord<Value>(array: PhpArray<Value>): InputRecord<Value> {
  const record = new newBare()
  for (const [key, value] of array) record[key] = value
  // Last, and a symbol: nothing that lists keys meets it.
  record[ORDER] = array
  return Object.freeze(record) as unknown as InputRecord<Value>
}

/**
 * The keys and values of `query`, `form`, `cookies` or `files` in PHP's order, as `foreach ($_GET as $key => $value)`
 * sees them: `'12'` is the integer 12.
 */
export function entries<Value>(record: InputRecord<Value>): IterableIterator<[PhpKey, Value]> {
  const array = (record as {[ORDER]?: PhpArray<Value>})[ORDER]
  if (array === undefined) throw new TypeError('entries() takes query, form, cookies or files')
  return array.entries()
}
