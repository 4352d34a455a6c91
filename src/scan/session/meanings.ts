/** What calls mean, by the names of functions and methods that a site has, and which of them lead to the session. */
import type {CallGraph} from './call-graph.ts'
import {Places} from './number-list.ts'

/** Longer chains of parents are circles. */
const MOST_PARENTS = 30

/**
 * Names are numbers: a function, a method `cart::add`, `->add` for every method of that name, `new cart` for the
 * constructor that it runs.
 */
export interface Meanings {
  /** Of a call, as it is named, what it means; -1 when nothing is known by that name. */
  meanings: Int32Array
  /** Of a method, the name for all that are called like it; else -1. */
  groups: Int32Array
  /** The constructors that `new` runs. */
  made: ReadonlyMap<number, readonly number[]>
  /** Numbers from 0 up to this: those of the graph, and of groups that no call names. */
  size: number
}

export function meaningsOf(graph: CallGraph): Meanings {
  const {texts, users} = graph
  const isKnown = new Uint8Array(texts.length)
  for (const name of graph.bodies.names.all()) if (name !== -1) isKnown[name] = 1
  for (const name of users) isKnown[name] = 1
  const meanings = new Int32Array(texts.length).fill(-1)
  const groups = new Int32Array(texts.length).fill(-1)
  const byMethod = new Map<string, number>()
  let size = texts.length
  for (let name = 0; name < texts.length; name++) {
    const text = texts[name] ?? ''
    if (!isKnown[name]) continue
    meanings[name] = name
    if (!text.includes('::')) continue
    const method = afterColons(text)
    const group = byMethod.get(method) ?? graph.find(`->${method}`) ?? size++
    byMethod.set(method, group)
    groups[name] = group
  }
  const made = new Map<number, readonly number[]>()
  for (let name = 0; name < texts.length; name++) {
    const text = texts[name] ?? ''
    if (isKnown[name]) continue
    if (text.startsWith('new ')) {
      const runs = constructorsOf(text.slice('new '.length), graph, isKnown)
      if (runs.length === 0) continue
      made.set(name, runs)
      meanings[name] = name
    } else if (text.startsWith('->')) {
      // Of `$x->add()` the class is not known: any method of that name is meant.
      if (byMethod.has(text.slice('->'.length))) meanings[name] = name
    } else if (text.includes('::')) {
      // What a class does not define itself it may inherit or take from a trait.
      meanings[name] = byMethod.get(afterColons(text)) ?? -1
    }
  }
  return {meanings, groups, made, size}
}

/** The constructors that `new` may run: the class's own or its parents'. In PHP 4 it has the name of its class. */
function constructorsOf(name: string, graph: CallGraph, isKnown: Uint8Array): number[] {
  let owners = [name]
  for (let level = 0; owners.length > 0 && level < MOST_PARENTS; level++) {
    const own = owners
      .flatMap((owner) => [graph.find(`${owner}::__construct`) ?? -1, graph.find(`${owner}::${owner}`) ?? -1])
      .filter((method) => isKnown[method])
    if (own.length > 0) return own
    owners = [...new Set(owners.flatMap((owner) => graph.parents.get(owner) ?? []))]
  }
  return []
}

/** Marks names, of functions and of calls, that lead to a use of the session: found from the uses backwards. */
export function leadingTo(graph: CallGraph, {meanings, groups, made, size}: Meanings): Uint8Array {
  const bodyNames = graph.bodies.names.all()
  const called = graph.calls.all()
  const callers = new Int32Array(called.length)
  for (let body = 0, at = 0; body < bodyNames.length; body++) {
    const end = at + graph.callsOf(body).length
    callers.fill(bodyNames[body] ?? -1, at, end)
    at = end
  }
  const callsNamed = new Places(called, size)
  const standing = new Map<number, number[]>()
  const stand = (name: number, forName: number): void => {
    const known = standing.get(forName)
    if (known) known.push(name)
    else standing.set(forName, [name])
  }
  for (let name = 0; name < meanings.length; name++) {
    const meaning = meanings[name] ?? -1
    if (meaning !== -1 && meaning !== name) stand(name, meaning)
    for (const run of made.get(name) ?? []) stand(name, run)
  }
  const leads = new Uint8Array(size)
  const waiting = [...graph.users]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (leads[name]) continue
    leads[name] = 1
    const {starts, places} = callsNamed
    for (let at = starts[name] ?? 0; at < (starts[name + 1] ?? 0); at++) {
      const caller = callers[places[at] ?? 0] ?? -1
      if (caller !== -1 && !leads[caller]) waiting.push(caller)
    }
    const group = groups[name] ?? -1
    if (group !== -1) waiting.push(group)
    for (const other of standing.get(name) ?? []) waiting.push(other)
  }
  return leads
}

function afterColons(name: string): string {
  return name.slice(name.indexOf('::') + 2)
}
