/** Several workers on the same addresses: one that ends is replaced, and the site is served on. */
import cluster from 'node:cluster'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import type {Backend} from '../backend.ts'
import {parseAddress, removeStaleSocket} from '../listen.ts'
import {logLine} from '../log.ts'
import {sumActivity} from '../status/activity.ts'
import {serveStatus} from '../status/socket.ts'
import type {BackendStatus, PageActivity} from '../status/types.ts'
import type {WorkerOptions} from './messages.ts'
import {WorkerProcess} from './worker-process.ts'

/** A backend of several processes. */
export type Supervisor = Omit<Backend, 'check' | 'serve'> & {
  /** Replaces every worker, one after the other, by one with the handlers as they are now; no request is dropped. */
  renew(): Promise<void>
}

interface Supervision {
  workers: number
  /** A UNIX socket that tells the status. */
  statusSocket: string | undefined
  /** Takes one line per event. */
  log(line: string): void
}

/** A worker that lives shorter than this, in milliseconds, ended of something that the next one will meet too. */
const SHORT_LIFE = 2000
const LONGEST_PAUSE = 5000

/** Starts the workers and waits until all serve. Throws what the first that cannot start says. */
export async function supervise(
  options: WorkerOptions,
  {workers, statusSocket, log}: Supervision,
): Promise<Supervisor> {
  for (const {address} of options.listen) {
    const parsed = parseAddress(address)
    if ('path' in parsed) await removeStaleSocket(parsed.path)
  }
  // The kernel gives connections to whoever takes them, so a worker that is stuck gets none.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
  cluster.setupPrimary({exec: fileURLToPath(new URL(file, import.meta.url)), args: []})
  return new Workers(options, workers, log).start(statusSocket)
}

class Workers implements Supervisor {
  addresses: string[] = []
  pages: string[] = []
  readonly #options: WorkerOptions
  readonly #count: number
  readonly #log: (line: string) => void
  readonly #startedAt = Date.now()
  #running: WorkerProcess[] = []
  #restarts = 0
  /** Workers in a row that lived shortly. */
  #shortLives = 0
  #past: Record<string, PageActivity> = {}
  #isClosing = false
  #closeStatus: () => void = () => undefined

  constructor(options: WorkerOptions, count: number, log: (line: string) => void) {
    this.#options = options
    this.#count = count
    this.#log = log
  }

  async start(statusSocket: string | undefined): Promise<this> {
    try {
      const workers = Array.from({length: this.#count}, () => this.#fork())
      const [first] = await Promise.all(workers.map(({serving}) => serving))
      this.addresses = first?.addresses ?? []
      this.pages = first?.pages ?? []
      if (statusSocket !== undefined) {
        this.#closeStatus = await serveStatus(
          statusSocket,
          () => this.status(),
          (text) => this.#say(text),
        )
      }
      return this
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async status(): Promise<BackendStatus> {
    const workers = await Promise.all(this.#running.map((worker) => worker.status()))
    return {
      pid: process.pid,
      startedAt: this.#startedAt,
      addresses: this.addresses,
      handlers: this.pages.length,
      workers,
      restarts: this.#restarts,
      pages: sumActivity([this.#past, ...workers.map(({pages}) => pages)]),
    }
  }

  async renew(): Promise<void> {
    for (const old of [...this.#running]) {
      const next = this.#fork()
      try {
        this.pages = (await next.serving).pages
      } catch (error) {
        this.#say(`the old workers go on: ${(error as Error).message}`)
        return
      }
      await old.status()
      await old.stop(this.#deadline)
    }
    this.#say(`${this.#count} new workers, ${this.pages.length} pages`)
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#closeStatus()
    await Promise.all(this.#running.map((worker) => worker.stop(this.#deadline)))
  }

  /** A little longer than a worker gives its requests. */
  get #deadline(): number {
    return (this.#options.closeTimeout ?? 10_000) + 1000
  }

  #fork(): WorkerProcess {
    const worker = new WorkerProcess(this.#options)
    this.#running.push(worker)
    void worker.ended.then((how) => this.#replace(worker, how))
    return worker
  }

  async #replace(worker: WorkerProcess, how: string): Promise<void> {
    this.#running = this.#running.filter((other) => other !== worker)
    this.#past = sumActivity([this.#past, worker.lastStatus.pages])
    if (worker.isStopping || this.#isClosing || this.addresses.length === 0) return
    this.#restarts++
    const isShort = Date.now() - worker.startedAt < SHORT_LIFE
    this.#shortLives = isShort ? this.#shortLives + 1 : 0
    this.#say(`worker ${worker.pid} ended (${how}); a new one starts`)
    if (isShort) await sleep(Math.min(LONGEST_PAUSE, 50 * 2 ** this.#shortLives))
    if (!this.#isClosing && this.#running.length < this.#count) this.#fork()
  }

  #say(text: string): void {
    this.#log(logLine(`workers ${text}`))
  }
}
