/** Which module imports which, so that one that changed is loaded anew together with all that use it. */

/** Modules are named by their `file:` URL. */
export class LoadedModules {
  readonly #importers = new Map<string, Set<string>>()
  readonly #versions = new Map<string, number>()
  readonly #isOurs: (url: string) => boolean
  readonly #onModule: (url: string) => void

  /** `isOurs` says which modules may change; `onModule` is told of each when it is first imported. */
  constructor(isOurs: (url: string) => boolean, onModule: (url: string) => void) {
    this.#isOurs = isOurs
    this.#onModule = onModule
  }

  /** Takes that `parent` imports `url`; gives the URL under which its present version is loaded. */
  resolve(url: string, parent: string | undefined): string {
    if (!this.#isOurs(url)) return url
    let importers = this.#importers.get(url)
    if (importers === undefined) {
      importers = new Set()
      this.#importers.set(url, importers)
      this.#onModule(url)
    }
    if (parent !== undefined) importers.add(withoutVersion(parent))
    const version = this.#versions.get(url)
    return version === undefined ? url : `${url}?version=${version}`
  }

  /** Takes that modules changed; gives them and all that import them, directly or not. */
  change(urls: Iterable<string>): Set<string> {
    const affected = new Set<string>()
    const open = [...urls]
    for (let url = open.pop(); url !== undefined; url = open.pop()) {
      if (affected.has(url)) continue
      affected.add(url)
      this.#versions.set(url, (this.#versions.get(url) ?? 0) + 1)
      open.push(...(this.#importers.get(url) ?? []))
    }
    return affected
  }

  /** Whether a module was imported by anybody. */
  has(url: string): boolean {
    return this.#importers.has(url)
  }
}

function withoutVersion(url: string): string {
  return url.replace(/\?version=\d+$/, '')
}
