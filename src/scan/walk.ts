/** Finds the PHP files and the configuration files of a site, without reading them. */
import {readdirSync, readlinkSync, realpathSync, statSync} from 'node:fs'
import type {Path} from 'glob'
import {isUtf8PagePath, type PagePath, pagePathOfBytes} from '../page.ts'
import {diskPath, joinPagePath} from './disk-path.ts'
import {reasonOf} from './read-source.ts'
import type {FileProblem} from './types.ts'

/** Never part of a site: what version control, package managers and this tool keep beside it. */
const ALWAYS_EXCLUDED: ReadonlySet<string> = new Set(['.git', '.svn', '.hg', 'CVS', 'node_modules', '.migrate'])

/** A PHP file that was found; its problems are those of its name and its link. */
export interface FoundFile {
  path: PagePath
  link?: string
  problems: FileProblem[]
}

interface WalkedSite {
  files: FoundFile[]
  /** `.htaccess` and `.user.ini` files. */
  settings: PagePath[]
  problems: (FileProblem & {path: PagePath})[]
}

/** An entry of a directory, as `readdir` gives it; its name as in a page path. */
interface Entry {
  name: PagePath
  isFile: () => boolean
  isDirectory: () => boolean
  isSymbolicLink: () => boolean
}

/**
 * Walks the tree below `docroot`, which must be a real path. Directories are read by bytes where their names ask for
 * it, so no file is lost; directories behind symbolic links are named in `problems`, not entered: inside the site
 * they are found in their own place, and outside there may be anything.
 */
export async function walkSite(
  docroot: string,
  exclude: readonly string[],
  extensions: readonly string[],
): Promise<WalkedSite> {
  const excluded = exclude.length > 0 ? await excluder(docroot, exclude) : NOTHING
  const isPhp = endingOf(extensions)
  const site: WalkedSite = {files: [], settings: [], problems: []}
  const waiting: PagePath[] = ['']
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const entry of listDirectory(docroot, directory, site)) {
      const {name} = entry
      if (entry.isDirectory()) {
        const path = joinPagePath(directory, name)
        if (ALWAYS_EXCLUDED.has(name) || excluded.directory(path)) continue
        waiting.push(path)
        if (isPhp(name)) site.problems.push({path, kind: 'name', message: 'A directory with the name of a PHP file'})
      } else if (name === '.htaccess' || name === '.user.ini') site.settings.push(joinPagePath(directory, name))
      else if (entry.isSymbolicLink()) {
        const path = joinPagePath(directory, name)
        followLink(docroot, path, isPhp(name) && !excluded.file(path), site)
      } else if (isPhp(name)) {
        const path = joinPagePath(directory, name)
        if (!excluded.file(path)) site.files.push(foundFile(path, entry))
      }
    }
  }
  site.files.sort((a, b) => (a.path < b.path ? -1 : 1))
  site.settings.sort()
  return site
}

function endingOf(extensions: readonly string[]): (name: string) => boolean {
  const known = new Set(extensions.map((extension) => extension.toLowerCase().replace(/^\./, '')))
  return (name) => {
    const dot = name.lastIndexOf('.')
    return dot >= 0 && known.has(name.slice(dot + 1).toLowerCase())
  }
}

interface Excluder {
  directory: (path: PagePath) => boolean
  file: (path: PagePath) => boolean
}

const NOTHING: Excluder = {directory: () => false, file: () => false}

/** Globs as the `glob` package matches them; a pattern that ends in `/**` concerns directories alone. */
async function excluder(docroot: string, patterns: readonly string[]): Promise<Excluder> {
  // Not loaded for nothing: most sites exclude nothing, and a scan of an unchanged site takes milliseconds.
  const {Glob, Ignore} = await import('glob')
  const {scurry} = new Glob('.', {cwd: docroot})
  const at = (path: PagePath): Path => scurry.cwd.resolve(path)
  const all = new Ignore([...patterns], {})
  const ofFiles = patterns.filter((pattern) => !pattern.endsWith('/**'))
  const files = new Ignore(ofFiles, {})
  return {
    directory: (path) => all.childrenIgnored(at(path)) || all.ignored(at(path)),
    file: (path) => ofFiles.length > 0 && files.ignored(at(path)),
  }
}

