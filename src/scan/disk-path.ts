/** Page paths as the file system takes them: names are bytes, and not all of them are text. */
import {statSync} from 'node:fs'
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
  let start = directory
  let rest = relative
  // Most paths have dots at their start alone.
  while (!isPlain(rest)) {
    if (rest.startsWith('./')) rest = rest.slice(2)
    else if (rest.startsWith('/')) rest = rest.slice(1)
    else if (!rest.startsWith('../')) return resolveSegments(start, rest)
    else if (start === '') return undefined
    else {
      start = directoryOf(start)
      rest = rest.slice(3)
    }
  }
  const plain = rest.startsWith('/') ? rest.slice(1) : rest
  return plain === '' ? start : joinPagePath(start, plain)
}

function resolveSegments(directory: PagePath, relative: string): PagePath | undefined {
  const segments = directory === '' ? [] : directory.split('/')
  for (const segment of relative.split(/[/\\]+/)) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}

/** Whether a path has no segments that are to be resolved: `.`, `..`, or none between two slashes. */
export function isPlain(path: string): boolean {
  return (
    !path.includes('./') && !path.includes('//') && !path.includes('\\') && !path.endsWith('.') && !path.endsWith('/')
  )
}

/** Whether there is a file of this name below the document root, PHP or not. */
export function isFile(docroot: string, path: PagePath): boolean {
  return statSync(diskPath(docroot, path), {throwIfNoEntry: false})?.isFile() ?? false
}
