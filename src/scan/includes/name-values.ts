/** From the pieces of a name to the names that they can be, with what other files say of constants and variables. */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {NamePart} from '../types.ts'
import type {Applications} from './applications.ts'
import {plainText, SITE, UNKNOWN, UNKNOWN_NAME, UNKNOWN_PATH} from './name-text.ts'
import type {Said, SaidNames} from './said-names.ts'

/** Names that an expression can be, at most; of pieces that would make more, nothing is known. */
const MOST = 300
/** Different values of one constant or variable. */
const MOST_VALUES = 16

/** Which of several values are meant in a file, by the pages that run it. */
export interface Visibility {
  /** The values of a name that are given by files which run together with `file`; `undefined` when it can't tell. */
  valuesIn: (file: PagePath, name: string) => readonly string[] | undefined
  /** The values of a variable that `file` uses without giving it one: those that files next to it give come first. */
  variableIn: (file: PagePath, name: string) => readonly string[] | undefined
}

/** Whose words count when a file says nothing of a name itself: nobody's, those of the nearest files, or of all. */
type Believed = 'own' | 'near' | 'all'

export class NameValues {
  private readonly names: SaidNames
  private readonly applications: Applications | undefined
  private readonly visibility: Visibility | undefined
  private readonly believed: Believed
  private readonly values = new Map<Said, Map<PagePath, readonly string[]>>()
  /** Different values by the directories in or below which they are said. */
  private readonly near = new Map<Said, ReadonlyMap<PagePath, ReadonlySet<string>>>()
  /** Names that other files asked for than those that say what they are. */
  private readonly shared = new Map<string, Said>()
  /** Names on the way to which we are: some are made of each other. */
  private readonly open = new Set<readonly NamePart[]>()
  private isShared = false
  private isGuess = false

  /** Where `visibility` can't tell, or without it, `believed` decides. */
  constructor(names: SaidNames, believed: Believed, applications?: Applications, visibility?: Visibility) {
    this.names = names
    this.believed = believed
    this.applications = applications
    this.visibility = visibility
  }

  /** The names that an expression in `file` can make; `given` are the values of the parameters in it. */
  namesOf(parts: readonly NamePart[], file: PagePath, given: readonly (readonly string[])[] = []): readonly string[] {
    const [only, ...more] = parts
    if (only && !more.length) return this.valuesOf(only, file, given)
    let names = ['']
    for (const part of parts) {
      const values = this.valuesOf(part, file, given)
      const [value = UNKNOWN] = values
      if (values.length * names.length > MOST) names = names.map((name) => name + UNKNOWN)
      else if (values.length > 1) names = names.flatMap((name) => values.map((end) => name + end))
      else names = names.map((name) => name + value)
    }
    return names.length > 1 ? [...new Set(names)] : names
  }

  /** What was asked for since the last time: whether it may depend on the page that is run, and whether it is a guess. */
  takeOrigin(): {isShared: boolean; isGuess: boolean} {
    const {isShared, isGuess} = this
    this.isShared = false
    this.isGuess = false
    return {isShared, isGuess}
  }

  /** What `file` itself says of a name. */
  saidBy(file: PagePath, name: string): readonly string[] | undefined {
    const said = this.names.of(name)
    return said?.has(file) ? this.saidIn(file, said) : undefined
  }

  /** Names that were asked for in other files than those that say what they are, with all that is said. */
  *sharedNames(): Generator<[name: string, values: [file: PagePath, values: readonly string[]][]]> {
    for (const [name, said] of this.shared)
      yield [name, [...said.keys()].map((file) => [file, this.saidIn(file, said)])]
  }

  private valuesOf(part: NamePart, file: PagePath, given: readonly (readonly string[])[]): readonly string[] {
    if ('text' in part) return [plainText(part.text)]
    if ('up' in part) return [directoryAbove(file, part.up)]
    if ('root' in part) return [SITE]
    if ('either' in part) return part.either.flatMap((each) => this.namesOf(each, file, given))
    if ('parameter' in part) return given[part.parameter] ?? [UNKNOWN_NAME]
    if ('constant' in part) return this.valuesIn(file, part.constant)
    if ('variable' in part) return this.variableIn(file, `$${part.variable}`)
    return [part.isPath ? UNKNOWN_PATH : UNKNOWN]
  }

