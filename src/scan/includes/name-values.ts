/** From the pieces of a name to the names that they can be, with what other files say of constants and variables. */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {NameCall, NamePart} from '../types.ts'
import type {Applications} from './applications.ts'
import type {LearnedNames} from './learned-names.ts'
import {isUnknown, plainText, SITE, startsUnknown, UNKNOWN, UNKNOWN_NAME, UNKNOWN_PATH} from './name-text.ts'
import type {Said, SaidNames} from './said-names.ts'
import {ValuesByDirectory} from './values-by-directory.ts'

/** Names that an expression can be, at most; of pieces that would make more, nothing is known. */
const MOST = 300
/** Different values of one constant or variable. */
const MOST_VALUES = 16
/** Functions of one name. */
const MOST_FUNCTIONS = 4

/** Which of several values are meant in a file, by the pages that run it. */
export interface Visibility {
  /** The values of a name that are given by files which run together with `file`; `undefined` when it can't tell. */
  valuesIn: (file: PagePath, name: string) => readonly string[] | undefined
  /**
   * The values of a variable that `file` uses without giving it one: those that files next to it give come first; of
   * one of a function, only those of files that it includes.
   */
  variableIn: (file: PagePath, name: string, isLocal: boolean) => readonly string[] | undefined
}

/** What is known besides the words of a file itself; without it, nothing else counts. */
interface Around {
  applications: Applications
  visibility?: Visibility
  learned?: LearnedNames
  /** Where it can't be told which files run together: whether those nearest are believed, or all. */
  isNear: boolean
}

type Given = readonly (readonly string[])[]

export class NameValues {
  private readonly names: SaidNames
  private readonly around: Around | undefined
  private readonly values = new Map<Said, Map<PagePath, readonly string[]>>()
  private readonly byDirectory = new Map<Said, ValuesByDirectory>()
  /** Names that other files asked for than those that say what they are. */
  private readonly shared = new Set<string>()
  /** Names on the way to which we are: some are made of each other. */
  private readonly open = new Set<readonly NamePart[]>()
  private isShared = false
  private isGuess = false

  constructor(names: SaidNames, around?: Around) {
    this.names = names
    this.around = around
  }

