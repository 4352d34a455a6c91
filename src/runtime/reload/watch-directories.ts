/** Watches directories, each by itself: that works on every file system that tells of changes at all. */
import {type FSWatcher, watch} from 'node:fs'
import {join} from 'node:path'

/** Editors write a file in several steps; what follows within this time, in milliseconds, belongs together. */
const TOGETHER = 10

export class WatchedDirectories {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #onChange: (files: string[]) => void
  #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  /** `onChange` is called with the paths that changed, appeared or went. */
  constructor(onChange: (files: string[]) => void) {
    this.#onChange = onChange
  }

  /** Watches one more directory. One that cannot be watched is left out. */
  add(directory: string): void {
    if (this.#watchers.has(directory)) return
    try {
      const watcher = watch(directory, {persistent: false}, (_, name) => {
        if (name !== null) this.#note(join(directory, name))
      })
      watcher.on('error', () => this.#remove(directory))
      this.#watchers.set(directory, watcher)
    } catch {
      // It went between being found and being watched.
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const directory of [...this.#watchers.keys()]) this.#remove(directory)
  }

  #remove(directory: string): void {
    this.#watchers.get(directory)?.close()
    this.#watchers.delete(directory)
  }

  #note(file: string): void {
    this.#changed.add(file)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const files = [...this.#changed]
      this.#changed = new Set()
      this.#onChange(files)
    }, TOGETHER)
  }
}
