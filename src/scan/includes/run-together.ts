/**
 * Which files run together, by the pages that include them: only these can give each other constants and variables,
 * and PHP looks for relative names in the directories of these pages.
 */
import type {PagePath} from '../../page.ts'
import {directoryOf, resolvePagePath} from '../disk-path.ts'
import {hasUnknown, SITE} from './name-text.ts'
import type {NameValues, Visibility} from './name-values.ts'
import type {NumberedGraph} from './numbered-graph.ts'
import type {LookedIn} from './resolve.ts'

/** Directories of pages, and values of names, that are kept for one file. */
const MOST = 256

/** What a file runs together with: numbers of directories, or of values, in order. Files with the same share them. */
type Numbers = readonly number[]
const NONE: Numbers = []

/** A value of a name. */
interface Value {
  name: string
  text: string
}

export class RunTogether implements Visibility {
  private readonly graph: NumberedGraph
  private readonly names: NameValues
  /** The group of every file, by its number. */
  private readonly groupOf: Uint32Array
  private readonly directories: PagePath[] = []
  private readonly values: Value[] = []
  /** By group. */
  private readonly directoriesOf: readonly Numbers[]
  private readonly valuesOf: readonly Numbers[]
  private readonly includers: {starts: Uint32Array; files: Uint32Array}
  /** By directories and values; of files before and after PHP may have changed its directory. */
  private readonly lookedInBy = [
    new Map<Numbers, Map<Numbers, LookedIn>>(),
    new Map<Numbers, Map<Numbers, LookedIn>>(),
  ] as const

  /**
   * @param shared the names of which values are told apart
   * @param isEntry whether a file may be requested by itself
   */
  constructor(graph: NumberedGraph, names: NameValues, shared: Iterable<string>, isEntry: (path: PagePath) => boolean) {
    this.graph = graph
    this.names = names
    const {of, count} = graph.groups()
    this.groupOf = of
    this.includers = graph.includers()
    const isRoot = this.roots(count)
    const directoriesOf = Array.from({length: count}, () => NONE)
    const valuesOf = Array.from({length: count}, () => NONE)
    for (const name of new Set([...shared, 'chdir', 'include_path'])) this.addValues(name, isRoot, valuesOf)
    this.addDirectories(isRoot, isEntry, directoriesOf)
    const files = filesByGroup(of, count)
    // What a file includes gives its values to it, and pages give what they have to all that they include.
    for (const file of files) this.eachTarget(file, (own, target) => unite(valuesOf, own, target))
    for (const file of files.reverse()) {
      this.eachTarget(file, (own, target) => {
        unite(valuesOf, target, own)
        unite(directoriesOf, target, own)
      })
    }
    this.directoriesOf = directoriesOf
    this.valuesOf = valuesOf
  }

  /** Where PHP looks for relative names in a file. */
  lookedIn(file: PagePath): LookedIn {
    const group = this.groupOfPath(file)
    const directories = (group === undefined ? undefined : this.directoriesOf[group]) ?? NONE
    const values = (group === undefined ? undefined : this.valuesOf[group]) ?? NONE
    // What a page includes may go to another directory, but the page itself is in its own by then.
    const isChanged = this.isIncluded(file) || this.names.saidBy(file, 'chdir') !== undefined
    const byValues = this.lookedInBy[isChanged ? 1 : 0].get(directories) ?? new Map<Numbers, LookedIn>()
    this.lookedInBy[isChanged ? 1 : 0].set(directories, byValues)
    const known = byValues.get(values)
    if (known) return known
    const entries = directories.map((directory) => this.directories[directory] as PagePath)
    const texts = (name: string): string[] =>
      values.flatMap((value) => (this.values[value]?.name === name ? (this.values[value]?.text ?? []) : []))
    const lookedIn = lookedInOf(entries, isChanged ? texts('chdir') : [], texts('include_path'))
    byValues.set(values, lookedIn)
    return lookedIn
  }

  /** Whether any file is known to include a file. */
  isIncluded(file: PagePath): boolean {
    const number = this.graph.numbers.get(file)
    return number !== undefined && this.includers.starts[number] !== this.includers.starts[number + 1]
  }

  valuesIn(file: PagePath, name: string): readonly string[] | undefined {
    const group = this.groupOfPath(file)
    if (group === undefined) return undefined
    const found: string[] = []
    for (const number of this.valuesOf[group] ?? NONE) {
      const value = this.values[number]
      if (value?.name === name) found.push(value.text)
    }
    return found.length ? found : undefined
  }

  variableIn(file: PagePath, name: string, isLocal: boolean): readonly string[] | undefined {
    const number = this.graph.numbers.get(file)
    if (number === undefined) return undefined
    const {starts, targets} = this.graph
    const included = targets.subarray(starts[number], starts[number + 1])
    const found = new Set<string>()
    this.addSaid(included, name, found)
    if (isLocal) return found.size ? [...found] : undefined
    this.addSaid(
      this.includers.files.subarray(this.includers.starts[number], this.includers.starts[number + 1]),
      name,
      found,
    )
    return found.size ? [...found] : this.valuesIn(file, name)
  }

