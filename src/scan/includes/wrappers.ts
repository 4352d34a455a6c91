/** Functions that include what they are given: `function need($name) { require_once LIB . $name; }`. */
import type {PagePath} from '../../page.ts'
import type {FileCall, IncludeUse, NamePart, SiteFacts} from '../types.ts'
import type {Applications} from './applications.ts'
import type {NameValues} from './name-values.ts'
import type {SaidNames} from './said-names.ts'

/** One include in a function, or a call of another function that includes; parameters of the function are in it. */
type Wrapper =
  | {file: PagePath; include: IncludeUse; name: readonly NamePart[]}
  | {file: PagePath; call: FileCall; next: Wrapper}

/** The names that a call may include, and the file in which they begin. */
export interface CalledName {
  names: readonly string[]
  from: PagePath
}

/** Functions that only call a wrapper are wrappers too; so many levels. */
const DEEPEST = 3
/** Includes of one function that are looked at. */
const MOST = 8
/** Functions of one name: applications that lie side by side have the same ones. */
const MOST_OF_NAME = 100

/** The wrappers of a site. */
export class Wrappers {
  private readonly byFunction = new Map<string, Wrapper[]>()
  /** Functions by the name of the method: of `$x->load()` the class is not known. */
  private readonly byMethod = new Map<string, string[]>()
  private readonly names: SaidNames
  /** Includes of which calls say what they are. */
  private readonly said = new Set<IncludeUse>()

  constructor(facts: ReadonlyMap<PagePath, SiteFacts>, names: SaidNames) {
    this.names = names
    const handingOn: {file: PagePath; call: FileCall}[] = []
    for (const [file, {includes, fileCalls = []}] of facts) {
      for (const include of includes) {
        const {inside, parts} = include
        if (parts && hasParameter(parts)) this.add(inside, {file, include, name: parts})
      }
      for (const call of fileCalls) {
        if (call.inside !== undefined && call.arguments.some(hasParameter)) handingOn.push({file, call})
      }
    }
    for (let level = 0; level < DEEPEST; level++) {
      const found = handingOn.flatMap(({file, call}) =>
        this.called(call, file)
          .slice(0, MOST)
          .map((next) => ({file, call, next})),
      )
      for (const wrapper of found) this.add(wrapper.call.inside, wrapper)
    }
  }

  /** Whether a call may be one of a function that includes what it is given. */
  has(call: FileCall): boolean {
    return call.name.startsWith('->') ? this.byMethod.has(call.name.slice(2)) : this.ofFunction(call.name).length > 0
  }

  /** The names that a call includes; none when the function is no wrapper. */
  namesOf(call: FileCall, caller: PagePath, values: NameValues, applications: Applications): CalledName[] {
    return this.meant(call, caller, applications).map((wrapper) => named(wrapper, call, caller, NOTHING, values))
  }

  /** Notes that a call leads to files: so the include in the function is known by its calls. */
  found(call: FileCall, caller: PagePath, applications: Applications): void {
    for (const wrapper of this.meant(call, caller, applications)) {
      let inner = wrapper
      while ('call' in inner) inner = inner.next
      this.said.add(inner.include)
    }
  }

  /** Whether calls of the function say what an include in it means. */
  isSaidByCalls(include: IncludeUse): boolean {
    return this.said.has(include)
  }

  private meant(call: FileCall, caller: PagePath, applications: Applications): readonly Wrapper[] {
    return applications.sameAs(caller, this.called(call, caller), ({file}) => file).slice(0, MOST)
  }

  private called({name}: FileCall, caller: PagePath): readonly Wrapper[] {
    const all = name.startsWith('->')
      ? (this.byMethod.get(name.slice(2)) ?? []).flatMap((method) => this.byFunction.get(method) ?? [])
      : this.ofFunction(name)
    const own = all.filter(({file}) => file === caller)
    return own.length ? own : all
  }

  /** A function or a method of a class, which may have it from its parents. */
  private ofFunction(name: string): readonly Wrapper[] {
    const known = this.byFunction.get(name)
    const colons = name.indexOf('::')
    if (known || colons < 0) return known ?? []
    return (
      this.names.inherited(name.slice(0, colons), (parent) => this.byFunction.get(parent + name.slice(colons))) ?? []
    )
  }

  private add(inside: string | undefined, wrapper: Wrapper): void {
    if (inside === undefined) return
    const name = inside.toLowerCase()
    const known = this.byFunction.get(name)
    if (!known) {
      this.byFunction.set(name, [wrapper])
      const method = name.includes('::') ? name.slice(name.indexOf('::') + 2) : undefined
      if (method !== undefined) this.byMethod.set(method, [...(this.byMethod.get(method) ?? []), name])
    } else if (known.length < MOST_OF_NAME && !known.some((other) => isSame(other, wrapper))) known.push(wrapper)
  }
}

function isSame(one: Wrapper, other: Wrapper): boolean {
  if ('call' in one) return 'call' in other && one.call === other.call && one.next === other.next
  return 'name' in other && one.name === other.name
}

function hasParameter(parts: readonly NamePart[]): boolean {
  return parts.some((part) => 'parameter' in part || ('either' in part && part.either.some(hasParameter)))
}

/** What a function is given: the values of its parameters, and the files in which these begin. */
interface Given {
  values: readonly (readonly string[])[]
  from: readonly PagePath[]
}

/** The names that a call of a wrapper includes; `given` is what the function around the call is given. */
function named(wrapper: Wrapper, call: FileCall, caller: PagePath, given: Given, values: NameValues): CalledName {
  const passed: Given = {
    values: call.arguments.map((parts) => values.namesOf(parts, caller, given.values)),
    from: call.arguments.map(([start]) => beginsIn(start, caller, given)),
  }
  if ('call' in wrapper) return named(wrapper.next, wrapper.call, wrapper.file, passed, values)
  const [start] = wrapper.name
  return {names: values.namesOf(wrapper.name, wrapper.file, passed.values), from: beginsIn(start, wrapper.file, passed)}
}

function beginsIn(start: NamePart | undefined, file: PagePath, {from}: Given): PagePath {
  return (start && 'parameter' in start ? from[start.parameter] : undefined) ?? file
}

const NOTHING: Given = {values: [], from: []}
