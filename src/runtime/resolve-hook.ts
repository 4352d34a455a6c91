/** Lets handlers import `banyan/runtime` and `banyan/php` wherever they lie. */
import {registerHooks} from 'node:module'
import {pathToFileURL} from 'node:url'

/** This very runtime: `.ts` when it runs from source, `.js` when it was built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const known = new Map([
  ['banyan/runtime', new URL(`./index.${extension}`, import.meta.url).href],
  ['banyan/php', new URL(`../php/index.${extension}`, import.meta.url).href],
])

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
      return url === undefined ? nextResolve(specifier, context) : {url, shortCircuit: true}
    },
  })
}