  /** The names that an expression in `file` can make; `given` are the values of the parameters in it. */
  namesOf(parts: readonly NamePart[], file: PagePath, given: Given = []): readonly string[] {
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

  /** Of what was asked for since the last time: whether it may depend on the page that is run, and may be wrong. */
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

  /** Names that were asked for in other files than those that say what they are. */
  sharedNames(): Iterable<string> {
    return this.shared
  }

  /** All that is said of a name, by the file that says it. */
  *allSaid(name: string): Generator<[file: PagePath, values: readonly string[]]> {
    const said = this.names.of(name)
    for (const file of said?.keys() ?? []) yield [file, this.saidIn(file, said as Said)]
  }

  private valuesOf(part: NamePart, file: PagePath, given: Given): readonly string[] {
    if ('text' in part) return [plainText(part.text)]
    if ('up' in part) return [directoryAbove(file, part.up)]
    if ('root' in part) return [SITE]
    if ('either' in part) return this.possible(part.either, file).flatMap((each) => this.namesOf(each, file, given))
    if ('parameter' in part) return given[part.parameter] ?? [UNKNOWN_NAME]
    if ('constant' in part) return this.known(file, part.constant, this.constantIn(file, part.constant))
    if ('variable' in part) {
      const {variable, isLocal = false} = part
      return this.known(file, `$${variable}`, this.variableIn(file, `$${variable}`, isLocal), isLocal)
    }
    if (part.call) return this.called(part.call, file, given)
    return [part.isPath ? UNKNOWN_PATH : UNKNOWN]
  }

  /**
   * Of `defined('ROOT') ? ROOT : './'` the first is none when the site defines no such constant; so is what a variable
   * was before it was given a value in some cases, when no other file gives it one.
   */
  private possible(alternatives: readonly NamePart[][], file: PagePath): readonly NamePart[][] {
    const said = alternatives.filter(([start]) => !start || this.mayBeSaid(start, file))
    return said.length ? said : alternatives
  }

  private mayBeSaid(part: NamePart, file: PagePath): boolean {
    if ('constant' in part) return !/^\w+$/.test(part.constant) || this.names.of(part.constant) !== undefined
    return !('variable' in part) || this.variableIn(file, `$${part.variable}`, part.isLocal ?? false) !== undefined
  }

  /** What a function gives; if that is not known of all that it may give, some path to the file that it is given. */
  private called(call: NameCall, file: PagePath, given: Given): readonly string[] {
    const passed = call.arguments.map((parts) => this.namesOf(parts, file, given))
    const named = call.file === undefined ? [''] : (passed[call.file] ?? [''])
    return this.returned(call.name, file, passed) ?? named.map((name) => UNKNOWN + name)
  }

  private returned(name: string, file: PagePath, passed: Given): readonly string[] | undefined {
    const said = this.names.of(`${name}()`)
    if (!said) return undefined
    this.isShared = true
    // A function may do more than can be seen: what it gives may be wrong.
    this.isGuess = true
    if (!this.around?.isNear) return undefined
    const all = said.has(file) ? [file] : this.around.applications.sameAs(file, [...said.keys()], (path) => path)
    const names = all.slice(0, MOST_FUNCTIONS).flatMap((path) => this.namesIn(said.get(path) ?? [], path, passed))
    return names.length && names.length <= MOST && !names.some(isUnknown) ? names : undefined
  }

  /** Values of a name; when none is known, the one that it must have. */
  private known(
    file: PagePath,
    name: string,
    values: readonly string[] | undefined,
    isLocal = false,
  ): readonly string[] {
    const isTried = values && (values.length <= mostValues(name) || isFiles(values))
    if (isTried && !values.every(startsUnknown)) return values
    this.isShared = true
    const learned = this.around?.isNear && !isLocal ? this.around.learned?.of(name, file) : undefined
    if (learned === undefined) return isTried ? values : [UNKNOWN_NAME]
    this.isGuess = true
    return [learned]
  }

  private constantIn(file: PagePath, name: string): readonly string[] | undefined {
    const said = this.names.of(name)
    if (!said) return undefined
    if (said.has(file)) return this.saidIn(file, said)
    if (said.size > 1 || !this.around) this.share(name)
    if (!this.around) return undefined
    const visible = this.around.visibility?.valuesIn(file, name)
    if (visible) return visible
    this.isGuess = true
    const limit = this.around.applications.limitOf(file)
    return this.directoriesOf(said, name).near(this.around.isNear ? directoryOf(file) : limit, limit)
  }

  /** A variable that another file may set. */
  private variableIn(file: PagePath, name: string, isLocal: boolean): readonly string[] | undefined {
    const said = this.names.of(name)
    if (!said) return undefined
    this.share(name)
    const values = this.around?.visibility?.variableIn(file, name, isLocal)
    return values ?? (isLocal ? undefined : this.saidByOne(file, name, said))
  }

  /** What is in an array that only one file fills: who runs `file` is not known, so that it may well be that one. */
  private saidByOne(file: PagePath, name: string, said: Said): readonly string[] | undefined {
    if (!name.endsWith(']') || !this.around) return undefined
    const limit = this.around.applications.limitOf(file)
    const all = limit === '' ? [...said.keys()] : [...said.keys()].filter((path) => path.startsWith(`${limit}/`))
    const [only, other] = all
    return only === undefined || other !== undefined ? undefined : this.saidIn(only, said)
  }

  private share(name: string): void {
    this.isShared = true
    this.shared.add(name)
  }

  private saidIn(file: PagePath, said: Said): readonly string[] {
    const values = this.values.get(said) ?? new Map<PagePath, readonly string[]>()
    if (!values.size) this.values.set(said, values)
    const known = values.get(file) ?? this.namesIn(said.get(file) ?? [], file)
    values.set(file, known)
    return known
  }

  /** The same as `namesOf`; of names that are made of each other nothing is known. */
  private namesIn(parts: readonly NamePart[], file: PagePath, given?: Given): readonly string[] {
    if (this.open.has(parts)) return [UNKNOWN_NAME]
    this.open.add(parts)
    const names = this.namesOf(parts, file, given)
    this.open.delete(parts)
    return names
  }

  private directoriesOf(said: Said, name: string): ValuesByDirectory {
    const known = this.byDirectory.get(said)
    if (known) return known
    const values = new ValuesByDirectory(said.keys(), (file) => this.saidIn(file, said), mostValues(name))
    this.byDirectory.set(said, values)
    return values
  }
}

/** Whether all values are names of files: then no more follows that would make many of them. */
function isFiles(values: readonly string[]): boolean {
  return values.length <= MOST && values.every((value) => /\.(php\d?|inc|phtml)$/i.test(value))
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
