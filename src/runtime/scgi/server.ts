/** An SCGI server: connections in, pages out. */
import type {Server} from 'node:net'
import type {Serve, Transport} from '../serve.ts'
import type {Patience} from '../stalls.ts'
import {streamServer} from '../stream-server.ts'
import {ScgiConnection} from './connection.ts'

/** An SCGI server that is not listening yet. */
export function scgiServer(serve: Serve, patience?: Patience): {server: Server; transport: Transport} {
  return streamServer((socket) => new ScgiConnection(socket, serve), patience)
}
