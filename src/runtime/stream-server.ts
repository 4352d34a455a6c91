/** What FastCGI and SCGI have in common: connections of a web server, counted, watched, and ended in order. */
import {readFileSync} from 'node:fs'
import {createServer, type Server, type Socket} from 'node:net'
import type {Transport} from './serve.ts'
import {PATIENCE, type Patience, type Watched, watchStalls} from './stalls.ts'

/** A connection of one protocol. */
export interface ServedConnection extends Watched {
  /** Ends the connection as soon as no request is under way. */
  closeWhenIdle(): void
}

/** A server that is not listening yet; `accept` makes a connection of a protocol for every socket. */
export function streamServer(
  accept: (socket: Socket) => ServedConnection,
  patience: Patience = PATIENCE,
): {server: Server; transport: Transport} {
  const connections = new Set<ServedConnection>()
  let isClosing = false
  const server = createServer({noDelay: true, allowHalfOpen: true}, (socket) => {
    const connection = accept(socket)
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
    if (isClosing) leave(connection)
  })
  server.maxConnections = connectionLimit()
  const endWatch = watchStalls(connections, patience)
  const close = async (): Promise<void> => {
    isClosing = true
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const connection of connections) leave(connection)
    await closed
    endWatch()
  }
  const destroy = (): void => {
    for (const {socket} of connections) socket.destroy()
  }
  return {server, transport: {close, destroy}}
}

/** How long a new connection may take to ask when the server is told to end, in milliseconds. */
const FIRST_REQUEST = 500

/** What just came in has a request on its way: it is answered first. */
function leave(connection: ServedConnection): void {
  if (connection.owes !== 'head') connection.closeWhenIdle()
  else setTimeout(() => connection.closeWhenIdle(), FIRST_REQUEST)
}

/** As many connections as leave a tenth of the files that this process may open to what pages open. */
export function connectionLimit(): number {
  let limits = ''
  try {
    limits = readFileSync('/proc/self/limits', 'latin1')
  } catch {
    // Not Linux: the usual limit there.
  }
  const files = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? 1024)
  return files - Math.max(64, Math.ceil(files / 10))
}
