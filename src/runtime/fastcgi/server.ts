/** A FastCGI server: connections in, pages out. */
import type {Server} from 'node:net'
import type {Serve, Transport} from '../serve.ts'
import type {Patience} from '../stalls.ts'
import {streamServer} from '../stream-server.ts'
import {Connection} from './connection.ts'

/** A FastCGI responder that is not listening yet. */
export function fastcgiServer(serve: Serve, patience?: Patience): {server: Server; transport: Transport} {
  return streamServer((socket) => new Connection(socket, serve), patience)
}