  /** What a name means in `file`. */
  private valuesIn(file: PagePath, name: string): readonly string[] {
    const said = this.names.of(name)
    if (!said) return [UNKNOWN_NAME]
    if (said.has(file)) return this.saidIn(file, said)
    if (said.size > 1 || this.believed === 'own') this.share(name, said)
    if (this.believed === 'own') return [UNKNOWN_NAME]
    const visible = this.visibility?.valuesIn(file, name)
    if (visible) return visible
    this.isGuess = true
    const limit = this.applications?.limitOf(file) ?? ''
    return this.saidNear(this.believed === 'near' ? directoryOf(file) : limit, limit, name, said)
  }

  /** A variable that another file may set. */
  private variableIn(file: PagePath, name: string): readonly string[] {
    const said = this.names.of(name)
    if (!said) return [UNKNOWN_NAME]
    this.share(name, said)
    const values = this.visibility?.variableIn(file, name) ?? this.saidByOne(file, name, said)
    return values && values.length <= mostValues(name) ? values : [UNKNOWN_NAME]
  }

  /** What is in an array that only one file fills: who runs `file` is not known, so that it may well be that one. */
  private saidByOne(file: PagePath, name: string, said: Said): readonly string[] | undefined {
    if (!name.endsWith(']') || this.believed === 'own') return undefined
    const limit = this.applications?.limitOf(file) ?? ''
    const all = limit === '' ? [...said.keys()] : [...said.keys()].filter((path) => path.startsWith(`${limit}/`))
    const [only, other] = all
    return only === undefined || other !== undefined ? undefined : this.saidIn(only, said)
  }

  private share(name: string, said: Said): void {
    this.isShared = true
    this.shared.set(name, said)
  }

  private saidIn(file: PagePath, said: Said): readonly string[] {
    let values = this.values.get(said)
    if (!values) {
      values = new Map()
      this.values.set(said, values)
    }
    const known = values.get(file)
    if (known) return known
    const parts = said.get(file) ?? []
    if (this.open.has(parts)) return [UNKNOWN_NAME]
    this.open.add(parts)
    const found = this.namesOf(parts, file)
    this.open.delete(parts)
    values.set(file, found)
    return found
  }

  /** What the files in or below the nearest directory say in which there is one that speaks of it. */
  private saidNear(directory: PagePath, limit: PagePath, name: string, said: Said): readonly string[] {
    const most = mostValues(name)
    const near = this.near.get(said) ?? this.byDirectory(said, most)
    this.near.set(said, near)
    for (let above = directory; ; above = directoryOf(above)) {
      const values = near.get(above)
      if (values) return values.size > most ? [UNKNOWN_NAME] : [...values]
      if (above === limit || above === '') return [UNKNOWN_NAME]
    }
  }

  private byDirectory(said: Said, most: number): Map<PagePath, Set<string>> {
    const found = new Map<PagePath, Set<string>>()
    for (const file of said.keys()) {
      const values = this.saidIn(file, said)
      for (let directory = directoryOf(file); ; directory = directoryOf(directory)) {
        const known = found.get(directory) ?? new Set()
        found.set(directory, known)
        for (const value of values) if (known.size <= most) known.add(value)
        if (directory === '') break
      }
    }
    return found
  }
}

/** Different values of one name that are tried; of what is in an array, all. */
function mostValues(name: string): number {
  return name.endsWith(']') ? MOST : MOST_VALUES
}

/** `up` directories above a file's own name, which may lie outside of the document root. */
function directoryAbove(file: PagePath, up: number): string {
  let directory = file
  for (let level = 0; level < up; level++) {
    if (directory === '') return `${SITE}${'/..'.repeat(up - level)}`
    directory = directoryOf(directory)
  }
  return SITE + directory
}
