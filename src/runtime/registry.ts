/** Which pages have a handler: the files below the handlers directory, never a path made from a request. */
import {readdirSync} from 'node:fs'
import {join} from 'node:path'

/** A page's path below the document root: `admin/users.php`. */
export type PagePath = string

/**
 * The handler files by page: `admin/users.php.ts` answers `admin/users.php`. Endings count in any case, as in the scan.
 * Other modules may lie beside them; `node_modules` is left out.
 */
export function listHandlers(directory: string, extensions: readonly string[]): Map<PagePath, string> {
  const handlers = new Map<PagePath, string>()
  const endings = extensions.map((extension) => `.${extension.toLowerCase()}.ts`)
  const walk = (below: string): void => {
    const names = readdirSync(join(directory, below), {withFileTypes: true})
    for (const entry of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === 'node_modules') continue
      const path = `${below}${entry.name}`
      if (entry.isDirectory()) walk(`${path}/`)
      else if (endings.some((ending) => entry.name.toLowerCase().endsWith(ending))) {
        handlers.set(path.slice(0, -'.ts'.length), join(directory, path))
      }
    }
  }
  walk('')
  return handlers
}

/** The handlers directory and all below it that may hold handlers. */
export function handlerDirectories(directory: string): string[] {
  const below = readdirSync(directory, {withFileTypes: true}).filter(
    (entry) => entry.isDirectory() && entry.name !== 'node_modules',
  )
  return [directory, ...below.flatMap(({name}) => handlerDirectories(join(directory, name)))]
}
