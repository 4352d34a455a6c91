import type {PagePath} from '../../page.ts'

/** What depends on each file of a site. */
export interface Reach {
  /** How many pages change when the file does: those that include it, directly or not, and itself when it is one. */
  of: (path: PagePath) => number
  /** The files that the page includes, directly or not, and no other page does; in the order of its closure. */
  ownIncludesOf: (page: PagePath) => readonly PagePath[]
}

/**
 * Counts for every file the pages that can run it. Takes time in proportion to all closures together; a closure that
 * several pages share as one array is walked once.
 *
 * @param pages the files that visitors request, with every file each can include
 */
export function reachOf(pages: readonly {path: PagePath; closure: readonly PagePath[]}[]): Reach {
  const pagesOf = new Map<readonly PagePath[], PagePath[]>()
  for (const {path, closure} of pages) {
    const same = pagesOf.get(closure)
    if (same) same.push(path)
    else pagesOf.set(closure, [path])
  }
  const reach = new Map<PagePath, number>()
  for (const {path} of pages) reach.set(path, 1)
  for (const [closure, {length}] of pagesOf) {
    for (const path of closure) reach.set(path, (reach.get(path) ?? 0) + length)
  }
  const own = new Map<PagePath, PagePath[]>()
  for (const [closure, [page, another]] of pagesOf) {
    if (page === undefined || another !== undefined) continue
    const alone = closure.filter((path) => reach.get(path) === 1)
    if (alone.length > 0) own.set(page, alone)
  }
  return {of: (path) => reach.get(path) ?? 0, ownIncludesOf: (page) => own.get(page) ?? NONE}
}

const NONE: readonly PagePath[] = []
