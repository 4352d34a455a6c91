/** Lets handlers import `banyan/runtime` and `banyan/php` wherever they lie. */
import {registerHooks} from 'node:module'
import {pathToFileURL} from 'node:url'

/** This very runtime: `.ts` when it runs from source, `.js` when it was built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const known = new Map([
  ['banyan/runtime', new URL(`./index.${extension}`, import.meta.url).href],
  ['banyan/php', new URL(`../php/index.${extension}`, import.meta.url).href],
])

/** Is told what is imported by whom, and gives the URL to load. */
type Observer = (url: string, parent: string | undefined) => string

const observers = new Set<Observer>()
let isRegistered = false

/**
 * Resolves `banyan/*`, and further names given as absolute paths, in every module of this process. Names given twice
 * mean the last path.
 */
export function registerModules(modules: Readonly<Record<string, string>> = {}): void {
  for (const [name, path] of Object.entries(modules)) known.set(name, pathToFileURL(path).href)
  if (isRegistered) return
  isRegistered = true
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const url = known.get(specifier)
      if (url !== undefined) return {url, shortCircuit: true}
      const resolved = nextResolve(specifier, context)
      for (const observer of observers) resolved.url = observer(resolved.url, context.parentURL)
      return resolved
    },
  })
}

/** Has an observer see every import from now on; gives a function that ends it. */
export function observeModules(observer: Observer): () => void {
  observers.add(observer)
  return () => observers.delete(observer)
}
