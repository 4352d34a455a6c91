/** A worker: a backend in a process of its own, run by the supervisor. */
import cluster from 'node:cluster'
import {type Backend, startBackend} from '../backend.ts'
import {bufferedLines} from '../buffered-lines.ts'
import type {FromWorker, ToWorker, WorkerOptions} from './messages.ts'
import {startWatchdog} from './watchdog.ts'

process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void start(message.options)
})

async function start({stuckAfter, ...options}: WorkerOptions): Promise<void> {
  try {
    const backend = await startBackend({
      ...options,
      accessLog: bufferedLines(process.stdout),
      errorLog: (line) => void process.stderr.write(`${line}\n`),
    })
    if (stuckAfter > 0) startWatchdog(stuckAfter * 1000, options.handlersDirectory)
    obey(backend)
    tell({kind: 'serving', addresses: backend.addresses, pages: backend.pages})
  } catch (error) {
    const {name, message, code} = error as NodeJS.ErrnoException
    tell({kind: 'failed', name, message, code})
    process.disconnect()
  }
}

/** Stops when it is told to, or when nobody is left to tell it; says how it is when asked. */
function obey(backend: Backend): void {
  const stop = (): void => void backend.close().then(() => process.exit(0))
  // A terminal sends Ctrl-C to all: the supervisor says when to end.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', stop)
  cluster.worker?.once('disconnect', () => {
    // Without this cluster ends the process at once, and the requests under way with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true
    stop()
  })
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') stop()
    else if (message.kind === 'status')
      void backend.status().then(({workers: [status]}) => status && tell({kind: 'status', status}))
  })
}

function tell(message: FromWorker): void {
  process.send?.(message)
}
