/** Loads handler modules when their page is first asked for. */
import {pathToFileURL} from 'node:url'
import {isPageDefinition, type PageDefinition} from './page-definition.ts'
import type {PagePath} from './registry.ts'

/** Why a page's handler cannot be used. */
export interface HandlerProblem {
  page: PagePath
  file: string
  message: string
}

export class Handlers {
  readonly #list: () => ReadonlyMap<PagePath, string>
  #files: ReadonlyMap<PagePath, string>
  readonly #loaded = new Map<PagePath, Promise<PageDefinition>>()

  /** `list` gives the handler files by page. */
  constructor(list: () => ReadonlyMap<PagePath, string>) {
    this.#list = list
    this.#files = list()
  }

  get pages(): PagePath[] {
    return [...this.#files.keys()]
  }

  has(page: PagePath): boolean {
    return this.#files.has(page)
  }

  /** The page a handler file belongs to. */
  pageOfFile(file: string): PagePath | undefined {
    for (const [page, handler] of this.#files) if (handler === file) return page
    return undefined
  }

  /** The definition of a page that has a handler. Rejects when its module cannot be loaded or defines another page. */
  load(page: PagePath): Promise<PageDefinition> {
    let loaded = this.#loaded.get(page)
    if (loaded === undefined) {
      loaded = loadDefinition(page, this.#files.get(page) ?? '')
      this.#loaded.set(page, loaded)
    }
    return loaded
  }

  /** The handler file of a page; empty when it has none. */
  fileOf(page: PagePath): string {
    return this.#files.get(page) ?? ''
  }

  /** Pages whose handler was loaded. */
  loadedPages(): PagePath[] {
    return [...this.#loaded.keys()]
  }

  /** Looks which files there are now; gives the pages that came and went. */
  refresh(): {added: PagePath[]; removed: PagePath[]} {
    const before = this.#files
    this.#files = this.#list()
    const removed = [...before.keys()].filter((page) => !this.#files.has(page))
    for (const page of removed) this.#loaded.delete(page)
    return {added: this.pages.filter((page) => !before.has(page)), removed}
  }

  /** Loads handlers again; of one that cannot be loaded as it is now, the last good one stays. */
  async reload(pages: readonly PagePath[]): Promise<HandlerProblem[]> {
    const problems = await Promise.all(
      pages.map(async (page): Promise<HandlerProblem | undefined> => {
        const file = this.fileOf(page)
        const last = this.#loaded.get(page)
        try {
          const definition = await loadDefinition(page, file)
          this.#loaded.set(page, Promise.resolve(definition))
          return undefined
        } catch (error) {
          // One that never could be loaded is tried again by the next request.
          const wasGood = await last?.then(Boolean, () => false)
          if (!wasGood) this.#loaded.delete(page)
          return {page, file, message: error instanceof Error ? error.message : String(error)}
        }
      }),
    )
    return problems.filter((problem) => problem !== undefined)
  }

  /** Loads every handler; what is wrong with each that cannot be used. */
  async check(): Promise<HandlerProblem[]> {
    const problems: HandlerProblem[] = []
    for (const [page, file] of this.#files) {
      await this.load(page).catch((error: unknown) => {
        problems.push({page, file, message: error instanceof Error ? error.message : String(error)})
      })
    }
    return problems
  }
}

async function loadDefinition(page: PagePath, file: string): Promise<PageDefinition> {
  const module = (await import(pathToFileURL(file).href)) as {default?: unknown}
  const definition = module.default
  if (!isPageDefinition(definition)) throw new Error('The module has no default export made by definePage()')
  if (definition.page !== page) throw new Error(`The module defines the page \`${definition.page}\`, not \`${page}\``)
  return definition
}
