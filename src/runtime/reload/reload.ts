/** Reloads handlers while they serve: the one that changed, and every one that imports what changed. */
import {dirname} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import type {Handlers} from '../handlers.ts'
import {handlerDirectories} from '../registry.ts'
import {observeModules} from '../resolve-hook.ts'
import {LoadedModules} from './loaded-modules.ts'
import {WatchedDirectories} from './watch-directories.ts'

/** Watches the handlers and what they import until the function that it gives is called; `say` takes one line a change. */
export function reloadOnChange(handlers: Handlers, handlersDirectory: string, say: (line: string) => void): () => void {
  const own = new URL('../../', import.meta.url).href
  const watched = new WatchedDirectories((files) => {
    reload(files).catch((error: Error) => say(`error - the handlers can't be read: ${error.message}`))
  })
  const modules = new LoadedModules(
    (url) => url.startsWith('file:') && !url.includes('/node_modules/') && !url.startsWith(own),
    (url) => watched.add(dirname(fileURLToPath(url))),
  )
  const watchHandlers = (): void => {
    for (const directory of handlerDirectories(handlersDirectory)) watched.add(directory)
  }
  const reload = async (files: readonly string[]): Promise<void> => {
    const {added, removed} = handlers.refresh()
    watchHandlers()
    const changed = files.map((file) => pathToFileURL(file).href).filter((url) => modules.has(url))
    const affected = modules.change(changed)
    const urlOf = (page: string): string => pathToFileURL(handlers.fileOf(page)).href
    const loaded = handlers.loadedPages().filter((page) => affected.has(urlOf(page)))
    handlers.expire(loaded)
    // What somebody works on is looked at now; the rest when it is asked for.
    for (const page of loaded) if (changed.includes(urlOf(page))) void handlers.load(page).catch(() => undefined)
    for (const [what, pages] of Object.entries({added, removed, reloaded: loaded})) {
      if (pages.length > 0) say(`${what} ${pages.join(', ')}`)
    }
  }
  const forget = observeModules((url, parent) => modules.resolve(url, parent))
  watchHandlers()
  return () => {
    forget()
    watched.close()
  }
}
