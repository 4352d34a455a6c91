/** The thread that parses: a file that takes too much time, memory or stack ends the thread, not the command. */
import {parentPort, workerData} from 'node:worker_threads'
import {viewOf} from './view.ts'

/** What the thread is given. */
export interface DeepWork {
  contents: Uint8Array
  helpers: Uint8Array[]
}

const {contents, helpers} = workerData as DeepWork
parentPort?.postMessage(viewOf(contents, helpers))
