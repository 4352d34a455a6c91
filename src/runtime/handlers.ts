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
  readonly #files: ReadonlyMap<PagePath, string>
  readonly #loaded = new Map<PagePath, Promise<PageDefinition>>()

  constructor(files: ReadonlyMap<PagePath, string>) {
    this.#files = files
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
