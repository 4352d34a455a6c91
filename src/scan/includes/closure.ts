import type {PagePath} from '../../page.ts'
import type {IncludeEdge} from '../types.ts'
import type {IncludeGraph} from './graph.ts'
import {NumberedGraph} from './numbered-graph.ts'

const known = new WeakMap<IncludeGraph, Closures>()

/**
 * Every file that `file` can include by `edges`, its own, directly or not, sorted. Files that include the same share
 * one array, which is not to be changed.
 */
export function closureOf(file: PagePath, edges: readonly IncludeEdge[], graph: IncludeGraph): PagePath[] {
  const closures = known.get(graph) ?? new Closures(graph)
  known.set(graph, closures)
  return closures.of(file, edges)
}

class Closures {
  private readonly graph: NumberedGraph
  /** By the files that are included directly. */
  private readonly byIncluded = new Map<string, PagePath[]>()
  /** The last search that came by each file. */
  private readonly seenIn: Uint32Array
  private searches = 0

  constructor(graph: IncludeGraph) {
    this.graph = new NumberedGraph(graph)
    this.seenIn = new Uint32Array(this.graph.paths.length)
  }

  of(file: PagePath, edges: readonly IncludeEdge[]): PagePath[] {
    const included = this.included(edges)
    if (!included.length) return []
    const name = included.join(' ')
    const closure = this.byIncluded.get(name) ?? this.search(included)
    this.byIncluded.set(name, closure)
    return isIn(closure, file) ? closure.filter((path) => path !== file) : closure
  }

  /** What is included directly, each once, in order. */
  private included(edges: readonly IncludeEdge[]): Uint32Array {
    const numbers = new Set<number>()
    for (const {targets} of edges) {
      for (const target of targets) {
        const number = this.graph.numbers.get(target)
        if (number !== undefined) numbers.add(number)
      }
    }
    return Uint32Array.from(numbers).sort()
  }

  private search(included: Uint32Array): PagePath[] {
    const {starts, targets, paths} = this.graph
    const {seenIn} = this
    const search = ++this.searches
    const found: number[] = []
    for (const number of included) {
      seenIn[number] = search
      found.push(number)
    }
    for (let index = 0; index < found.length; index++) {
      const number = found[index] as number
      for (let at = starts[number] as number; at < (starts[number + 1] as number); at++) {
        const target = targets[at] as number
        if (seenIn[target] === search) continue
        seenIn[target] = search
        found.push(target)
      }
    }
    return Array.from(Uint32Array.from(found).sort(), (number) => paths[number] as PagePath)
  }
}

/** Whether a path is among others, which are in order. */
function isIn(paths: readonly PagePath[], path: PagePath): boolean {
  let low = 0
  let high = paths.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((paths[middle] as PagePath) < path) low = middle + 1
    else high = middle
  }
  return paths[low] === path
}