function listDirectory(docroot: string, directory: PagePath, site: WalkedSite): Entry[] {
  const path = diskPath(docroot, directory)
  try {
    const entries: Entry[] = readdirSync(path, {withFileTypes: true})
    // U+FFFD stands for what was not UTF-8, or for itself: the bytes tell.
    if (!entries.some(({name}) => name.includes('\ufffd') || name.includes('\\'))) return entries
    const inBytes = readdirSync(path, {withFileTypes: true, encoding: 'buffer'})
    return inBytes.map((entry) => ({
      name: pagePathOfBytes(entry.name),
      isFile: () => entry.isFile(),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    }))
  } catch (error) {
    site.problems.push({
      path: directory,
      kind: 'unreadable',
      message: `The directory can't be read: ${reasonOf(error)}`,
    })
    return []
  }
}

function foundFile(path: PagePath, entry: Entry): FoundFile {
  const problems = nameProblems(path, entry.name)
  if (!entry.isFile()) problems.push({kind: 'unreadable', message: 'Not a regular file but a pipe, socket or device'})
  return {path, problems}
}

function nameProblems(path: PagePath, name: string): FileProblem[] {
  if (path.includes('\\') && !isUtf8PagePath(path)) return [{kind: 'name', message: 'The name is not UTF-8'}]
  if (/[\x00-\x1f\x7f]/.test(name)) return [{kind: 'name', message: 'The name has control characters'}]
  return []
}

function followLink(docroot: string, path: PagePath, isPhp: boolean, site: WalkedSite): void {
  const disk = diskPath(docroot, path)
  const problems = nameProblems(path, path.slice(path.lastIndexOf('/') + 1))
  let link = ''
  try {
    link = pagePathOfBytes(readlinkSync(disk, {encoding: 'buffer'}))
    if (statSync(disk).isDirectory()) {
      site.problems.push({path, ...linkedDirectory(docroot, disk, path, link)})
      return
    }
    if (isPhp && !isInside(docroot, realPath(disk))) {
      problems.push({kind: 'outside', message: `A link to \`${link}\`, outside the document root`})
    }
  } catch (error) {
    problems.push(brokenLink(error, link))
  }
  if (isPhp) site.files.push({path, link, problems})
}

function realPath(path: string | Buffer): Buffer {
  return realpathSync.native(path, {encoding: 'buffer'})
}

function isInside(docroot: string, real: Buffer): boolean {
  return real.toString('latin1').startsWith(`${Buffer.from(docroot).toString('latin1').replace(/\/$/, '')}/`)
}

function linkedDirectory(docroot: string, disk: string | Buffer, path: PagePath, link: string): FileProblem {
  const real = realPath(disk)
  const target = real.toString('latin1')
  const own = (typeof disk === 'string' ? Buffer.from(disk) : disk).toString('latin1')
  if (own.startsWith(`${target.replace(/\/$/, '')}/`)) {
    return {kind: 'symlink-loop', message: `A link to \`${link}\`, which \`${path}\` stands in; not followed`}
  }
  if (isInside(docroot, real))
    return {kind: 'linked', message: `A link to the directory \`${link}\`; its files are recorded there`}
  return {kind: 'outside', message: `A link to the directory \`${link}\`, outside the document root; not followed`}
}

function brokenLink(error: unknown, link: string): FileProblem {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ELOOP') return {kind: 'symlink-loop', message: `A link to \`${link}\`, which leads back to itself`}
  if (code === 'ENOENT') return {kind: 'dangling-symlink', message: `A link to \`${link}\`, which does not exist`}
  return {kind: 'unreadable', message: `The link can't be followed: ${reasonOf(error)}`}
}
