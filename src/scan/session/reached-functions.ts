/** Which functions run when a page and its includes do: a call graph by name. */
import type {CallsOf, FileFacts} from './types.ts'

/** Names, in lower case, of the functions and methods that the top level of these files reaches. */
export function reachedFunctions(files: readonly FileFacts[]): Set<string> {
  const byName = new Map<string, CallsOf[]>()
  for (const calls of files.flatMap(({callsOf}) => callsOf)) {
    const name = calls.inside.toLowerCase()
    const same = byName.get(name)
    if (same) same.push(calls)
    else byName.set(name, [calls])
  }
  const classes = new Classes(files)
  const reached = new Set<string>()
  const waiting = ['']
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    for (const {names} of byName.get(current) ?? []) {
      for (const target of names.flatMap((name) => targetsOf(name, classes))) {
        if (reached.has(target)) continue
        reached.add(target)
        waiting.push(target)
      }
    }
  }
  return reached
}

/** The functions that a call as {@link CallsOf} names it can mean. */
function targetsOf(name: string, classes: Classes): string[] {
  if (name.startsWith('->')) return classes.anyWith(name.slice(2))
  if (name.startsWith('new ')) return classes.constructorOf(name.slice(4))
  if (!name.includes('::')) return [name]
  const own = classes.anyWith(afterColons(name))
  // What a class does not define itself it may inherit or take from a trait: then any method of that name is meant.
  return own.includes(name) ? [name] : own
}

function afterColons(name: string): string {
  return name.slice(name.indexOf('::') + 2)
}

/** Longer chains of parents are circles. */
const MOST_PARENTS = 30

/** Classes of some files, and their methods that call anything or touch the session. */
class Classes {
  private readonly parents = new Map<string, string | undefined>()
  private readonly methods = new Map<string, Set<string>>()

  constructor(files: readonly FileFacts[]) {
    for (const {definitions, callsOf, session} of files) {
      for (const {kind, name, extends: parent} of definitions) {
        if (kind === 'class') this.parents.set(name.toLowerCase(), parent?.toLowerCase())
      }
      for (const {inside} of [...callsOf, ...session]) if (inside?.includes('::')) this.addMethod(inside.toLowerCase())
    }
  }

  private addMethod(name: string): void {
    const method = afterColons(name)
    const same = this.methods.get(method)
    if (same) same.add(name)
    else this.methods.set(method, new Set([name]))
  }

  /** Methods of a name in any class: of `$x->add()` the class is not known. */
  anyWith(method: string): string[] {
    return [...(this.methods.get(method) ?? [])]
  }

  /** The constructor that `new` calls: the class's own or its parents'. In PHP 4 it has the name of its class. */
  constructorOf(name: string): string[] {
    let owner: string | undefined = name
    for (let level = 0; owner !== undefined && level < MOST_PARENTS; level++) {
      const candidates = [`${owner}::__construct`, `${owner}::${owner}`]
      const own = candidates.filter((target) => this.methods.get(afterColons(target))?.has(target))
      if (own.length) return own
      owner = this.parents.get(owner)
    }
    return []
  }
}
