/** Which files an include can mean. */
import type {PagePath} from '../../page.ts'
import {directoryOf, resolvePagePath} from '../disk-path.ts'
import {directoriesAbove, nearest, type SiteFiles} from '../site-files.ts'
import type {IncludeEdge} from '../types.ts'
import type {Piece} from './names.ts'

export interface Resolution {
  targets: PagePath[]
  how: IncludeEdge['how']
}

/** Directories, of pages that include the file, against which PHP resolves relative names first. */
export type EntryDirectories = readonly PagePath[]

/** Resolves one name that an include in `file` may have. */
export function resolveName(
  pieces: readonly Piece[],
  file: PagePath,
  entries: EntryDirectories,
  site: SiteFiles,
): Resolution {
  const [first, ...rest] = pieces
  if (!first) return {targets: [], how: 'dynamic'}
  if (rest.some((piece) => 'directory' in piece)) return {targets: [], how: 'dynamic'}
  if ('directory' in first) {
    return first.directory === null ? {targets: [], how: 'absent'} : inDirectory(first.directory, rest, file, site)
  }
  if (!('text' in first)) return withUnknownStart(rest, file, site)
  if (rest.length === 0) return relative(first.text, file, entries, site)
  return setIn([...entries, ...directoriesAbove(file)], pieces, file, site)
}

/** `__DIR__ . '/inc/a.php'`, or `ROOT . 'a.php'`. */
function inDirectory(directory: PagePath, rest: readonly Piece[], file: PagePath, site: SiteFiles): Resolution {
  const [only] = rest
  if (rest.length === 1 && only && 'text' in only) {
    const path = resolvePagePath(directory, only.text)
    return path !== undefined && path !== '' && site.has(path)
      ? {targets: [path], how: 'directory'}
      : {targets: [], how: 'absent'}
  }
  const isNamed =
    directory !== directoryOf(file) ||
    rest.some((piece) => 'input' in piece || ('text' in piece && /\w.*\/|^\/?\w/.test(piece.text)))
  return isNamed && rest.length ? setIn([directory], rest, file, site) : {targets: [], how: 'dynamic'}
}

/**
 * A plain name. With include_path `.` PHP looks in the directory of the page that was requested, then in that of the
 * including file; directories above are where a site's include_path mostly points.
 */
function relative(name: string, file: PagePath, entries: EntryDirectories, site: SiteFiles): Resolution {
  if (/^([/\\]|[A-Za-z]:)/.test(name)) return absolute(name, file, site)
  const own = directoryOf(file)
  const found = (entries.length ? entries : [own]).flatMap((entry) => site.inDirectories([entry, own], name) ?? [])
  if (found.length) return {targets: [...new Set(found)].sort(), how: 'literal'}
  const above = site.inDirectories(directoriesAbove(file), name)
  return above === undefined ? {targets: [], how: 'absent'} : {targets: [above], how: 'include-path'}
}

/** A path of some machine: its end may be a file of the site. */
function absolute(name: string, file: PagePath, site: SiteFiles): Resolution {
  const segments = name
    .replace(/^[A-Za-z]:/, '')
    .split(/[/\\]+/)
    .filter(Boolean)
  for (let start = 0; start < segments.length - 1; start++) {
    const path = segments.slice(start).join('/')
    if (path !== file && site.has(path)) return {targets: [path], how: 'suffix'}
  }
  return {targets: [], how: 'absent'}
}

/** `$root . 'inc/a.php'`: an unknown directory, then a name. */
function withUnknownStart(rest: readonly Piece[], file: PagePath, site: SiteFiles): Resolution {
  const last = rest.at(-1)
  if (!last || !hasName(rest)) return {targets: [], how: 'dynamic'}
  if (rest.length > 1 || !('text' in last)) return setOf(site.matching(expression(rest, '(?:^|/)', '[^/]*')), file)
  const tail = (resolvePagePath('', last.text.replace(/^[/\\]+/, '').replace(/^(\.\.?\/)+/, '')) ?? '').trim()
  if (tail === '' || /^\.?\w+$/.test(tail)) return {targets: [], how: 'dynamic'}
  const near = site.inDirectories(directoriesAbove(file), tail)
  if (near !== undefined && near !== file) return {targets: [near], how: 'suffix'}
  const found = site.endingWith(tail).filter((path) => path !== file)
  if (!found.length) return {targets: [], how: 'absent'}
  const closest = nearest(file, found)
  return closest === undefined ? {targets: found, how: 'set'} : {targets: [closest], how: 'suffix'}
}

const withoutExtension = (text: string): string => text.replace(/\.\w+$/, '')

/** Files in the first of the directories where any fit. */
function setIn(
  directories: readonly PagePath[],
  pieces: readonly Piece[],
  file: PagePath,
  site: SiteFiles,
): Resolution {
  for (const unknown of ['[^/]*', '.+']) {
    for (const directory of new Set(directories)) {
      const normal = normalised(directory, pieces)
      const found = normal ? site.matching(expression(normal, '^', unknown), literalStart(normal)) : []
      if (found.length) return setOf(found, file)
    }
  }
  return {targets: [], how: hasName(pieces) ? 'absent' : 'dynamic'}
}

/** Whether more than an extension is written: a directory, or a part of the file's name. */
function hasName(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => 'text' in piece && /\w/.test(withoutExtension(piece.text)))
}

/** The pieces as a path below the document root: `../` at their start is resolved. */
function normalised(directory: PagePath, [first, ...rest]: readonly Piece[]): Piece[] | undefined {
  const text = first && 'text' in first ? first.text : ''
  const slash = text.lastIndexOf('/')
  const base = resolvePagePath(directory, text.slice(0, slash + 1))
  if (base === undefined) return undefined
  const start = {text: `${base}${base === '' ? '' : '/'}${text.slice(slash + 1)}`}
  return first && 'text' in first ? [start, ...rest] : [start, ...(first ? [first] : []), ...rest]
}

function expression(pieces: readonly Piece[], start: string, unknown: string): RegExp {
  const source = pieces.map((piece) => ('text' in piece ? piece.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : unknown))
  return new RegExp(`${start}${source.join('').replace(/^\//, '')}$`, 's')
}

function literalStart([first]: readonly Piece[]): string {
  return first && 'text' in first ? first.text.replace(/^\//, '') : ''
}

function setOf(found: readonly PagePath[], file: PagePath): Resolution {
  const targets = found.filter((path) => path !== file)
  return {targets, how: targets.length ? 'set' : 'absent'}
}
