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
  readonly #onProblem: (problem: HandlerProblem) => void
  readonly #loaded = new Map<PagePath, Promise<PageDefinition>>()
  /** What was loaded before a change. */
  readonly #last = new Map<PagePath, Promise<PageDefinition>>()

  /**
   * `list` gives the handler files by page; `onProblem` takes what is wrong with one that changed, when its last good
   * version goes on.
   */
  constructor(list: () => ReadonlyMap<PagePath, string>, onProblem: (problem: HandlerProblem) => void) {
    this.#list = list
    this.#onProblem = onProblem
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
      const last = this.#last.get(page)
      this.#last.delete(page)
      loaded = loadDefinition(page, this.fileOf(page))
      if (last !== undefined) loaded = loaded.catch((error: unknown) => this.#goOn(page, last, error))
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
    for (const page of removed) {
      this.#loaded.delete(page)
      this.#last.delete(page)
    }
    return {added: this.pages.filter((page) => !before.has(page)), removed}
  }

  /** Has the next request of these pages load them anew; one that cannot be loaded then goes on as it was. */
  expire(pages: readonly PagePath[]): void {
    for (const page of pages) {
      const last = this.#loaded.get(page)
      if (last !== undefined) this.#last.set(page, last)
      this.#loaded.delete(page)
    }
  }

  /** Loads every handler; what is wrong with each that cannot be used. */
  async check(): Promise<HandlerProblem[]> {
    const problems: HandlerProblem[] = []
    for (const [page, file] of this.#files) {
      await this.load(page).catch((error: unknown) => {
        problems.push({page, file, message: messageOf(error)})
      })
    }
    return problems
  }

  /** The last version, when that was good. */
  async #goOn(page: PagePath, last: Promise<PageDefinition>, error: unknown): Promise<PageDefinition> {
    const definition = await last.catch(() => {
      throw error
    })
    this.#onProblem({page, file: this.fileOf(page), message: messageOf(error)})
    return definition
  }
}

async function loadDefinition(page: PagePath, file: string): Promise<PageDefinition> {
  const module = (await import(pathToFileURL(file).href)) as {default?: unknown}
  const definition = module.default
  if (!isPageDefinition(definition)) throw new Error('The module has no default export made by definePage()')
  if (definition.page !== page) throw new Error(`The module defines the page \`${definition.page}\`, not \`${page}\``)
  return definition
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
