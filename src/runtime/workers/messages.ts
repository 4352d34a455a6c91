/** What the supervisor and its workers say to each other. */
import type {BackendOptions} from '../backend.ts'
import type {WorkerStatus} from '../status/types.ts'

/** Options that can be handed to another process. */
export type WorkerOptions = Omit<BackendOptions, 'db' | 'clock' | 'accessLog' | 'errorLog' | 'statusSocket'> & {
  /** Seconds that a handler may hold the processor. */
  stuckAfter: number
}

/** From a worker. */
export type FromWorker =
  | {kind: 'serving'; addresses: string[]; pages: string[]}
  | {kind: 'failed'; name: string; message: string; code: string | undefined}
  | {kind: 'status'; status: WorkerStatus}

/** To a worker. Its options come first; others could read them on its command line, and a store's password with them. */
export type ToWorker = {kind: 'start'; options: WorkerOptions} | {kind: 'status'} | {kind: 'stop'}
