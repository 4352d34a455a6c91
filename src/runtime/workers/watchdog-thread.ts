/** The thread of the watchdog: it looks for signs of life of the main thread. */
import {writeSync} from 'node:fs'
import {Session} from 'node:inspector'
import {fileURLToPath} from 'node:url'
import {workerData} from 'node:worker_threads'
import {logLine} from '../log.ts'
import {BEAT, type Watched} from './watchdog.ts'

const {beats, stuckAfter, handlersDirectory} = workerData as Watched
/** How long the debugger may take to stop the main thread, in milliseconds; native code is not stopped. */
const PATIENCE = 1000

let last = Atomics.load(beats, 0)
let lastAt = performance.now()
const looking = setInterval(() => {
  const now = Atomics.load(beats, 0)
  if (now !== last) {
    last = now
    lastAt = performance.now()
  } else if (performance.now() - lastAt > stuckAfter) {
    clearInterval(looking)
    findPlace()
  }
}, BEAT)

/** Stops the main thread in the debugger, to learn where it is. */
function findPlace(): void {
  const files = new Map<string, string>()
  const session = new Session()
  session.connectToMainThread()
  session.on('Debugger.scriptParsed', ({params}) => files.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({params}) => {
    const places = params.callFrames.map(({location}) => ({
      file: pathOf(files.get(location.scriptId) ?? ''),
      line: location.lineNumber + 1,
    }))
    const place = places.find(({file}) => file.startsWith(`${handlersDirectory}/`)) ?? places[0]
    end(place ? `${place.file}:${place.line}` : 'an unknown place')
  })
  session.post('Debugger.enable', () => session.post('Debugger.pause'))
  setTimeout(() => end('code outside JavaScript'), PATIENCE)
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*$/, '')) : url
}

/** The main thread can't write any more, so this one does. */
function end(place: string): void {
  const seconds = (stuckAfter / 1000).toFixed(0)
  const message = `stuck - a handler held the processor for ${seconds} s; its worker is replaced (${place})`
  writeSync(2, `${logLine(message)}\n`)
  process.kill(process.pid, 'SIGKILL')
}
