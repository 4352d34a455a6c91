/** Reads the files that changed, and finds their facts; of the others the facts are known. */
import {setImmediate} from 'node:timers/promises'
import type {PagePath} from '../page.ts'
import {type AnalysedBatch, analysePacked, Batch} from './analysis/batch.ts'
import {AnalysisWorkers} from './analysis/workers.ts'
import {diskPath} from './disk-path.ts'
import {isSameStat, readSource} from './read-source.ts'
import {siteFactsOf} from './stored-facts.ts'
import type {SeenFile} from './tree.ts'
import type {PreviousFile, ScanOptions, SiteFacts, SourceFile} from './types.ts'
import {keepHeapSmall} from './v8-settings.ts'

/** A file of the site, with the hash of its contents when it could be read. */
export interface KnownFile extends SourceFile {
  hash?: string
}

/** Bytes to read from which more threads are worth starting: on less, each of them would run code that is still cold. */
const MUCH = 8e6
/** Bytes to read from which the memory matters more than the time. */
const VERY_MUCH = 100e6
/** Milliseconds after which other work gets its turn: answers of workers, progress, and the signal. */
const TURN = 40

interface Options extends Pick<ScanOptions, 'memory' | 'onProgress' | 'signal'> {
  /** Called for every file with facts, in the order of the files, as soon as all before it are known. */
  onFacts: (path: PagePath, facts: SiteFacts) => void
}

/**
 * Gives every file its facts, in order, and how many were read.
 *
 * @throws the signal's reason when it is aborted
 */
export async function readFiles(
  docroot: string,
  seen: readonly SeenFile[],
  startedAt: bigint,
  options: Options,
): Promise<{files: KnownFile[]; read: number}> {
  options.signal?.throwIfAborted()
  const reading = new Reading(docroot, startedAt, seen, options)
  try {
    for (const file of seen) await reading.add(file)
    await reading.end()
    return reading
  } finally {
    reading.stop()
  }
}

type FileToAnalyse = KnownFile & {hash: string}

class Reading {
  readonly files: KnownFile[] = []
  read = 0
  private readonly docroot: string
  private readonly startedAt: bigint
  private readonly total: number
  private readonly options: Options
  private readonly previous: ReadonlyMap<string, PreviousFile>
  private readonly answers = new Set<Promise<void>>()
  private readonly workers: AnalysisWorkers | undefined
  private batch = new Batch<FileToAnalyse>()
  /** Memory of batches that are done. */
  private readonly free: AnalysedBatch['bytes'][] = []
  private turn = performance.now()
  private done = 0
  /** Facts of files that were not told of yet. */
  private readonly facts = new Map<KnownFile, SiteFacts>()
  /** Files that wait for their facts. */
  private readonly waiting = new Set<KnownFile>()
  /** Files before this one were told of. */
  private told = 0

  constructor(docroot: string, startedAt: bigint, seen: readonly SeenFile[], options: Options) {
    this.docroot = docroot
    this.startedAt = startedAt
    this.total = seen.length
    this.options = options
    this.previous = options.memory.files()
    const bytes = bytesToRead(seen, this.previous)
    if (bytes > VERY_MUCH) keepHeapSmall()
    if (bytes > MUCH) this.workers = new AnalysisWorkers()
  }

  async add(seen: SeenFile): Promise<void> {
    const file = this.known(seen, this.previous.get(seen.path))
    this.files.push(file)
    if (this.batch.isFull()) await this.analyse()
    else if (performance.now() - this.turn > TURN) await this.giveTurn()
  }

  async end(): Promise<void> {
    await this.analyse()
    await Promise.all(this.answers)
    this.tell()
    this.options.onProgress?.(this.total, this.total)
  }

  stop(): void {
    this.workers?.stop()
  }

  private readonly space = (size: number): Buffer => this.batch.space(size)

  private known({stat, ...seen}: SeenFile, before: PreviousFile | undefined): KnownFile {
    // Something is wrong with it: what was known stays known.
    if (!stat) return this.kept(seen, before)
    if (before?.hash !== undefined && isSameStat(before.stat, stat)) {
      const facts = this.options.memory.siteFacts(before.hash)
      this.done++
      if (facts) return this.withFacts({...seen, stat, hash: before.hash}, facts)
    }
    const source = readSource(diskPath(this.docroot, seen.path), this.startedAt, this.space)
    const file: KnownFile = {...seen, ...(source.stat ? {stat: source.stat} : {})}
    if (source.problem) return this.kept({...file, problems: [...seen.problems, source.problem]}, before)
    const {contents, hash} = source
    if (!contents || hash === undefined) return file
    this.read++
    const facts = this.options.memory.siteFacts(hash)
    if (facts) return this.withFacts({...file, hash}, facts)
    const unknown: FileToAnalyse = {...file, hash}
    this.batch.add(unknown, contents.length)
    this.waiting.add(unknown)
    return unknown
  }

  private kept(file: KnownFile, before: PreviousFile | undefined): KnownFile {
    this.done++
    if (before?.hash === undefined) return file
    const facts = this.options.memory.siteFacts(before.hash)
    return this.withFacts({...file, hash: before.hash}, facts)
  }

  private withFacts(file: KnownFile, facts: SiteFacts | undefined): KnownFile {
    if (facts) this.facts.set(file, facts)
    return file
  }

  private async analyse(): Promise<void> {
    const {batch} = this
    const elsewhere = this.workers?.analyse(batch)
    if (elsewhere) {
      const answer = elsewhere.then((analysed) => this.keep(batch.files, analysed))
      this.answers.add(answer)
      void answer.finally(() => this.answers.delete(answer)).catch(() => {})
    } else this.keep(batch.files, analysePacked(batch.pack()))
    this.batch = new Batch(this.free.pop())
    await this.giveTurn()
  }

  private keep(files: readonly FileToAnalyse[], {facts: all, bytes}: AnalysedBatch): void {
    this.free.push(bytes)
    for (const [index, facts] of all.entries()) {
      const file = files[index] as FileToAnalyse
      this.facts.set(file, siteFactsOf(facts))
      this.waiting.delete(file)
      this.options.memory.keep(file.hash, facts)
    }
    this.done += files.length
  }

  private tell(): void {
    for (; this.told < this.files.length; this.told++) {
      const file = this.files[this.told] as KnownFile
      if (this.waiting.has(file)) return
      const facts = this.facts.get(file)
      if (!facts) continue
      this.facts.delete(file)
      this.options.onFacts(file.path, facts)
    }
  }

  private async giveTurn(): Promise<void> {
    this.tell()
    this.options.onProgress?.(this.done, this.total)
    await setImmediate()
    this.options.signal?.throwIfAborted()
    this.turn = performance.now()
  }
}

function bytesToRead(seen: readonly SeenFile[], previous: ReadonlyMap<string, PreviousFile>): number {
  let bytes = 0
  for (const {path, stat} of seen) if (stat && !isSameStat(previous.get(path)?.stat, stat)) bytes += stat.size
  return bytes
}
