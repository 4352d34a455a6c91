/** Who calls whom in a site, by name: filled file by file, then asked for every page. */
import type {PagePath} from '../../page.ts'
import type {SessionUse, SiteFacts} from '../types.ts'
import {NumberList} from './number-list.ts'

/** What the call graph takes from a file; of these `callsOf` need not be kept once the file is added. */
type CallingFacts = Pick<SiteFacts, 'definitions' | 'callsOf' | 'session'>

/** A use of the session, and the function that it stands in by its number; -1 at the top level. */
export interface UseInFunction {
  path: PagePath
  use: SessionUse
  name: number
}

/**
 * Names of functions, methods and calls are numbers here, and files too: large sites have millions of calls. All files
 * are added before the first question.
 */
export class CallGraph {
  /** Names by their numbers: calls as in `CallsOf`, functions and methods as they are defined, in lower case. */
  readonly texts: string[] = []
  readonly paths: PagePath[] = []
  /** Functions, methods and top levels (of no name: -1) that call anything; their calls begin at `starts`. */
  readonly bodies = {names: new NumberList(), files: new NumberList(), starts: new NumberList()}
  readonly calls = new NumberList()
  /** Functions that files define, and classes as they are made: `new cart`. */
  readonly defined = {names: new NumberList(), files: new NumberList()}
  /** What classes extend, in lower case; a class may be defined more than once. */
  readonly parents = new Map<string, string[]>()
  /** Functions and methods that use the session. */
  readonly users = new Set<number>()
  /** Files that load classes by their names. */
  readonly loaders = new Set<PagePath>()
  private readonly numbers = new Map<string, number>()
  private readonly files = new Map<PagePath, number>()
  private readonly sessionUses = new Map<PagePath, readonly UseInFunction[]>()

  /** Like a `Map`, it can be given entries at once. */
  constructor(files: Iterable<readonly [PagePath, CallingFacts]> = []) {
    for (const [path, facts] of files) this.add(path, facts)
  }

  add(path: PagePath, {definitions, callsOf, session}: CallingFacts): void {
    const file = this.paths.push(path) - 1
    this.files.set(path, file)
    let replaces = false
    for (const {inside, names} of callsOf) {
      if (names.includes('spl_autoload_register')) this.loaders.add(path)
      // What stands in `if (!function_exists('x'))` may be there without the file.
      if (inside === '' && names.includes('function_exists')) replaces = true
      this.bodies.names.push(inside === '' ? -1 : this.numberOf(inside.toLowerCase()))
      this.bodies.files.push(file)
      this.bodies.starts.push(this.calls.length)
      for (const name of names) this.calls.push(this.numberOf(name))
    }
    for (const {kind, name, extends: parent} of definitions) {
      if (kind === 'constant') continue
      const text = name.toLowerCase()
      if (kind === 'class' && parent) this.addParent(text, parent.toLowerCase())
      if (text === '__autoload') this.loaders.add(path)
      if (replaces) continue
      this.defined.names.push(this.numberOf(kind === 'function' ? text : `new ${text}`))
      this.defined.files.push(file)
    }
    if (session.length > 0) this.addSession(path, session)
  }

  /** The number of a name in lower case; `undefined` when the site does not have it. */
  find(text: string): number | undefined {
    return this.numbers.get(text)
  }

  fileNumber(path: PagePath): number | undefined {
    return this.files.get(path)
  }

  /** The calls of a body, by its place in {@link bodies}. */
  callsOf(body: number): Int32Array {
    const starts = this.bodies.starts.all()
    return this.calls.all().subarray(starts[body] ?? 0, starts[body + 1] ?? this.calls.length)
  }

  sessionUsesIn(path: PagePath): readonly UseInFunction[] {
    return this.sessionUses.get(path) ?? NONE
  }

  private addSession(path: PagePath, session: readonly SessionUse[]): void {
    const uses = session.map((use) => {
      const name = use.inside === undefined ? -1 : this.numberOf(use.inside.toLowerCase())
      if (name !== -1) this.users.add(name)
      return {path, use, name}
    })
    this.sessionUses.set(path, uses)
  }

  private addParent(name: string, parent: string): void {
    const known = this.parents.get(name)
    if (!known) this.parents.set(name, [parent])
    else if (!known.includes(parent)) known.push(parent)
  }

  private numberOf(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.texts.push(text) - 1
    this.numbers.set(text, number)
    return number
  }
}

const NONE: readonly UseInFunction[] = []
