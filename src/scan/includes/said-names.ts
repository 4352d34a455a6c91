/** Everything that the files of a site say of names that may be part of the names of files. */
import type {PagePath} from '../../page.ts'
import type {NamePart, SiteFacts} from '../types.ts'

/** What is said of one name, by the file that says it. */
export type Said = ReadonlyMap<PagePath, readonly NamePart[]>

/** Longer chains of parents are circles. */
const MOST_PARENTS = 30

export class SaidNames {
  private readonly byName = new Map<string, Map<PagePath, readonly NamePart[]>>()
  private readonly parents = new Map<string, string>()
  /** Methods by their names: of `$x->path()` the class is not known. */
  private readonly methods = new Map<string, string[]>()

  constructor(facts: ReadonlyMap<PagePath, SiteFacts>) {
    for (const [file, {nameValues = [], definitions}] of facts) {
      for (const {name, value} of nameValues) {
        const known = this.byName.get(name)
        if (known) known.set(file, value)
        else {
          this.byName.set(name, new Map([[file, value]]))
          const colons = name.endsWith('()') ? name.indexOf('::') : -1
          if (colons >= 0)
            this.methods.set(name.slice(colons + 2), [...(this.methods.get(name.slice(colons + 2)) ?? []), name])
        }
      }
      for (const {kind, name, extends: parent} of definitions) {
        if (kind === 'class' && parent) this.parents.set(name.toLowerCase(), parent.toLowerCase())
      }
    }
  }

  /** Of an element that nobody speaks of by its key, any element is meant; of a class without it, its parent. */
  of(name: string): Said | undefined {
    const known = this.byName.get(name)
    if (known) return known
    if (name.startsWith('->')) {
      const [only, other] = this.methods.get(name.slice(2)) ?? []
      return only === undefined || other !== undefined ? undefined : this.byName.get(only)
    }
    if (name.endsWith(']') && !name.endsWith('[]')) return this.of(name.replace(/\[[^[]*\]$/s, '[]'))
    const [, owner = '', member = ''] = /^([^:>]+)((?:::|->).*)$/s.exec(name) ?? []
    return this.inherited(owner, (parent) => this.byName.get(parent + member))
  }

  /** What is found for the nearest parent of a class, both in lower case. */
  inherited<Found>(owner: string, find: (parent: string) => Found | undefined): Found | undefined {
    let parent = this.parents.get(owner)
    for (let level = 0; parent !== undefined && level < MOST_PARENTS; level++) {
      const found = find(parent)
      if (found !== undefined) return found
      parent = this.parents.get(parent)
    }
    return undefined
  }
}
