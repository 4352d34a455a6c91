/** Ends connections whose peer stalls: it begins a request and does not finish it, or does not read the answer. */
import type {Socket} from 'node:net'

/** How long a peer may take, in milliseconds. */
export interface Patience {
  /** For all of what comes before the body, however it trickles in. */
  head: number
  /** Between two pieces of a body. */
  body: number
  /** Between two pieces of an answer that it takes. */
  answer: number
}

/** More than web servers wait for their own clients, who are behind every pause. */
export const PATIENCE: Patience = {head: 60_000, body: 300_000, answer: 300_000}

/** A connection as the watch sees it. */
export interface Watched {
  readonly socket: Socket
  /** What the peer owes us; `undefined` when we owe something, or nobody does. */
  readonly owes: keyof Patience | undefined
  /** Changes with every request. */
  readonly requests: number
}

interface Stall {
  owes: keyof Patience | undefined
  progress: number
  since: number
}

/**
 * Looks at all connections from time to time, so that requests that do not stall cost nothing. Gives the function that
 * ends the watch.
 */
export function watchStalls(connections: Iterable<Watched>, patience: Patience): () => void {
  const stalls = new WeakMap<Watched, Stall>()
  const interval = Math.max(10, Math.min(patience.head, patience.body, patience.answer) / 6)
  const timer = setInterval(() => {
    const now = performance.now()
    for (const connection of connections) {
      const {socket, owes, requests} = connection
      // Bytes that trickle in are no excuse for a head.
      const progress = owes === 'head' ? requests : socket.bytesRead + bytesTaken(socket)
      const stall = stalls.get(connection)
      if (owes === undefined || stall?.owes !== owes || stall.progress !== progress) {
        stalls.set(connection, {owes, progress, since: now})
      } else if (now - stall.since > patience[owes]) {
        socket.destroy()
      }
    }
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

/** Bytes that have left this process. */
function bytesTaken(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}
