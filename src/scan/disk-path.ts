/** Page paths as the file system takes them: names are bytes, and not all of them are text. */
import {bytesOfPagePath, type PagePath} from '../page.ts'

/** The path of a file below the document root; bytes when its name is not plain text. */
export function diskPath(docroot: string, path: PagePath): string | Buffer {
  if (path === '') return docroot
  return path.includes('\\') ? Buffer.concat([Buffer.from(`${docroot}/`), bytesOfPagePath(path)]) : `${docroot}/${path}`
}

/** The page path of a name in a directory; the document root itself is `''`. */
export function joinPagePath(directory: PagePath, name: PagePath): PagePath {
  return directory === '' ? name : `${directory}/${name}`
}

/** The directory that a page path stands in; `''` for the document root. */
export function directoryOf(path: PagePath): PagePath {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The last segment of a page path. */
export function baseName(path: PagePath): PagePath {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * A relative path with its `.` and `..` resolved against a directory; `undefined` when it leads out of the document
 * root.
 */
export function resolvePagePath(directory: PagePath, relative: string): PagePath | undefined {
  const segments = directory === '' ? [] : directory.split('/')
  for (const segment of relative.split(/[/\\]+/)) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}
