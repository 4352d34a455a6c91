/** The files of a site, to be looked up by name. */
import type {PagePath} from '../page.ts'
import {baseName, directoryOf, resolvePagePath} from './disk-path.ts'

/** What stands in a directory, by name. */
export interface Directory {
  files: readonly string[]
  directories: readonly string[]
}

export class SiteFiles {
  /** Whether there is a file, PHP or not. */
  readonly has: (path: PagePath) => boolean
  /** Whether there is a PHP file. */
  readonly isPhp: (path: PagePath) => boolean
  /** All PHP files, in order. */
  readonly paths: readonly PagePath[]
  private names: Map<string, PagePath[]> | undefined
  private tree: Map<PagePath, {files: string[]; directories: string[]}> | undefined

  /** `exists` is asked for files that are not among the PHP files `paths`, which are in order; once for each. */
  constructor(paths: readonly PagePath[], exists: (path: PagePath) => boolean) {
    const known = new Set(paths)
    const others = new Map<PagePath, boolean>()
    this.paths = paths
    this.isPhp = (path) => known.has(path)
    this.has = (path) => {
      if (known.has(path)) return true
      const answer = others.get(path) ?? exists(path)
      others.set(path, answer)
      return answer
    }
  }

  /** PHP files whose path ends with `tail`, a whole number of segments. */
  endingWith(tail: string): readonly PagePath[] {
    const same = this.named(baseName(tail))
    return tail.includes('/') ? same.filter((path) => path === tail || path.endsWith(`/${tail}`)) : same
  }

  /** PHP files of a name, in any directory. */
  named(name: string): readonly PagePath[] {
    return this.byName.get(name) ?? []
  }

  /** PHP files by their names. */
  get byName(): ReadonlyMap<string, readonly PagePath[]> {
    this.names ??= Map.groupBy(this.paths, baseName)
    return this.names
  }

  /** What stands in a directory of the site; `undefined` where there are no PHP files. */
  directory(path: PagePath): Directory | undefined {
    return this.directories.get(path)
  }

  /** All directories with PHP files in them or below. */
  get directories(): ReadonlyMap<PagePath, Directory> {
    this.tree ??= treeOf(this.paths)
    return this.tree
  }
}

function treeOf(paths: readonly PagePath[]): Map<PagePath, {files: string[]; directories: string[]}> {
  const tree = new Map([['', {files: [] as string[], directories: [] as string[]}]])
  const at = (path: PagePath): {files: string[]; directories: string[]} => {
    const known = tree.get(path)
    if (known) return known
    const directory = {files: [], directories: []}
    tree.set(path, directory)
    at(directoryOf(path)).directories.push(baseName(path))
    return directory
  }
  for (const path of paths) at(directoryOf(path)).files.push(baseName(path))
  return tree
}

/** The PHP file that a relative name means in one of the directories; the first that has it. */
export function firstWith(
  directories: Iterable<PagePath>,
  name: string,
  has: (path: PagePath) => boolean,
): PagePath | undefined {
  for (const directory of directories) {
    const path = resolvePagePath(directory, name)
    if (path !== undefined && path !== '' && has(path)) return path
  }
  return undefined
}

/** The directory of a file and those above it, the nearest first. */
export function directoriesAbove(path: PagePath): PagePath[] {
  const result: PagePath[] = []
  for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) result.push(directory)
  return [...result, '']
}
