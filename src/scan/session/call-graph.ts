/** Who calls whom in a site, by name: made once, and asked for every page. */
import type {PagePath} from '../../page.ts'
import type {FileFacts} from '../types.ts'

/** Names of functions, methods and calls are numbers here: every page asks for thousands of them. */
type Name = number

/** Something of a name that one file has. */
interface In {
  file: PagePath
  name: Name
}

/** What functions and methods of one name call. */
interface CallsIn {
  file: PagePath
  names: readonly Name[]
}

/** What a call, as `CallsOf` names it, can mean. */
interface Meaning {
  /** The function or method of just that name. */
  itself?: Name
  /** Files that have a method of just that name; without one of them `others` are meant. */
  methodIn?: readonly PagePath[]
  /** Methods of that name in any class. */
  others?: readonly In[]
  /** The class that is made. */
  made?: string
}

/** Longer chains of parents are circles. */
const MOST_PARENTS = 30

export class CallGraph {
  private readonly numbers = new Map<string, Name>()
  /** By the number of a call. */
  private readonly meanings: (Meaning | undefined)[] = []
  private readonly texts: string[] = []
  /** What the top level of every file calls. */
  private readonly atTop = new Map<PagePath, readonly Name[]>()
  /** What functions and methods call, by their names in lower case. */
  private readonly calls: (CallsIn[] | undefined)[] = []
  /** Files by the methods in them that call anything or touch the session: `cart::add`. */
  private readonly methods = new Map<string, PagePath[]>()
  /** `cart::add` and others by `add`. */
  private readonly methodsNamed = new Map<string, In[]>()
  /** What classes extend. */
  private readonly parents = new Map<string, {file: PagePath; name: string}[]>()

  constructor(facts: ReadonlyMap<PagePath, FileFacts>) {
    for (const [file, {definitions, callsOf, session}] of facts) {
      for (const {kind, name, extends: parent} of definitions) {
        if (kind === 'class' && parent) append(this.parents, name.toLowerCase(), {file, name: parent.toLowerCase()})
      }
      const methods = new Set<string>()
      for (const {inside} of [...callsOf, ...session]) if (inside?.includes('::')) methods.add(inside.toLowerCase())
      for (const name of methods) {
        append(this.methods, name, file)
        append(this.methodsNamed, afterColons(name), {file, name: this.numberOf(name)})
      }
      for (const {inside, names: texts} of callsOf) {
        const names = texts.map((text) => this.numberOf(text))
        if (inside === '') this.atTop.set(file, names)
        else {
          const name = this.numberOf(inside.toLowerCase())
          this.calls[name] ??= []
          this.calls[name].push({file, names})
        }
      }
    }
  }

  /** Tells of names, in lower case, whether the top level of these files reaches such a function or method in them. */
  reachedFrom(files: ReadonlySet<PagePath>): (name: string) => boolean {
    const reached = new Uint8Array(this.texts.length)
    const called = new Uint8Array(this.texts.length)
    const waiting: Name[] = []
    const reach = (target: Name): void => {
      if (reached[target]) return
      reached[target] = 1
      waiting.push(target)
    }
    const call = (names: readonly Name[]): void => {
      for (const name of names) {
        if (called[name]) continue
        called[name] = 1
        this.eachTarget(name, files, reach)
      }
    }
    for (const file of files) call(this.atTop.get(file) ?? [])
    for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
      for (const {file, names} of this.calls[current] ?? []) if (files.has(file)) call(names)
    }
    return (name) => reached[this.numbers.get(name) ?? -1] === 1
  }

  private numberOf(text: string): Name {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const name = this.texts.push(text) - 1
    this.numbers.set(text, name)
    return name
  }

  /** The functions that a call can mean. */
  private eachTarget(name: Name, files: ReadonlySet<PagePath>, reach: (target: Name) => void): void {
    this.meanings[name] ??= this.meaningOf(name)
    const {itself, methodIn, others, made} = this.meanings[name]
    if (made !== undefined) for (const target of this.constructorOf(made, files)) reach(target)
    else if (itself !== undefined && (methodIn === undefined || methodIn.some((file) => files.has(file)))) reach(itself)
    else if (others) for (const {file, name: target} of others) if (files.has(file)) reach(target)
  }

  private meaningOf(name: Name): Meaning {
    const text = this.texts[name] ?? ''
    // Of `$x->add()` the class is not known: any method of that name is meant.
    if (text.startsWith('->')) return {others: this.methodsNamed.get(text.slice(2)) ?? []}
    if (text.startsWith('new ')) return {made: text.slice(4)}
    if (!text.includes('::')) return {itself: name}
    // What a class does not define itself it may inherit or take from a trait.
    const others = this.methodsNamed.get(afterColons(text)) ?? []
    return {itself: name, methodIn: this.methods.get(text) ?? [], others}
  }

  /** The constructor that `new` calls: the class's own or its parents'. In PHP 4 it has the name of its class. */
  private constructorOf(name: string, files: ReadonlySet<PagePath>): Name[] {
    let owner: string | undefined = name
    for (let level = 0; owner !== undefined && level < MOST_PARENTS; level++) {
      const own = [`${owner}::__construct`, `${owner}::${owner}`].filter((target) => this.isMethod(target, files))
      if (own.length) return own.flatMap((target) => this.numbers.get(target) ?? [])
      owner = this.parents.get(owner)?.findLast(({file}) => files.has(file))?.name
    }
    return []
  }

  private isMethod(name: string, files: ReadonlySet<PagePath>): boolean {
    return this.methods.get(name)?.some((file) => files.has(file)) ?? false
  }
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

function afterColons(name: string): string {
  return name.slice(name.indexOf('::') + 2)
}
