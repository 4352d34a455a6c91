/** Which inputs may be in which variables at one place of the code. */
import {child, type Node} from '../tree.ts'

/** An input on its way. */
export interface Origin {
  /** As written: `$_GET['id']`. */
  input: string
  line: number
  /** Variables, casts and calls so far, in order. */
  steps: readonly {text: string; line: number}[]
  /** Nothing on the way changed it. */
  asSent: boolean
}

/** Inputs in one variable that are followed; a variable that gathers more is not a straight chain. */
const MOST_ORIGINS = 8
/** Steps that are kept: a value that goes further is said to come from there. */
const MOST_STEPS = 10

/** The inputs of two values together, each once. */
export function together(a: readonly Origin[], b: readonly Origin[]): readonly Origin[] {
  if (a.length === 0) return b
  if (b.length === 0) return a
  return [...new Set([...a, ...b])].slice(0, MOST_ORIGINS)
}

/** The inputs after one more step. */
export function through(
  origins: readonly Origin[],
  text: string,
  line: number,
  options: {converts?: boolean} = {},
): readonly Origin[] {
  return origins.map((origin) => ({
    ...origin,
    asSent: origin.asSent && !options.converts,
    steps:
      origin.steps.at(-1)?.text === text || origin.steps.length >= MOST_STEPS
        ? origin.steps
        : [...origin.steps, {text, line}],
  }))
}

/** Variables by path (`$a`, `$a['x']`, `$this->x`) with the inputs in them; those without are left out. */
export class State {
  readonly #values: Map<string, readonly Origin[]>

  constructor(values: Iterable<readonly [string, readonly Origin[]]> = []) {
    this.#values = new Map(values)
  }

  copy(): State {
    return new State(this.#values)
  }

  /** The inputs in a variable and in its elements; nothing is known of it when `undefined`. */
  get(path: string): readonly Origin[] | undefined {
    let found = this.#values.get(path) ?? this.#ofWhole(path)
    for (const [other, origins] of this.#values) {
      if (isBelow(other, path)) found = together(found ?? [], origins)
    }
    return found
  }

  /** A variable gets a value; what its elements had is gone. */
  set(path: string, origins: readonly Origin[]): void {
    for (const other of this.#values.keys()) if (isBelow(other, path)) this.#values.delete(other)
    // That a superglobal got another value is worth knowing.
    if (origins.length > 0 || path.startsWith('$_')) this.#values.set(path, origins)
    else this.#values.delete(path)
  }

  /** What either of two ways through the code leaves. */
  merge(other: State): State {
    const merged = this.copy()
    for (const [path, origins] of other.#values)
      merged.#values.set(path, together(this.#values.get(path) ?? [], origins))
    return merged
  }

  /** The inputs of the array or object that an element belongs to. */
  #ofWhole(path: string): readonly Origin[] | undefined {
    for (let end = path.length; end > 0; ) {
      end = Math.max(path.lastIndexOf('[', end - 1), path.lastIndexOf('->', end - 1))
      const found = end > 0 ? this.#values.get(path.slice(0, end)) : undefined
      if (found) return found
    }
    return undefined
  }
}

function isBelow(path: string, whole: string): boolean {
  return (
    path.length > whole.length && path.startsWith(whole) && /^(\[|->)/.test(path.slice(whole.length, whole.length + 2))
  )
}

/** The path of a variable, element or property, if it is known: `$a['x']`, `$this->items`. */
export function pathOf(node: Node | undefined): string | undefined {
  switch (node?.kind) {
    case 'variable':
      return typeof node.name === 'string' ? `$${node.name}` : undefined
    case 'offsetlookup': {
      const whole = pathOf(child(node, 'what'))
      const key = child(node, 'offset')
      const isKnown = key?.kind === 'string' || key?.kind === 'number'
      return whole !== undefined && isKnown ? `${whole}[${JSON.stringify(key.value)}]` : undefined
    }
    case 'propertylookup': {
      const whole = pathOf(child(node, 'what'))
      const name = child(node, 'offset')
      return whole !== undefined && name?.kind === 'identifier' ? `${whole}->${String(name.name)}` : undefined
    }
    default:
      return undefined
  }
}
