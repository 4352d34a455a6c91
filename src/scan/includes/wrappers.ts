/** Functions that include what they are given: `function need($name) { require_once LIB . $name; }`. */
import type {PagePath} from '../../page.ts'
import type {FileCall, FileFacts, NamePart} from '../types.ts'
import {includedName, type Said, said} from './names.ts'

/** One include in a function: the name, with the function's parameters in it, and the file it stands in. */
interface Wrapper {
  file: PagePath
  name: readonly Said[]
}

/** Functions that only call a wrapper are wrappers too; so many levels. */
const DEEPEST = 3
/** Includes of one function that are looked at, and pieces of a name. */
const MOST = 8
const MOST_PIECES = 40

/** The wrappers of a site. */
export class Wrappers {
  private readonly byFunction = new Map<string, Wrapper[]>()

  constructor(facts: ReadonlyMap<PagePath, FileFacts>) {
    const handingOn: {file: PagePath; call: FileCall}[] = []
    for (const [file, {includes, fileCalls = []}] of facts) {
      for (const include of includes) this.add(include.inside, file, includedName(include, file))
      for (const call of fileCalls) if (call.arguments.some(hasParameter)) handingOn.push({file, call})
    }
    for (let level = 0; level < DEEPEST; level++) {
      const found = handingOn.map(({file, call}) => ({file, call, names: this.namesOf(call, file)}))
      for (const {file, call, names} of found) for (const name of names) this.add(call.inside, file, name)
    }
  }

  /** The names that a call includes, in pieces; none when the function is no wrapper. */
  namesOf(call: FileCall, caller: PagePath): Said[][] {
    const all = this.byFunction.get(call.name) ?? []
    const own = all.filter(({file}) => file === caller)
    return (own.length ? own : all).map(({name}) =>
      name.flatMap(({part, file}) =>
        'parameter' in part ? said(call.arguments[part.parameter] ?? UNKNOWN, caller) : [{part, file}],
      ),
    )
  }

  private add(inside: string | undefined, file: PagePath, name: readonly Said[]): void {
    const isWrapper = name.length <= MOST_PIECES && hasParameter(name.map(({part}) => part))
    if (inside === undefined || !isWrapper) return
    const key = inside.toLowerCase()
    const known = this.byFunction.get(key) ?? []
    this.byFunction.set(key, known)
    const isNew = !known.some((wrapper) => JSON.stringify(wrapper.name) === JSON.stringify(name))
    if (isNew && known.length < MOST) known.push({file, name})
  }
}

const UNKNOWN: readonly NamePart[] = [{unknown: true}]

function hasParameter(parts: readonly NamePart[]): boolean {
  return parts.some((part) => 'parameter' in part)
}
