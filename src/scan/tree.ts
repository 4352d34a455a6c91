/** The files of a site with what `stat` says of each, and a sum by which an unchanged site is known. */
import {createHash, type Hash} from 'node:crypto'
import type {PagePath} from '../page.ts'
import {diskPath} from './disk-path.ts'
import {isSettled, statSource} from './read-source.ts'
import type {FileStat, ScannedSite} from './types.ts'
import {type FoundFile, walkSite} from './walk.ts'

/** A file of the tree; without a stat when something is wrong with it, which its problems say. */
export interface SeenFile extends FoundFile {
  stat?: FileStat
}

/** A site as it lies on disk, nothing read yet. */
export interface Tree {
  files: SeenFile[]
  /** `.htaccess` and `.user.ini` files. */
  settings: PagePath[]
  problems: ScannedSite['problems']
  /**
   * Changes when a file of the tree, or what is wrong with one, does: SHA-1, hex. Absent while the last change is so
   * young that another one may leave the same stat.
   */
  sum?: string
}

/**
 * Walks a site and asks the file system about each file.
 *
 * @param docroot a real path
 * @param startedAt when the scan began, in nanoseconds since 1970
 */
export async function readTree(
  docroot: string,
  startedAt: bigint,
  exclude: readonly string[],
  extensions: readonly string[],
): Promise<Tree> {
  const walked = await walkSite(docroot, exclude, extensions)
  // What can be read depends on who reads.
  const sum = new TreeSum(startedAt, `${process.getuid?.() ?? ''}\0${docroot}\n`)
  const files = walked.files.map((file) => seen(docroot, file))
  for (const {path, link, stat, problems} of files) {
    const about = stat ?? problems.at(-1)?.message ?? ''
    sum.add(path, about)
    if (link !== undefined) sum.add(link, problems.at(-1)?.message ?? '')
  }
  for (const path of walked.settings) {
    const {stat, problem} = statSource(diskPath(docroot, path))
    sum.add(path, stat ?? problem?.message ?? '')
  }
  for (const {path, message} of walked.problems) sum.add(path, message)
  return {...walked, files, ...sum.end()}
}

function seen(docroot: string, file: FoundFile): SeenFile {
  const isBroken = file.problems.some(({kind}) => kind !== 'name' && kind !== 'outside')
  if (isBroken) return file
  const {stat, problem} = statSource(diskPath(docroot, file.path))
  return problem ? {...file, problems: [...file.problems, problem]} : stat ? {...file, stat} : file
}

/** Text is hashed in pieces of this many characters: a call for every file would cost more than the hashing. */
const PIECE = 1 << 16

class TreeSum {
  private readonly hash: Hash = createHash('sha1')
  private readonly startedAt: bigint
  private text: string
  private settled = true

  constructor(startedAt: bigint, start: string) {
    this.startedAt = startedAt
    this.text = start
  }

  add(name: string, about: FileStat | string): void {
    if (typeof about === 'string') this.text += `${name}\0${about}\n`
    else {
      this.text += `${name}\0${about.size} ${about.mtime} ${about.ctime} ${about.inode}\n`
      this.settled &&= isSettled(about, this.startedAt)
    }
    if (this.text.length < PIECE) return
    this.hash.update(this.text)
    this.text = ''
  }

  end(): {sum?: string} {
    return this.settled ? {sum: this.hash.update(this.text).digest('hex')} : {}
  }
}