  private addSaid(files: Uint32Array, name: string, found: Set<string>): void {
    const {starts} = this.includers
    for (const file of files) {
      const path = this.graph.paths[file] as PagePath
      const isEntry = starts[file] === starts[file + 1]
      for (const value of this.names.saidBy(path, name) ?? []) found.add(isEntry ? fromRoot(value, path) : value)
    }
  }

  private groupOfPath(file: PagePath): number | undefined {
    const number = this.graph.numbers.get(file)
    return number === undefined ? undefined : this.groupOf[number]
  }

  /** Groups that nobody else includes by name: pages, mostly. */
  private roots(count: number): Uint8Array {
    const isRoot = new Uint8Array(count).fill(1)
    const {starts, targets, isSet} = this.graph
    for (let file = 0; file < this.graph.paths.length; file++) {
      for (let at = starts[file] as number; at < (starts[file + 1] as number); at++) {
        const target = this.groupOf[targets[at] as number] as number
        if (target !== this.groupOf[file] && !isSet[at]) isRoot[target] = 0
      }
    }
    return isRoot
  }

  private addDirectories(isRoot: Uint8Array, isEntry: (path: PagePath) => boolean, directoriesOf: Numbers[]): void {
    const numbers = new Map<PagePath, Numbers>()
    for (const [file, path] of this.graph.paths.entries()) {
      const group = this.groupOf[file] as number
      if (!isRoot[group] || !isEntry(path)) continue
      const directory = directoryOf(path)
      const number = numbers.get(directory) ?? [this.directories.push(directory) - 1]
      numbers.set(directory, number)
      directoriesOf[group] = united(directoriesOf[group] ?? NONE, number)
    }
  }

  private addValues(name: string, isRoot: Uint8Array, valuesOf: Numbers[]): void {
    const numbers = new Map<string, Numbers>()
    for (const [path, texts] of this.names.allSaid(name)) {
      const group = this.groupOfPath(path)
      if (group === undefined) continue
      for (const given of texts) {
        const text = isRoot[group] ? fromRoot(given, path) : given
        const number = numbers.get(text) ?? [this.values.push({name, text}) - 1]
        numbers.set(text, number)
        valuesOf[group] = united(valuesOf[group] ?? NONE, number)
      }
    }
  }

  private eachTarget(file: number, visit: (own: number, target: number) => void): void {
    const {starts, targets} = this.graph
    const own = this.groupOf[file] as number
    for (let at = starts[file] as number; at < (starts[file + 1] as number); at++) {
      visit(own, this.groupOf[targets[at] as number] as number)
    }
  }
}

/** Directories of pages, and those that PHP is told to look in. */
function lookedInOf(
  pages: readonly PagePath[],
  changedTo: readonly string[],
  includePaths: readonly string[],
): LookedIn {
  const entries = new Set(pages)
  for (const name of changedTo) for (const directory of directoriesNamed(name, pages)) entries.add(directory)
  const all = includePaths.flatMap((path) => path.split(/[:;]/)).filter((path) => path !== '.' && path !== '')
  return {entries, includePath: [...new Set(all.flatMap((name) => directoriesNamed(name, [...entries])))]}
}

function directoriesNamed(name: string, from: readonly PagePath[]): PagePath[] {
  if (hasUnknown(name)) return []
  if (name.startsWith(SITE)) return [resolvePagePath('', name.slice(1)) ?? []].flat()
  return from.flatMap((directory) => resolvePagePath(directory, name) ?? [])
}

/** In a page, PHP takes `./` and `../` from the page's own directory. */
function fromRoot(value: string, page: PagePath): string {
  if (!/^(\.{1,2}(\/|$)|$)/.test(value)) return value
  const directory = resolvePagePath(directoryOf(page), value)
  return directory === undefined ? value : `${SITE}${directory}/`
}

function unite(all: Numbers[], group: number, other: number): void {
  if (group !== other) all[group] = united(all[group] ?? NONE, all[other] ?? NONE)
}

/** Numbers that are in either, the first `MOST` of them; the very same array when it has them all. */
function united(one: Numbers, other: Numbers): Numbers {
  if (one === other || hasAll(one, other)) return one
  if (hasAll(other, one)) return other
  const result: number[] = []
  for (let a = 0, b = 0; result.length < MOST && (a < one.length || b < other.length); ) {
    const left = one[a] ?? Number.POSITIVE_INFINITY
    const right = other[b] ?? Number.POSITIVE_INFINITY
    result.push(Math.min(left, right))
    if (left <= right) a++
    if (right <= left) b++
  }
  return result
}

function hasAll(one: Numbers, other: Numbers): boolean {
  if (other.length > one.length) return false
  let at = 0
  for (const number of other) {
    while (at < one.length && (one[at] as number) < number) at++
    if (one[at] !== number) return false
  }
  return true
}

function filesByGroup(of: Uint32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1)
  for (const group of of) starts[group + 1] = (starts[group + 1] as number) + 1
  for (let group = 0; group < count; group++)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const files = new Uint32Array(of.length)
  for (const [file, group] of of.entries()) {
    const at = starts[group] as number
    files[at] = file
    starts[group] = at + 1
  }
  return files
}
