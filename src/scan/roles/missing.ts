/** What a file uses that neither it nor what it includes defines: then it can't run by itself. */
import type {PagePath} from '../../page.ts'
import type {CallGraph} from '../session/call-graph.ts'
import {Places} from '../session/number-list.ts'
import {isBesideTheSite} from './places.ts'

/** A function or class that a file uses, and another file that defines it. */
export interface Missing {
  /** `login()`, `cart`; in lower case. */
  name: string
  definedIn: PagePath
}

/** Asks for every file of a site. */
export class Definitions {
  private readonly calls: CallGraph
  private readonly definers: Places
  private readonly bodiesIn: Places

  constructor(calls: CallGraph) {
    this.calls = calls
    this.definers = new Places(calls.defined.names.all(), calls.texts.length)
    this.bodiesIn = new Places(calls.bodies.files.all(), calls.paths.length)
  }

  /**
   * The functions and classes that the top level of a file uses and that only files outside of its closure define, if
   * they are most of the site's that it uses and does not define itself; else none. Classes don't count where some
   * function loads them by their names.
   *
   * @param closure the file and those that it can include; `undefined` when that is not known for certain
   */
  missing(path: PagePath, closure: () => ReadonlySet<PagePath> | undefined): Missing[] {
    const used = this.usedBy(path)
    const known = used.size > 0 ? closure() : undefined
    if (!known) return []
    const {loaders, texts} = this.calls
    const isLoading = loaders.size > 0 && [...known].some((file) => loaders.has(file))
    const missing: Missing[] = []
    let asked = 0
    for (const name of used) {
      const text = texts[name] ?? ''
      const isClass = text.startsWith('new ')
      if (isClass && isLoading) continue
      asked++
      const files = this.filesDefining(name)
      const [definedIn = ''] = files
      if (!files.some((file) => known.has(file)))
        missing.push({name: isClass ? text.slice('new '.length) : `${text}()`, definedIn})
    }
    return missing.length * 2 > asked ? missing : []
  }

  /** Whether the top level of a file calls one of some functions. */
  isCalling(path: PagePath, functions: ReadonlySet<string>): boolean {
    for (const call of this.callsAtTop(path)) if (functions.has(this.calls.texts[call] ?? '')) return true
    return false
  }

  private *callsAtTop(path: PagePath): Iterable<number> {
    const names = this.calls.bodies.names.all()
    for (const body of this.bodiesIn.of(this.calls.fileNumber(path) ?? -1))
      if (names[body] === -1) yield* this.calls.callsOf(body)
  }

  /** The site's functions and classes that the top level of a file uses, but for its own. */
  private usedBy(path: PagePath): Set<number> {
    const used = new Set<number>()
    for (const call of this.callsAtTop(path)) {
      const name = this.definedAs(call)
      const files = name === undefined ? [] : this.filesDefining(name)
      if (name !== undefined && files.length > 0 && !files.includes(path)) used.add(name)
    }
    return used
  }

  /** What has to be defined for a call: of `cart::add` the class, as `new cart`; of a method nothing is known. */
  private definedAs(call: number): number | undefined {
    const text = this.calls.texts[call] ?? ''
    const colons = text.indexOf('::')
    if (colons !== -1) return this.calls.find(`new ${text.slice(0, colons)}`)
    return text.startsWith('->') ? undefined : call
  }

  /** In the order of their paths. Tests and packages define anything: namespaces are not told apart. */
  private filesDefining(name: number): PagePath[] {
    const files = this.calls.defined.files.all()
    const defining = Array.from(this.definers.of(name), (place) => this.calls.paths[files[place] ?? 0] ?? '')
    return defining.some(isBesideTheSite) ? [] : defining.sort()
  }
}
