/** The files that an `Include` means. */
import {readdirSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {wildcardRegExp} from '../access/file-pattern.ts'

/**
 * Sorted as Apache reads them: a directory means all files below it, a wildcard those that it matches (core, "Include").
 *
 * @param name relative to the server's root, or absolute
 * @throws what the file system says of a directory that can't be read
 */
export function filesOfInclude(serverRoot: string, name: string): string[] {
  const path = resolve(serverRoot, name)
  if (!isWildcard(name)) return filesAt(path)
  let found = ['/']
  for (const segment of path.split('/').filter(Boolean)) {
    if (!isWildcard(segment)) {
      found = found.map((directory) => join(directory, segment)).filter((each) => kindOf(each))
      continue
    }
    const expression = wildcardRegExp(segment)
    found = found.flatMap((directory) =>
      kindOf(directory) !== 'directory'
        ? []
        : readdirSync(directory)
            .filter((entry) => expression?.test(entry) && (!entry.startsWith('.') || segment.startsWith('.')))
            .sort(byBytes)
            .map((entry) => join(directory, entry)),
    )
  }
  return found.flatMap(filesAt)
}

function filesAt(path: string): string[] {
  switch (kindOf(path)) {
    case 'directory':
      return readdirSync(path)
        .sort(byBytes)
        .flatMap((entry) => filesAt(join(path, entry)))
    case 'file':
      return [path]
    default:
      return []
  }
}

function kindOf(path: string): 'directory' | 'file' | undefined {
  const stat = statSync(path, {throwIfNoEntry: false})
  if (stat?.isDirectory()) return 'directory'
  return stat?.isFile() ? 'file' : undefined
}

function isWildcard(name: string): boolean {
  return /[*?[]/.test(name)
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
