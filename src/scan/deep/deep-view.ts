/** What php-parser says of one file on disk, within bounds of time and memory. */
import {existsSync} from 'node:fs'
import {Worker} from 'node:worker_threads'
import type {PagePath} from '../../page.ts'
import {diskPath} from '../disk-path.ts'
import {readSource} from '../read-source.ts'
import type {DeepResult} from './types.ts'
import type {DeepWork} from './worker.ts'

/** Milliseconds that php-parser may take; it reads about 5 MB a second. */
const MOST_TIME = 10_000
/** Megabytes of heap; an array of 8 MB of source takes more, and has no code to look at. */
const MOST_MEMORY = 512
/** Bytes of other files that are read beside it. */
const MOST_HELP = 1_000_000
/** Megabytes of stack: php-parser calls itself for every level of nesting, and for every part of `$a . $b . $c`. */
const STACK = 64

/**
 * Reads a file as it is on disk now and looks at its syntax tree. Runs in a thread of its own; fails with a reason, never
 * by throwing.
 *
 * @param docroot absolute path of the document root
 * @param helpers files whose functions read inputs by the name that they are given; too many are left out
 * @param limits for tests: milliseconds, and megabytes of heap
 */
export async function deepView(
  docroot: string,
  path: PagePath,
  helpers: readonly PagePath[] = [],
  {time = MOST_TIME, memory = MOST_MEMORY}: {time?: number; memory?: number} = {},
): Promise<DeepResult> {
  const file = diskPath(docroot, path)
  if (!existsSync(file)) return {failure: {reason: 'unreadable', message: 'The file is not there any more'}}
  const {contents, problem} = readSource(file, 0n)
  if (!contents) return {failure: {reason: 'unreadable', message: problem?.message ?? 'The file could not be read'}}
  const worker = new Worker(WORKER, {
    workerData: {contents, helpers: contentsOf(docroot, helpers)} satisfies DeepWork,
    resourceLimits: {maxOldGenerationSizeMb: memory, stackSizeMb: STACK},
  })
  const {promise, resolve} = Promise.withResolvers<DeepResult>()
  const timer = setTimeout(() => {
    resolve({failure: {reason: 'too-long', message: `php-parser took more than ${time / 1000} s`}})
  }, time)
  worker.on('message', resolve)
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const message = isMemory
      ? `php-parser took more than ${memory} MB of memory`
      : `php-parser failed: ${error.message}`
    resolve({failure: {reason: isMemory ? 'too-much-memory' : 'unexpected', message}})
  })
  worker.on('exit', () => resolve({failure: {reason: 'unexpected', message: 'php-parser ended without an answer'}}))
  const result = await promise
  clearTimeout(timer)
  await worker.terminate()
  return result
}

/** Other files, as many as are worth their time. */
function contentsOf(docroot: string, paths: readonly PagePath[]): Uint8Array[] {
  let room = MOST_HELP
  return paths.flatMap((path) => {
    const {contents} = readSource(diskPath(docroot, path), 0n)
    if (!contents || contents.length > room) return []
    room -= contents.length
    return [contents]
  })
}

/** Of source or build, as this runs. */
const WORKER = new URL(`./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
