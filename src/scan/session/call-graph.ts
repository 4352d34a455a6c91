/** Who calls whom in a site, by name: made once, and asked for every page. */
import type {PagePath} from '../../page.ts'
import type {FileFacts} from '../types.ts'

/** Something of a name that one file has. */
interface In {
  file: PagePath
  name: string
}

/** Longer chains of parents are circles. */
const MOST_PARENTS = 30

export class CallGraph {
  /** What the top level of every file calls. */
  private readonly atTop = new Map<PagePath, readonly string[]>()
  /** What functions and methods call, by their names in lower case. */
  private readonly calls = new Map<string, {file: PagePath; names: readonly string[]}[]>()
  /** Files by the methods in them that call anything or touch the session: `cart::add`. */
  private readonly methods = new Map<string, PagePath[]>()
  /** `cart::add` and others by `add`. */
  private readonly methodsNamed = new Map<string, In[]>()
  /** What classes extend. */
  private readonly parents = new Map<string, In[]>()

  constructor(facts: ReadonlyMap<PagePath, FileFacts>) {
    for (const [file, {definitions, callsOf, session}] of facts) {
      for (const {kind, name, extends: parent} of definitions) {
        if (kind === 'class' && parent) append(this.parents, name.toLowerCase(), {file, name: parent.toLowerCase()})
      }
      const methods = new Set<string>()
      for (const {inside} of [...callsOf, ...session]) if (inside?.includes('::')) methods.add(inside.toLowerCase())
      for (const name of methods) {
        append(this.methods, name, file)
        append(this.methodsNamed, afterColons(name), {file, name})
      }
      for (const {inside, names} of callsOf) {
        if (inside === '') this.atTop.set(file, names)
        else append(this.calls, inside.toLowerCase(), {file, names})
      }
    }
  }

  /** Names, in lower case, of the functions and methods that the top level of these files reaches in them. */
  reachedFrom(files: ReadonlySet<PagePath>): Set<string> {
    const reached = new Set<string>()
    const called = new Set<string>()
    const waiting: string[] = []
    const call = (names: readonly string[]): void => {
      for (const name of names) {
        if (called.has(name)) continue
        called.add(name)
        for (const target of this.targetsOf(name, files)) {
          if (reached.has(target)) continue
          reached.add(target)
          waiting.push(target)
        }
      }
    }
    for (const file of files) call(this.atTop.get(file) ?? [])
    for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
      for (const {file, names} of this.calls.get(current) ?? []) if (files.has(file)) call(names)
    }
    return reached
  }

  /** The functions that a call, as `CallsOf` names it, can mean. */
  private targetsOf(name: string, files: ReadonlySet<PagePath>): readonly string[] {
    // Of `$x->add()` the class is not known: any method of that name is meant.
    if (name.startsWith('->')) return namesIn(this.methodsNamed.get(name.slice(2)), files)
    if (name.startsWith('new ')) return this.constructorOf(name.slice(4), files)
    if (!name.includes('::') || this.isMethod(name, files)) return [name]
    // What a class does not define itself it may inherit or take from a trait.
    return namesIn(this.methodsNamed.get(afterColons(name)), files)
  }

  private isMethod(name: string, files: ReadonlySet<PagePath>): boolean {
    return this.methods.get(name)?.some((file) => files.has(file)) ?? false
  }

  /** The constructor that `new` calls: the class's own or its parents'. In PHP 4 it has the name of its class. */
  private constructorOf(name: string, files: ReadonlySet<PagePath>): string[] {
    let owner: string | undefined = name
    for (let level = 0; owner !== undefined && level < MOST_PARENTS; level++) {
      const own = [`${owner}::__construct`, `${owner}::${owner}`].filter((target) => this.isMethod(target, files))
      if (own.length) return own
      owner = namesIn(this.parents.get(owner), files).at(-1)
    }
    return []
  }
}

function namesIn(all: readonly In[] | undefined, files: ReadonlySet<PagePath>): string[] {
  return (all ?? []).flatMap(({file, name}) => (files.has(file) ? [name] : []))
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

function afterColons(name: string): string {
  return name.slice(name.indexOf('::') + 2)
}
