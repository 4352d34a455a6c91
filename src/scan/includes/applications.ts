/**
 * Applications that lie side by side in one document root. What a name means in one of them can't be a file, a
 * function or a constant of another; which they are shows in who includes whom by names that leave no doubt.
 */
import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'
import type {IncludeEdge} from '../types.ts'

export class Applications {
  /** Directories of applications, none below another. */
  private readonly roots = new Set<PagePath>()
  /** Whether there is one in the document root itself, to which all others then belong. */
  private readonly hasMain: boolean
  private readonly rootOfDirectory = new Map<PagePath, PagePath>()

  constructor(graph: ReadonlyMap<PagePath, readonly IncludeEdge[]>) {
    const directories = [...directoriesOfGroups(graph)]
    this.hasMain = directories.includes('')
    const all = new Set(directories)
    for (const directory of all) if (directory !== '' && !hasAbove(directory, all)) this.roots.add(directory)
  }

  /** The directory of the application that a file belongs to, or may belong to; `''` when that is not known. */
  rootOf(file: PagePath): PagePath {
    const directory = directoryOf(file)
    const known = this.rootOfDirectory.get(directory)
    if (known !== undefined) return known
    let root = directory
    while (root !== '' && !this.roots.has(root)) root = directoryOf(root)
    this.rootOfDirectory.set(directory, root)
    return root
  }

  /** The directory in which everything lies that `file` can have to do with. */
  limitOf(file: PagePath): PagePath {
    return this.hasMain ? '' : this.rootOf(file)
  }

  /** Of some files, those of the application that `file` belongs to; when there are none, those that it may use. */
  sameAs<Item>(file: PagePath, items: readonly Item[], pathOf: (item: Item) => PagePath): readonly Item[] {
    const root = this.rootOf(file)
    if (root === '') return items
    const own = items.filter((item) => pathOf(item).startsWith(`${root}/`))
    return own.length || !this.hasMain ? own : items
  }
}

function hasAbove(directory: PagePath, all: ReadonlySet<PagePath>): boolean {
  for (let above = directoryOf(directory); above !== ''; above = directoryOf(above)) if (all.has(above)) return true
  return false
}

/** For every group of files that include each other, the directory that they all lie in. */
function* directoriesOfGroups(graph: ReadonlyMap<PagePath, readonly IncludeEdge[]>): Generator<PagePath> {
  const parents = new Map<PagePath, PagePath>()
  const groupOf = (file: PagePath): PagePath => {
    let group = file
    for (let parent = parents.get(group); parent !== undefined; parent = parents.get(group)) {
      const above = parents.get(parent)
      if (above !== undefined) parents.set(group, above)
      group = parent
    }
    return group
  }
  for (const [file, edges] of graph) {
    for (const {targets, how} of edges) {
      if (how === 'set') continue
      for (const target of targets) {
        const [one, other] = [groupOf(file), groupOf(target)]
        if (one !== other) parents.set(one, other)
      }
    }
  }
  const common = new Map<PagePath, PagePath>()
  for (const file of parents.keys()) {
    const group = groupOf(file)
    common.set(group, commonDirectory(common.get(group) ?? directoryOf(group), directoryOf(file)))
  }
  yield* common.values()
}

function commonDirectory(one: PagePath, other: PagePath): PagePath {
  let common = one
  while (common !== '' && other !== common && !other.startsWith(`${common}/`)) common = directoryOf(common)
  return common
}
