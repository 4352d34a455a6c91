/** Which files the name of an include can mean. */
import type {PagePath} from '../../page.ts'
import {baseName, directoryOf, isPlain, joinPagePath, resolvePagePath} from '../disk-path.ts'
import {directoriesAbove, firstWith, type SiteFiles} from '../site-files.ts'
import type {IncludeEdge} from '../types.ts'
import type {Applications} from './applications.ts'
import {FileSets, MOST_IN_SET, TOO_MANY} from './file-sets.ts'
import {ANY, hasUnknown, SITE, saysName, UNKNOWN, UNKNOWN_NAME, UNKNOWN_PATH} from './name-text.ts'
import type {CalledName} from './wrappers.ts'

export interface Resolution {
  targets: PagePath[]
  how: IncludeEdge['how']
}

/** Where PHP looks for relative names besides the including file's own directory. */
export interface LookedIn {
  /** Directories that pages run in which include the file: for these PHP looks first. */
  entries: ReadonlySet<PagePath>
  /** Directories of `include_path`. */
  includePath: readonly PagePath[]
}

/** Before it is known which pages there are. */
export const NOWHERE: LookedIn = {entries: new Set(), includePath: []}

const DYNAMIC: Resolution = {targets: [], how: 'dynamic'}
const ABSENT: Resolution = {targets: [], how: 'absent'}

/** Directories in which a name with unknown parts is looked for. */
const MOST_ENTRIES = 12

export class Resolver {
  /** Once they are told apart, those of which names may be files. */
  applications: Applications | undefined
  private readonly site: SiteFiles
  private readonly sets: FileSets
  /** By plain names, the directories that have them. */
  private readonly plain = new Map<string, readonly PagePath[]>()
  /** What names were resolved to last, where one directory has them: mostly it is the same again. */
  private readonly single = {
    literal: new Map<string, {directory: PagePath; resolution: Resolution}>(),
    'include-path': new Map<string, {directory: PagePath; resolution: Resolution}>(),
  }

  constructor(site: SiteFiles) {
    this.site = site
    this.sets = new FileSets(site)
  }

  /** Resolves an include that may have several names: what is found for any of them. */
  resolveAny(names: readonly CalledName[], lookedIn: LookedIn, isCall = false): Resolution {
    const found: Resolution[] = []
    let missing: Resolution | undefined
    for (const {names: alternatives, from} of names) {
      const own: Resolution[] = []
      let isDynamic = false
      for (const name of alternatives) {
        // `false` and `''` stand for nothing to include.
        if (name === '') continue
        const resolution = this.resolve(name, from, lookedIn)
        if (resolution.targets.length) own.push(resolution)
        else if (resolution.how === 'dynamic') isDynamic = true
        else missing ??= resolution
      }
      if (isDynamic) missing = DYNAMIC
      // When it may be anything, what it may be besides says little; but a function includes what it is given.
      if (!isDynamic || isCall) found.push(...own)
    }
    const [first, second] = found
    if (!first) return missing ?? DYNAMIC
    if (!second) return first
    const targets = [...new Set(found.flatMap((each) => each.targets))].sort()
    if (targets.length > MOST_IN_SET) return DYNAMIC
    return {targets, how: targets.length > 1 ? 'set' : first.how}
  }

  /** Resolves one name that an include in `file` may have. */
  private resolve(name: string, file: PagePath, lookedIn: LookedIn): Resolution {
    if (name === '' || name.includes(SITE, 1)) return DYNAMIC
    if (name.startsWith(SITE)) return this.fromRoot(name.slice(1), file)
    if (name.search(ANY) === 0) return this.withUnknownStart(name, file)
    if (/^([/\\]|[A-Za-z]:)/.test(name)) return this.absolute(name, file)
    return hasUnknown(name) ? this.relativeSet(name, file, lookedIn) : this.relative(name, file, lookedIn)
  }

  /** `__DIR__ . '/inc/a.php'`, or `ROOT . 'a.php'`. */
  private fromRoot(name: string, file: PagePath): Resolution {
    const path = resolvePagePath('', name)
    if (path === undefined || path === '') return path === '' ? DYNAMIC : ABSENT
    if (hasUnknown(path)) return this.setOf(path, file)
    return this.site.has(path) ? {targets: [path], how: 'directory'} : ABSENT
  }

