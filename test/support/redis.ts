/** A private Redis on a UNIX socket. */
import {chmodSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {makeDirectory} from './directory.ts'
import {becomesReady, startProcess} from './process.ts'
import {findProgram} from './programs.ts'

export interface Redis {
  /** The path of its socket, which every user may use. */
  socket: string
  stop(): Promise<void>
}

/** Starts Redis with these settings; nothing is kept on disk. */
export async function startRedis(...settings: readonly string[]): Promise<Redis> {
  const {path: root, remove} = makeDirectory('redis')
  const socket = join(root, 'redis.sock')
  const options = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '777', '--save', '', '--dir', root]
  const server = startProcess(root, 'redis', findProgram('redis'), [...options, ...settings])
  if (!(await becomesReady(server, () => answers(socket)))) {
    remove()
    throw new Error(`Redis did not start: ${server.output()}`)
  }
  chmodSync(socket, 0o777)
  const stop = async (): Promise<void> => {
    await server.stop()
    remove()
  }
  return {socket, stop}
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => socket.write('PING\r\n'))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
