/** Which file a decoded URL path means: aliases, then the directories from the root down. */
import {afterPrefix} from './redirects.ts'
import {parentOf, type RoutedSite} from './routed-site.ts'

/** What a path leads to. All of it one character a byte. */
export interface LookedUp {
  /** Below the document root: the file, or as far as there is something and one name further. With a slash at its end for a directory that was asked for with one. */
  path: string
  /** The rest of it, from its slash. */
  pathInfo: string
  kind: 'file' | 'directory' | undefined
  /** The directory whose configuration holds. */
  directory: string
  /** The alias that was used. */
  alias?: string
}

/** NAME_MAX of Linux. */
const LONGEST_NAME = 255

/** `elsewhere` when an alias leads out of the site, `too-long` when a name can be no file's. */
export function lookUp(uri: string, site: RoutedSite): LookedUp | 'elsewhere' | 'too-long' {
  for (const {url, to} of site.aliases) {
    const rest = afterPrefix(uri, url)
    if (rest === undefined) continue
    if (to === null) return 'elsewhere'
    const found = walk(`${to}${rest.startsWith('/') || rest === '' ? '' : '/'}${rest}`.replace(/^\/+/, ''), site)
    return found === 'too-long' ? found : {...found, alias: url}
  }
  return walk(uri.slice(1), site)
}

function walk(path: string, site: RoutedSite): LookedUp | 'too-long' {
  // Most requests are for what there is.
  if (!path.endsWith('/')) {
    const kind = path === '' ? 'directory' : site.kindOf(path)
    if (kind === 'file') return {path, pathInfo: '', kind, directory: parentOf(path)}
    if (kind === 'directory') return {path, pathInfo: '', kind, directory: path}
  }
  let directory = ''
  for (let at = 0; at <= path.length; ) {
    const slash = path.indexOf('/', at)
    const end = slash === -1 ? path.length : slash
    if (end === at) return {path, pathInfo: '', kind: 'directory', directory}
    if (end - at > LONGEST_NAME) return 'too-long'
    const here = path.slice(0, end)
    const kind = site.kindOf(here)
    if (kind !== 'directory') return {path: here, pathInfo: path.slice(end), kind, directory}
    if (slash === -1) return {path, pathInfo: '', kind, directory: here}
    directory = here
    at = end + 1
  }
  return {path, pathInfo: '', kind: 'directory', directory}
}