  /**
   * A plain name. PHP manual, "include": relative to the directory of the page that was requested (`.` is first in
   * `include_path`), then in that of the including file. Directories above are where a site's include_path mostly
   * points.
   */
  private relative(name: string, file: PagePath, lookedIn: LookedIn): Resolution {
    const {entries, includePath} = lookedIn
    const own = directoryOf(file)
    const directories = this.directoriesWith(name, lookedIn, own)
    if (directories.length) {
      const found = directories.filter((directory) => entries.has(directory))
      // Where a page's directory does not have it, PHP looks further.
      if (!entries.size || found.length < entries.size) {
        const further = [...includePath, own].find((directory) => directories.includes(directory))
        if (further !== undefined && !found.includes(further)) {
          if (!found.length && further !== own) return this.inDirectories([further], name, 'include-path')
          found.push(further)
        }
      }
      if (found.length) return this.inDirectories(found, name, 'literal')
      const above = nearestAbove(own, directories)
      if (above !== undefined) return this.inDirectories([above], name, 'include-path')
    }
    const [entry = own] = entries
    const other = firstWith(new Set([entry, own, '']), name, this.site.has)
    return other === undefined ? ABSENT : {targets: [other], how: 'literal'}
  }

  /** The directories from which a name leads to a PHP file: any, of a name without `.` and `..`, else the given ones. */
  private directoriesWith(name: string, {entries, includePath}: LookedIn, own: PagePath): readonly PagePath[] {
    if (isPlain(name) && !name.startsWith('/')) {
      const known = this.plain.get(name)
      if (known) return known
      const paths = this.site.endingWith(name)
      const directories = paths.map((path) => path.slice(0, Math.max(0, path.length - name.length - 1)))
      this.plain.set(name, directories)
      return directories
    }
    const all = new Set([...entries, ...includePath, ...directoriesAbove(`${own}/`)])
    return [...all].filter((directory) => {
      const path = resolvePagePath(directory, name)
      return path !== undefined && this.site.isPhp(path)
    })
  }

  private inDirectories(directories: readonly PagePath[], name: string, how: 'literal' | 'include-path'): Resolution {
    const [only, other] = directories
    if (only !== undefined && other === undefined) {
      const known = this.single[how].get(name)
      if (known?.directory === only) return known.resolution
      const path = resolvePagePath(only, name)
      const resolution = {targets: path === undefined ? [] : [path], how}
      this.single[how].set(name, {directory: only, resolution})
      return resolution
    }
    const targets = new Set(directories.flatMap((directory) => resolvePagePath(directory, name) ?? []))
    return {targets: [...targets].sort(), how}
  }

  private relativeSet(name: string, file: PagePath, {entries, includePath}: LookedIn): Resolution {
    const directories = new Set([...[...entries].slice(0, MOST_ENTRIES), ...includePath, ...directoriesAbove(file)])
    for (const directory of directories) {
      const path = resolvePagePath(directory, name)
      if (path === undefined) continue
      const resolution = this.setOf(path, file)
      if (resolution.how !== 'absent') return resolution
    }
    return saysName(name) ? ABSENT : DYNAMIC
  }

  /** Files that a path from the document root may mean. */
  private setOf(path: string, file: PagePath): Resolution {
    // Of `ROOT . $x . '.php'` nothing is known but that it is somewhere in the site.
    const slash = path.lastIndexOf('/', path.search(ANY))
    const directory = path.slice(0, Math.max(0, slash))
    if (!this.site.directory(directory)) return ABSENT
    const isNamed = saysName(path.slice(slash + 1))
    if (!isNamed && (directory === '' || directory === this.applications?.rootOf(file))) return DYNAMIC
    // From its own directory a class loader goes anywhere below.
    const isFlat = !path.includes(UNKNOWN_PATH) && (isNamed || directory !== directoryOf(file))
    let found = isFlat ? this.sets.fitting(path) : []
    // What is between two slashes is one directory, mostly.
    const isOpenEnded = !isFlat || hasUnknown(baseName(path))
    if (!found.length && isOpenEnded) found = this.sets.fittingBelow(path)
    return found === TOO_MANY ? DYNAMIC : this.setWithout(file, found)
  }

