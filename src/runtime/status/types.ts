/** What a backend says of itself. */

/** Requests of one page. */
export interface PageActivity {
  requests: number
  /** Of these, answered with a status of 500 and above. */
  errors: number
  /** Of these, left to PHP. */
  leftToPhp: number
  /** All of them together. */
  milliseconds: number
  slowestMilliseconds: number
  /** When the last one ended, in milliseconds since 1970. */
  lastAt: number
}

/** One process that answers requests. */
export interface WorkerStatus {
  pid: number
  /** In milliseconds since 1970. */
  startedAt: number
  /** `false` for a worker that does not answer: it is busy, or stuck. */
  isAnswering: boolean
  inFlight: number
  /** Bytes of memory. */
  memory: number
  pages: Record<string, PageActivity>
}

/** A backend and its processes. */
export interface BackendStatus {
  /** The process that signals go to. */
  pid: number
  /** In milliseconds since 1970. */
  startedAt: number
  addresses: string[]
  /** Pages that have a handler. */
  handlers: number
  workers: WorkerStatus[]
  /** Workers that ended without being told to, and were replaced. */
  restarts: number
  /** Of all workers there were, those that ended too. */
  pages: Record<string, PageActivity>
}
