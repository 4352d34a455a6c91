/** Which functions that use the session a page reaches: through its top level, that of its includes, and calls. */
import type {PagePath} from '../../page.ts'
import type {CallGraph} from './call-graph.ts'
import {leadingTo, meaningsOf} from './meanings.ts'
import {Chains, NumberList, Places} from './number-list.ts'

/** Closures that are remembered: pages beside each other tend to include the same. */
const MOST_WALKS = 16

/**
 * Made once for a site: of all calls only those are kept that lead to a use of the session in some file, so that
 * a page has few to follow.
 */
export class SessionReach {
  private readonly graph: CallGraph
  /** Of a call, as it is named, what it means; -1 when nothing is known by that name. */
  private readonly meanings: Int32Array
  /** Of a method, the name for all methods that are called like it; else -1. */
  private readonly groups: Int32Array
  /** The constructors that `new` runs. */
  private readonly made: ReadonlyMap<number, readonly number[]>
  private readonly bodyNames: Int32Array
  /** The kept calls of every body. */
  private readonly starts: Int32Array
  private readonly calls: Int32Array
  /** The kept bodies of every file. */
  private readonly bodiesIn: Places
  /** The bodies of the files in question, by their names and by their groups. */
  private readonly named: Chains
  private readonly grouped: Chains
  private loaded: readonly PagePath[] | undefined
  /** Of files, the load that they were last part of: none is put twice. */
  private readonly loads: Int32Array
  private load = 0
  /** What the closures that were last asked for reach without the page: pages may share one as one array. */
  private readonly walks = new Map<readonly PagePath[], Uint8Array>()
  /** What the page in question reaches besides: marked with the number of the question, which needs no clearing. */
  private readonly isReached: Int32Array
  private question = 0

  constructor(graph: CallGraph) {
    const {meanings, groups, made, size} = meaningsOf(graph)
    const leads = leadingTo(graph, {meanings, groups, made, size})
    const bodyNames = graph.bodies.names.all()
    const fileOfKept = graph.bodies.files.all().slice()
    const kept = new NumberList()
    const starts = new Int32Array(bodyNames.length + 1)
    for (let body = 0; body < bodyNames.length; body++) {
      const name = bodyNames[body] ?? -1
      starts[body] = kept.length
      if (name === -1 || leads[name]) for (const call of graph.callsOf(body)) if (leads[call]) kept.push(call)
      if (kept.length === starts[body]) fileOfKept[body] = -1
    }
    starts[bodyNames.length] = kept.length
    this.graph = graph
    this.meanings = meanings
    this.groups = groups
    this.made = made
    this.bodyNames = bodyNames
    this.starts = starts
    this.calls = kept.all().slice()
    this.bodiesIn = new Places(fileOfKept, graph.paths.length)
    this.named = new Chains(size, bodyNames.length)
    this.grouped = new Chains(size, bodyNames.length)
    this.loads = new Int32Array(graph.paths.length)
    this.isReached = new Int32Array(size)
  }

  /** Tells of functions and methods whether the page reaches them; the answer holds until the next question. */
  from(page: PagePath, closure: readonly PagePath[]): (name: number) => boolean {
    const isReachedAnyway = this.walkOf(closure)
    const {isReached, groups} = this
    const question = ++this.question
    const waiting: number[] = []
    const isThere = (name: number): boolean => isReachedAnyway[name] === 1 || isReached[name] === question
    const isCalled = (name: number): boolean => isThere(name) || isThere(groups[name] ?? -1)
    const reach = (name: number): void => {
      if (isThere(name)) return
      isReached[name] = question
      waiting.push(name)
    }
    const own = closure.includes(page) ? [] : this.bodiesIn.of(this.graph.fileNumber(page) ?? -1)
    for (const body of own) {
      const name = this.bodyNames[body] ?? -1
      // What its includes call may be defined in the page.
      if (name === -1 || isCalled(name)) this.follow(body, reach)
    }
    if (waiting.length > 0) {
      this.bodiesOf(closure)
      for (const body of own) this.put(body)
      this.goOn(waiting, reach)
      for (const body of own.toReversed()) this.take(body)
    }
    return isCalled
  }

  /** What a closure reaches without the page. */
  private walkOf(closure: readonly PagePath[]): Uint8Array {
    const before = this.walks.get(closure)
    if (before) return before
    const isReached = this.forgotten()?.fill(0) ?? new Uint8Array(this.isReached.length)
    const waiting: number[] = []
    const reach = (name: number): void => {
      if (isReached[name]) return
      isReached[name] = 1
      waiting.push(name)
    }
    for (const body of this.bodiesOf(closure)) this.follow(body, reach)
    this.goOn(waiting, reach)
    this.walks.set(closure, isReached)
    return isReached
  }

  /** Forgets the oldest walk when there are many, and gives its memory. */
  private forgotten(): Uint8Array | undefined {
    if (this.walks.size < MOST_WALKS) return undefined
    const [[closure, isReached] = []] = this.walks
    if (closure) this.walks.delete(closure)
    return isReached
  }

  /** Makes the bodies of a closure the ones in question, and gives those of its top levels. */
  private bodiesOf(closure: readonly PagePath[]): number[] {
    const tops: number[] = []
    if (this.loaded === closure) return tops
    this.loaded = closure
    this.named.clear()
    this.grouped.clear()
    const load = ++this.load
    const {starts, places} = this.bodiesIn
    for (const path of closure) {
      const file = this.graph.fileNumber(path)
      if (file === undefined || this.loads[file] === load) continue
      this.loads[file] = load
      for (let at = starts[file] ?? 0; at < (starts[file + 1] ?? 0); at++) {
        const body = places[at] ?? 0
        if (this.bodyNames[body] === -1) tops.push(body)
        else this.put(body)
      }
    }
    return tops
  }

  private put(body: number): void {
    const name = this.bodyNames[body] ?? -1
    if (name === -1) return
    this.named.put(name, body)
    const group = this.groups[name] ?? -1
    if (group !== -1) this.grouped.put(group, body)
  }

  /** Takes back what was put last. */
  private take(body: number): void {
    const name = this.bodyNames[body] ?? -1
    if (name === -1) return
    this.named.take(name)
    const group = this.groups[name] ?? -1
    if (group !== -1) this.grouped.take(group)
  }

  private goOn(waiting: number[], reach: (name: number) => void): void {
    const {named, grouped, made, bodyNames} = this
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const run of made.get(name) ?? NONE) reach(run)
      for (let body = grouped.first(name); body !== -1; body = grouped.after(body)) reach(bodyNames[body] ?? -1)
      for (let body = named.first(name); body !== -1; body = named.after(body)) this.follow(body, reach)
    }
  }

  private follow(body: number, reach: (name: number) => void): void {
    const end = this.starts[body + 1] ?? 0
    for (let at = this.starts[body] ?? 0; at < end; at++) {
      const meaning = this.meanings[this.calls[at] ?? 0] ?? -1
      if (meaning !== -1) reach(meaning)
    }
  }
}

const NONE: readonly number[] = []
