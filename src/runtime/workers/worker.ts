/** A worker: a backend in a process of its own, run by the supervisor. */
import cluster from 'node:cluster'
import {startBackend} from '../backend.ts'
import {bufferedLines} from '../buffered-lines.ts'
import type {FromWorker, ToWorker, WorkerOptions} from './messages.ts'
import {startWatchdog} from './watchdog.ts'

const {stuckAfter, ...options} = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions

try {
  const backend = await startBackend({
    ...options,
    accessLog: bufferedLines(process.stdout),
    errorLog: (line) => void process.stderr.write(`${line}\n`),
  })
  if (stuckAfter > 0) startWatchdog(stuckAfter * 1000, options.handlersDirectory)
  const stop = (): void => void backend.close().then(() => process.exit(0))
  // A terminal sends Ctrl-C to all: the supervisor says when to end.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', stop)
  cluster.worker?.once('disconnect', () => {
    // The supervisor is gone. Without this cluster ends the process at once, and the requests under way with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true
    stop()
  })
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') stop()
    else void backend.status().then(({workers: [status]}) => status && tell({kind: 'status', status}))
  })
  tell({kind: 'serving', addresses: backend.addresses, pages: backend.pages})
} catch (error) {
  const {name, message, code} = error as NodeJS.ErrnoException
  tell({kind: 'failed', name, message, code})
  process.disconnect()
}

function tell(message: FromWorker): void {
  process.send?.(message)
}
