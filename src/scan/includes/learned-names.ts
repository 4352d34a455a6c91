/**
 * Directories that constants and variables must mean of which no file says it: `LIB . '/user.php'` and
 * `LIB . '/mail.php'` are in `lib`, because in that directory alone there are files of these names.
 */
import type {PagePath} from '../../page.ts'
import type {Applications} from './applications.ts'
import {hasUnknown, SITE} from './name-text.ts'

/** Files that must agree before a directory is believed, and what part of all. */
const FEWEST = 3
const PART = 0.9

export class LearnedNames {
  private readonly applications: Applications
  /** By application and name, the ends of names by the directory that they are found in. */
  private readonly found = new Map<string, Map<string, Set<string>>>()
  private readonly known = new Map<string, string | undefined>()

  constructor(applications: Applications) {
    this.applications = applications
  }

  /** Takes that in `file` the name followed by `end` can only mean `target`. */
  learn(name: string, end: string, file: PagePath, target: PagePath): void {
    const tail = end.replace(/^\/+/, '')
    if (hasUnknown(tail) || !target.endsWith(`/${tail}`)) return
    const directory = target.slice(0, target.length - tail.length - (tail === end ? 0 : 1))
    const key = this.key(name, file)
    const directories = this.found.get(key) ?? new Map<string, Set<string>>()
    this.found.set(key, directories)
    const ends = directories.get(directory)
    if (ends) ends.add(tail)
    else directories.set(directory, new Set([tail]))
  }

  /** The value that a name must have in `file`. */
  of(name: string, file: PagePath): string | undefined {
    const key = this.key(name, file)
    if (!this.known.has(key)) this.known.set(key, believed(this.found.get(key)))
    return this.known.get(key)
  }

  private key(name: string, file: PagePath): string {
    return `${this.applications.rootOf(file)} ${name}`
  }
}

function believed(directories: ReadonlyMap<string, ReadonlySet<string>> | undefined): string | undefined {
  let all = 0
  let most = 0
  let value: string | undefined
  for (const [directory, {size}] of directories ?? []) {
    all += size
    if (size > most) {
      most = size
      value = SITE + directory
    }
  }
  return most >= FEWEST && most >= all * PART ? value : undefined
}
