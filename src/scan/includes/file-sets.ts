/** The files that a name with unknown parts may mean: `lang/…/common.php`, `pages/….php`. */
import type {PagePath} from '../../page.ts'
import {baseName, joinPagePath} from '../disk-path.ts'
import type {SiteFiles} from '../site-files.ts'
import {ANY, hasUnknown} from './name-text.ts'

/** Larger sets say nothing: any page of the site may be meant. */
export const MOST_IN_SET = 250
/** Files that are found, of which some may be of other applications. */
const MOST_FOUND = 2000
/** Files that are looked at to find those of which the directory is unknown too. */
const MOST_LOOKED_AT = 5000

/** Too many files fit. */
export const TOO_MANY = 'too many'

type FileSet = PagePath[] | typeof TOO_MANY

export class FileSets {
  private readonly site: SiteFiles
  private readonly known = new Map<string, FileSet>()
  private readonly below = new Map<string, FileSet>()
  private readonly anywhere = new Map<string, FileSet>()
  /** Directories by name. */
  private named: ReadonlyMap<string, readonly PagePath[]> | undefined

  constructor(site: SiteFiles) {
    this.site = site
  }

  /** PHP files that a path from the document root may mean, where what is not known is part of one segment. */
  fitting(path: string): FileSet {
    const known = this.known.get(path)
    if (known) return known
    const found: PagePath[] = []
    this.walk('', path.split('/'), 0, found)
    const set = limited(found)
    this.known.set(path, set)
    return set
  }

  /** The same, where what is not known may be several segments. */
  fittingBelow(path: string): FileSet {
    const known = this.below.get(path)
    if (known) return known
    const set = this.deepWalk(path)
    this.below.set(path, set)
    return set
  }

  /** PHP files whose path may end with some segments. */
  fittingAnywhere(tail: string): FileSet {
    const known = this.anywhere.get(tail)
    if (known) return known
    const set = this.ending(tail.split('/'))
    this.anywhere.set(tail, set)
    return set
  }

  private walk(directory: PagePath, segments: readonly string[], index: number, found: PagePath[]): void {
    const segment = segments[index]
    if (segment === undefined || found.length > MOST_FOUND) return
    const isLast = index === segments.length - 1
    if (!hasUnknown(segment)) {
      const path = joinPagePath(directory, segment)
      if (!isLast) this.walk(path, segments, index + 1, found)
      else if (this.site.isPhp(path)) found.push(path)
      return
    }
    const {files = [], directories = []} = this.site.directory(directory) ?? {}
    const pieces = segment.split(ANY)
    for (const name of isLast ? files : directories) {
      if (!fits(name, pieces)) continue
      const path = joinPagePath(directory, name)
      if (isLast) found.push(path)
      else this.walk(path, segments, index + 1, found)
    }
  }

  private deepWalk(path: string): FileSet {
    const pieces = path.split(ANY)
    const [start = ''] = pieces
    const {paths} = this.site
    const found: PagePath[] = []
    const first = firstNotBefore(paths, start)
    for (let index = first; paths[index]?.startsWith(start); index++) {
      if (index - first > MOST_LOOKED_AT) return TOO_MANY
      const candidate = paths[index] as PagePath
      if (fits(candidate, pieces)) found.push(candidate)
    }
    return limited(found)
  }

  private ending(segments: readonly string[]): FileSet {
    const last = segments.at(-1) ?? ''
    const [first = ''] = segments
    const found: PagePath[] = []
    if (!hasUnknown(last)) {
      for (const path of this.site.named(last)) if (endsWith(path.split('/'), segments)) found.push(path)
    } else if (segments.length === 1) {
      const pieces = first.split(ANY)
      for (const [name, paths] of this.site.byName) {
        if (fits(name, pieces)) found.push(...paths)
        if (found.length > MOST_FOUND) break
      }
    } else if (!hasUnknown(first)) {
      this.named ??= Map.groupBy(this.site.directories.keys(), baseName)
      for (const directory of this.named.get(first) ?? []) this.walk(directory, segments, 1, found)
    } else return TOO_MANY
    return limited(found)
  }
}

function limited(found: PagePath[]): FileSet {
  return found.length > MOST_FOUND ? TOO_MANY : found
}

function endsWith(path: readonly string[], tail: readonly string[]): boolean {
  const start = path.length - tail.length
  return start >= 0 && tail.every((segment, index) => fits(path[start + index] ?? '', segment.split(ANY)))
}

/** Whether a text is made of pieces, with anything between them. */
function fits(text: string, pieces: readonly string[]): boolean {
  const [start = ''] = pieces
  if (pieces.length === 1) return text === start
  const end = pieces.at(-1) ?? ''
  if (!text.startsWith(start) || !text.endsWith(end)) return false
  let at = start.length
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? ''
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at + end.length <= text.length
}

/** The first of the paths, which are in order, that does not come before `start`. */
function firstNotBefore(paths: readonly PagePath[], start: string): number {
  let low = 0
  let high = paths.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((paths[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  return low
}
