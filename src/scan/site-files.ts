/** The files of a site, to be looked up by name. */
import type {PagePath} from '../page.ts'
import {baseName, directoryOf, resolvePagePath} from './disk-path.ts'

export class SiteFiles {
  /** Whether there is a file, PHP or not. */
  readonly has: (path: PagePath) => boolean
  /** Whether there is a PHP file. */
  readonly isPhp: (path: PagePath) => boolean
  private readonly byName = new Map<string, PagePath[]>()
  private readonly sets = new Map<string, PagePath[]>()
  private readonly paths: readonly PagePath[]

  /** `exists` is asked for files that are not among the PHP files `paths`. */
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
    for (const path of paths) {
      const name = baseName(path)
      const same = this.byName.get(name)
      if (same) same.push(path)
      else this.byName.set(name, [path])
    }
  }

  /** The file that a relative name means in one of the directories; the first that has it. */
  inDirectories(directories: readonly PagePath[], name: string): PagePath | undefined {
    for (const directory of directories) {
      const path = resolvePagePath(directory, name)
      if (path !== undefined && path !== '' && this.has(path)) return path
    }
    return undefined
  }

  /** PHP files whose path ends with `tail`, a whole number of segments. */
  endingWith(tail: string): PagePath[] {
    const same = this.byName.get(baseName(tail)) ?? []
    return same.filter((path) => path === tail || path.endsWith(`/${tail}`))
  }

  /** PHP files that match a regular expression, in order; `start` is the text that all it matches begins with. */
  matching(expression: RegExp, start = ''): PagePath[] {
    const key = String(expression)
    const found = this.sets.get(key) ?? this.paths.filter((path) => path.startsWith(start) && expression.test(path))
    this.sets.set(key, found)
    return found
  }
}

/** The directory of a file and those above it, the nearest first. */
export function directoriesAbove(path: PagePath): PagePath[] {
  const result: PagePath[] = []
  for (let directory = directoryOf(path); directory !== ''; directory = directoryOf(directory)) result.push(directory)
  return [...result, '']
}

/** Of several files, the one that shares most directories with `from`; `undefined` when several do. */
export function nearest(from: PagePath, paths: readonly PagePath[]): PagePath | undefined {
  const shared = (path: PagePath): number => {
    const own = from.split('/')
    return path.split('/').findIndex((segment, index) => segment !== own[index])
  }
  const best = Math.max(...paths.map(shared))
  const closest = paths.filter((path) => shared(path) === best)
  return closest.length === 1 ? closest[0] : undefined
}