  /** `$type . '_filter.php'`: files in one directory whose names end so. */
  private endOfName(end: string, file: PagePath): Resolution {
    const found = this.sets.fittingAnywhere(UNKNOWN + end)
    if (found === TOO_MANY) return DYNAMIC
    const own = this.inApplication(file, found)
    return own.length ? this.setOfOneStart(own, end, file) : ABSENT
  }

  /**
   * Files that end in a tail, of which the unknown start is one directory: one above `file`, as variables at the start
   * of names mean, or one that has several such files. Else they have nothing to do with each other.
   */
  private setOfOneStart(found: readonly PagePath[], tail: string, file: PagePath): Resolution {
    const segments = tail.split('/').length
    const startOf = (path: PagePath): PagePath => path.split('/').slice(0, -segments).join('/')
    const above = directoriesAbove(file)
    const below = tail.includes('/') ? found.filter((path) => above.includes(startOf(path))) : []
    if (below.length) return this.setWithout(file, below)
    const isOne = found.length > 1 && new Set(found.map(startOf)).size === 1
    return isOne ? this.setWithout(file, found) : DYNAMIC
  }

  private inApplication(file: PagePath, found: readonly PagePath[]): readonly PagePath[] {
    return this.applications?.sameAs(file, found, (path) => path) ?? found
  }

  private setWithout(file: PagePath, found: readonly PagePath[]): Resolution {
    const targets = found.filter((path) => path !== file)
    if (targets.length > MOST_IN_SET) return DYNAMIC
    return targets.length ? {targets, how: 'set'} : ABSENT
  }

  /** A path of some machine: its end may be a file of the site. */
  private absolute(name: string, file: PagePath): Resolution {
    const segments = name
      .replace(/^[A-Za-z]:/, '')
      .split(/[/\\]+/)
      .filter(Boolean)
    for (let start = 0; start < segments.length - 1; start++) {
      const path = segments.slice(start).join('/')
      if (path !== file && this.site.isPhp(path)) return {targets: [path], how: 'suffix'}
    }
    return ABSENT
  }

  /** `$root . 'inc/a.php'`: an unknown directory, then a name. */
  private withUnknownStart(name: string, file: PagePath): Resolution {
    const rest = name.replace(/^[\0\x02\x03]+/, '').replace(/^[/\\]*(\.\.?[/\\]+)*/, '')
    if (!saysName(rest)) return DYNAMIC
    const tail = resolvePagePath('', rest)
    if (tail === undefined || tail === '') return DYNAMIC
    if (hasUnknown(tail)) {
      const found = this.sets.fittingAnywhere(tail)
      if (found === TOO_MANY) return DYNAMIC
      const own = this.inApplication(file, found)
      const isVague = name.startsWith(UNKNOWN_NAME) || !tail.includes('/')
      return own.length && isVague ? this.setOfOneStart(own, tail, file) : this.setWithout(file, own)
    }
    if (/^\.?\w+$/.test(tail)) return DYNAMIC
    const found = this.inApplication(file, this.site.endingWith(tail)).filter((path) => path !== file)
    const [only, other] = found
    if (only === undefined) return tail.includes('/') ? ABSENT : this.endOfName(tail, file)
    if (other === undefined) return {targets: [only], how: 'suffix'}
    // A name alone may be anywhere; with its directory it is more likely below one that is above the including file.
    const above =
      name.startsWith(UNKNOWN_NAME) && tail.includes('/')
        ? directoriesAbove(file).map((directory) => joinPagePath(directory, tail))
        : []
    const targets = found.filter((path) => above.includes(path))
    const [near] = targets
    if (near !== undefined && targets.length === 1) return {targets, how: 'suffix'}
    if (found.length > MOST_IN_SET) return DYNAMIC
    return {targets: targets.length ? targets : found, how: 'set'}
  }
}

/** The nearest of the directories that `own` stands in. */
function nearestAbove(own: PagePath, directories: readonly PagePath[]): PagePath | undefined {
  let nearest: PagePath | undefined
  for (const directory of directories) {
    const isAbove = directory === '' || own.startsWith(`${directory}/`)
    if (isAbove && directory.length >= (nearest?.length ?? 0)) nearest = directory
  }
  return nearest
}
