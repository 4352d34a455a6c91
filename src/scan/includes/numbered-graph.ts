/** The include graph in numbers: who includes whom, and which files include each other in circles. */
import type {PagePath} from '../../page.ts'
import type {IncludeEdge} from '../types.ts'

export class NumberedGraph {
  /** All files that include or are included, in order: a file's number is its place. */
  readonly paths: readonly PagePath[]
  readonly numbers: ReadonlyMap<PagePath, number>
  /** Where the targets of each file start in `targets`; they end where those of the next start. */
  readonly starts: Uint32Array
  readonly targets: Uint32Array
  /** Which of the targets are only one of several that may be meant. */
  readonly isSet: Uint8Array

  constructor(graph: ReadonlyMap<PagePath, readonly IncludeEdge[]>) {
    // Files are found in order; what else they include is not PHP, and not much.
    const others = new Set<PagePath>()
    for (const edges of graph.values()) {
      for (const {targets} of edges) for (const target of targets) if (!graph.has(target)) others.add(target)
    }
    const paths = [...graph.keys()]
    this.paths =
      others.size || paths.some((path, index) => path < (paths[index - 1] ?? '')) ? [...paths, ...others].sort() : paths
    const numbers = new Map<PagePath, number>()
    for (const path of this.paths) numbers.set(path, numbers.size)
    this.numbers = numbers
    this.starts = new Uint32Array(this.paths.length + 1)
    const flat: number[] = []
    const sets: number[] = []
    // Where each file was put last, so that none is the target of another twice.
    const places = new Int32Array(this.paths.length).fill(-1)
    for (let number = 0; number < this.paths.length; number++) {
      const path = this.paths[number] as PagePath
      for (const {targets, how} of graph.get(path) ?? []) {
        const isSet = how === 'set' ? 1 : 0
        for (const target of targets) {
          const to = numbers.get(target) as number
          const at = places[to] as number
          if (at >= (this.starts[number] as number)) sets[at] = (sets[at] as number) & isSet
          else {
            places[to] = flat.push(to) - 1
            sets.push(isSet)
          }
        }
      }
      this.starts[number + 1] = flat.length
    }
    this.targets = Uint32Array.from(flat)
    this.isSet = Uint8Array.from(sets)
  }

  /** Who includes each file, as `starts` and `targets` say whom it includes. */
  includers(): {starts: Uint32Array; files: Uint32Array} {
    const {paths, targets} = this
    const starts = new Uint32Array(paths.length + 1)
    for (const target of targets) starts[target + 1] = (starts[target + 1] as number) + 1
    for (let file = 0; file < paths.length; file++) {
      starts[file + 1] = (starts[file + 1] as number) + (starts[file] as number)
    }
    const next = starts.slice()
    const files = new Uint32Array(targets.length)
    for (let file = 0; file < paths.length; file++) {
      for (let at = this.starts[file] as number; at < (this.starts[file + 1] as number); at++) {
        const target = targets[at] as number
        const place = next[target] as number
        files[place] = file
        next[target] = place + 1
      }
    }
    return {starts, files}
  }

  /**
   * The group of each file: files that include each other in circles are one. A group comes after all groups that it
   * includes. (R. Tarjan, "Depth-first search and linear graph algorithms", 1972; without recursion.)
   */
  groups(): {of: Uint32Array; count: number} {
    const {starts, targets} = this
    const size = this.paths.length
    const of = new Uint32Array(size)
    // 0 is not seen; others count from 1.
    const order = new Uint32Array(size)
    const low = new Uint32Array(size)
    const next = starts.slice(0, size)
    const isOpen = new Uint8Array(size)
    const open: number[] = []
    const path: number[] = []
    let seen = 0
    let count = 0
    const enter = (file: number): void => {
      order[file] = low[file] = ++seen
      isOpen[file] = 1
      open.push(file)
      path.push(file)
    }
    for (let root = 0; root < size; root++) {
      if (order[root]) continue
      enter(root)
      for (let file = path.at(-1); file !== undefined; file = path.at(-1)) {
        const at = next[file] as number
        if (at < (starts[file + 1] as number)) {
          next[file] = at + 1
          const target = targets[at] as number
          if (!order[target]) enter(target)
          else if (isOpen[target]) low[file] = Math.min(low[file] as number, order[target] as number)
          continue
        }
        path.pop()
        const parent = path.at(-1)
        if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[file] as number)
        if (low[file] !== order[file]) continue
        for (let member = open.pop(); member !== undefined; member = open.pop()) {
          isOpen[member] = 0
          of[member] = count
          if (member === file) break
        }
        count++
      }
    }
    return {of, count}
  }
}
