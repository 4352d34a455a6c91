/** One worker as the supervisor sees it. */
import cluster, {type Worker} from 'node:cluster'
import type {WorkerStatus} from '../status/types.ts'
import type {FromWorker, ToWorker, WorkerOptions} from './messages.ts'

/** How long a worker may take to say how it is, in milliseconds. */
const STATUS_TIMEOUT = 500

export class WorkerProcess {
  readonly startedAt = Date.now()
  /** Resolves when it serves; rejects with why it cannot. */
  readonly serving: Promise<{addresses: string[]; pages: string[]}>
  /** How it ended: `exit status 1`, `SIGKILL`. */
  readonly ended: Promise<string>
  /** Whether it was told to stop. */
  isStopping = false
  #isServing = false
  #status: WorkerStatus
  readonly #worker: Worker

  constructor(options: WorkerOptions) {
    const worker = cluster.fork()
    this.#worker = worker
    this.#tell({kind: 'start', options})
    this.#status = {pid: this.pid, startedAt: this.startedAt, isAnswering: false, inFlight: 0, memory: 0, pages: {}}
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code, signal) => resolve(signal || `exit status ${code}`))
    })
    this.serving = new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'serving') {
          this.#isServing = true
          resolve(message)
        } else if (message.kind === 'failed') reject(errorOf(message))
        else this.#status = message.status
      })
      void this.ended.then((how) => reject(new Error(`A worker ended as it began: ${how}`)))
    })
    // Who started it learns of it.
    this.serving.catch(() => undefined)
  }

  get pid(): number {
    return this.#worker.process.pid ?? 0
  }

  /** What it last said of itself; asks it first. */
  async status(): Promise<WorkerStatus> {
    const asked = this.#status
    this.#tell({kind: 'status'})
    const until = performance.now() + STATUS_TIMEOUT
    while (this.#status === asked && performance.now() < until) await new Promise((done) => setTimeout(done, 5))
    return this.#status === asked ? {...asked, isAnswering: false} : this.#status
  }

  /** What it last said of itself, without asking. */
  get lastStatus(): WorkerStatus {
    return this.#status
  }

  /** Lets it answer what is under way, and ends it after `deadline` milliseconds; at once when it does not serve yet. */
  async stop(deadline: number): Promise<void> {
    this.isStopping = true
    if (this.#isServing) this.#tell({kind: 'stop'})
    else this.#worker.process.kill('SIGKILL')
    const timer = setTimeout(() => this.#worker.process.kill('SIGKILL'), deadline)
    await this.ended
    clearTimeout(timer)
  }

  #tell(message: ToWorker): void {
    // One that is just ending can't be told anything.
    if (this.#worker.isConnected()) this.#worker.send(message, () => undefined)
  }
}

/** An error of another process, of the kind that it was there. */
function errorOf({name, message, code}: FromWorker & {kind: 'failed'}): Error {
  const error = name === 'RangeError' ? new RangeError(message) : new Error(message)
  return code === undefined ? error : Object.assign(error, {code})
}
