/** Worker threads that analyse batches of files. */
import {getCompileCacheDir} from 'node:module'
import {availableParallelism} from 'node:os'
import {dirname} from 'node:path'
import {Worker} from 'node:worker_threads'
import type {AnalysedBatch, Batch} from './batch.ts'

/** More would wait for the thread that reads the files and writes the ledger. */
const MOST = 3
/** Batches that wait at a worker, so that it never waits itself. */
const AHEAD = 3

interface Running {
  worker: Worker
  /** Who waits for the answers, in the order of the batches. */
  waiting: {done: (analysed: AnalysedBatch) => void; failed: (error: Error) => void}[]
}

/** As many workers as there are processors besides the one that this thread uses; none on a machine with one. */
export class AnalysisWorkers {
  private readonly running: Running[]

  constructor() {
    this.running = Array.from({length: Math.min(MOST, availableParallelism() - 1)}, start)
  }

  /** Gives a batch to a worker that has little to do; `undefined` when all of them are busy, and nothing was done. */
  analyse(batch: Batch<unknown>): Promise<AnalysedBatch> | undefined {
    const free = this.running.find(({waiting}) => waiting.length < AHEAD)
    if (!free) return undefined
    const packed = batch.pack()
    free.worker.postMessage(packed, [packed.bytes.buffer])
    return new Promise((done, failed) => free.waiting.push({done, failed}))
  }

  /** Stops the workers, whatever they do. */
  stop(): void {
    for (const {worker} of this.running) void worker.terminate()
  }
}

function start(): Running {
  // The worker beside this file, as source or as it was built.
  const file = import.meta.url.endsWith('.ts') ? 'worker.ts' : 'worker.js'
  const worker = new Worker(new URL(file, import.meta.url), {env: withCompileCache(process.env)})
  const running: Running = {worker, waiting: []}
  worker.unref()
  worker.on('message', (analysed: AnalysedBatch) => running.waiting.shift()?.done(analysed))
  worker.on('error', (error) => {
    for (const {failed} of running.waiting.splice(0)) failed(error)
  })
  return running
}

/** A thread compiles all of its code anew unless its environment says where the main thread keeps what it compiled. */
function withCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Below the directory that Node is given, each of its versions has one.
  const directory = getCompileCacheDir()
  return directory === undefined ? env : {...env, NODE_COMPILE_CACHE: dirname(directory)}
}
