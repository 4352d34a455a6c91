import type {PagePath} from '../../page.ts'
import {directoryOf} from '../disk-path.ts'

/** What files say of a name, by the directories in or below which they say it. */
export class ValuesByDirectory {
  private readonly most: number
  private readonly values = new Map<PagePath, Set<string>>()

  /** Of a directory with more than `most` different values, nothing is known. */
  constructor(files: Iterable<PagePath>, saidIn: (file: PagePath) => readonly string[], most: number) {
    this.most = most
    for (const file of files) {
      const said = saidIn(file)
      for (let directory = directoryOf(file); ; directory = directoryOf(directory)) {
        const known = this.values.get(directory) ?? new Set()
        this.values.set(directory, known)
        for (const value of said) if (known.size <= most) known.add(value)
        if (directory === '') break
      }
    }
  }

  /** What is said in or below the nearest directory from `directory` up to `limit` in which anything is said. */
  near(directory: PagePath, limit: PagePath): readonly string[] | undefined {
    for (let above = directory; ; above = directoryOf(above)) {
      const values = this.values.get(above)
      if (values) return values.size > this.most ? undefined : [...values]
      if (above === limit || above === '') return undefined
    }
  }
}
