/** The two backends of the proof, which can be down for a while. */
import {join} from 'node:path'
import {type EchoBackend, startEcho} from '../support/fcgi-echo.ts'
import type {Backends} from './front.ts'

export interface RunningBackends extends Backends {
  /** Nobody listens any more. */
  goDown: () => Promise<void>
  /** Listens again, at the same addresses. */
  comeUp: () => Promise<void>
}

/** One on a UNIX socket in the folder, one on a port. The name of the socket has small letters only, if the folder's has. */
export async function startBackends(folder: string): Promise<RunningBackends> {
  const socket = `unix:${join(folder, 'main.sock')}` as const
  let main: EchoBackend = await startEcho(socket, 'main')
  let area: EchoBackend = await startEcho('127.0.0.1', 'area')
  const port = Number(area.address.split(':')[1])
  return {
    main: main.address,
    area: area.address,
    goDown: async () => {
      await Promise.all([main.stop(), area.stop()])
    },
    comeUp: async () => {
      main = await startEcho(socket, 'main')
      area = await startEcho(`127.0.0.1:${port}`, 'area')
    },
  }
}
