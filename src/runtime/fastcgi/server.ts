/** A FastCGI server: connections in, pages out. */
import {createServer, type Server, type Socket} from 'node:net'
import type {Serve, Transport} from '../serve.ts'
import {Connection} from './connection.ts'

/** A FastCGI responder that is not listening yet. */
export function fastcgiServer(serve: Serve): {server: Server; transport: Transport} {
  const connections = new Map<Socket, Connection>()
  let isClosing = false
  const server = createServer({noDelay: true, allowHalfOpen: true}, (socket) => {
    const connection = new Connection(socket, serve)
    connections.set(socket, connection)
    socket.on('close', () => connections.delete(socket))
    if (isClosing) connection.closeWhenIdle()
  })
  const close = (): Promise<void> => {
    isClosing = true
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const connection of connections.values()) connection.closeWhenIdle()
    return closed
  }
  const destroy = (): void => {
    for (const socket of connections.keys()) socket.destroy()
  }
  return {server, transport: {close, destroy}}
}
