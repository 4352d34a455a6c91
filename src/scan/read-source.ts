/** Reads one file of a site: what `stat` says, then the contents if they may have changed. */
import {hash} from 'node:crypto'
import {type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync} from 'node:fs'
import type {FileProblem, FileStat} from './types.ts'

/** Larger files are recorded, not analysed. */
const LARGEST = 32 * 1024 * 1024

const MILLISECOND = 1_000_000n
/** Kernels stamp files with a clock that ticks every 10 ms at the slowest. */
const TICK = 20n * MILLISECOND
/** File systems without fractions of seconds (ext3, FAT) round to one or two. */
const COARSE_TICK = 2000n * MILLISECOND

/** The contents of a file, or what is wrong with it. */
interface ReadSource {
  stat?: FileStat
  contents?: Buffer
  hash?: string
  problem?: FileProblem
}

/** What `stat` says of a file now; a problem when there is no such file, or when it is not a regular one. */
export function statSource(path: string | Buffer): ReadSource {
  try {
    const stat = statSync(path, {bigint: true})
    return stat.isFile() ? {stat: fileStat(stat)} : {problem: notRegular(stat)}
  } catch (error) {
    return {problem: unreadable(error)}
  }
}

/** Whether two stats are of the same file, unchanged. */
export function isSameStat(a: FileStat | undefined, b: FileStat | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.size === b.size &&
    a.mtime === b.mtime &&
    a.ctime === b.ctime &&
    a.inode === b.inode
  )
}

/**
 * Reads a file. The stat is left out when the file is so young at `startedAt` (nanoseconds), or changed so much while
 * it was read, that the next change may not show in it; git calls such an entry racy.
 *
 * @param space gives memory of a size for the contents
 */
export function readSource(
  path: string | Buffer,
  startedAt: bigint,
  space: (size: number) => Buffer = Buffer.allocUnsafe,
): ReadSource {
  let descriptor: number | undefined
  try {
    // A pipe that took the file's place since the walk must not make us wait for a writer.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
    const before = fstatSync(descriptor, {bigint: true})
    if (!before.isFile()) return {problem: notRegular(before)}
    if (before.size > LARGEST) {
      const message = `The file has ${before.size} bytes; more than ${LARGEST} are not analysed`
      return {stat: fileStat(before), problem: {kind: 'too-large', message}}
    }
    const contents = readUpTo(descriptor, space(Number(before.size)))
    const contentHash = hash('sha1', contents)
    const after = fstatSync(descriptor, {bigint: true})
    const stat = fileStat(before)
    const isTrusted = isSameStat(stat, fileStat(after)) && isSettled(stat, startedAt)
    return {contents, hash: contentHash, ...(isTrusted ? {stat} : {})}
  } catch (error) {
    return {problem: unreadable(error)}
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function readUpTo(descriptor: number, space: Buffer): Buffer {
  let length = 0
  while (length < space.length) {
    const read = readSync(descriptor, space, length, space.length - length, length)
    if (read === 0) break
    length += read
  }
  return space.subarray(0, length)
}

/**
 * Whether a file's last change lies far enough before `startedAt` (nanoseconds) for the next one to show in its stat.
 * Only the change time counts: it can't be set back, as the modification time can.
 */
export function isSettled({ctime}: FileStat, startedAt: bigint): boolean {
  // Few have changed so lately that the fraction of the second matters.
  const changedAt = BigInt(ctime)
  if (changedAt < startedAt - COARSE_TICK) return true
  const tick = changedAt % (1000n * MILLISECOND) === 0n ? COARSE_TICK : TICK
  return changedAt < startedAt - tick
}

function fileStat(stat: BigIntStats): FileStat {
  return {
    size: Number(stat.size),
    mtime: String(stat.mtimeNs),
    ctime: String(stat.ctimeNs),
    inode: `${stat.dev}:${stat.ino}`,
  }
}

function notRegular(stat: BigIntStats): FileProblem {
  const what = stat.isDirectory() ? 'a directory' : 'a pipe, socket or device'
  return {kind: 'unreadable', message: `Not a regular file but ${what}`}
}

function unreadable(error: unknown): FileProblem {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return {kind: 'unreadable', message: 'The file disappeared during the scan'}
  return {kind: 'unreadable', message: `The file can't be read: ${reasonOf(error)}`}
}

/** What a failed system call says, for people. */
export function reasonOf(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOENT':
      return 'it is not there any more'
    case 'ENAMETOOLONG':
      return 'its name is too long'
    default:
      return code ?? message
  }
}
