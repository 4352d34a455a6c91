/** What a backend says of itself, on a socket of its own: one connection, one line of JSON. */
import {once} from 'node:events'
import {chmodSync} from 'node:fs'
import {connect, createServer} from 'node:net'
import {removeStaleSocket} from '../listen.ts'
import type {BackendStatus} from './types.ts'

/** Longer than a backend takes to ask its workers. */
const ANSWER_TIMEOUT = 3000

/**
 * Answers who connects to the UNIX socket with the present status; gives a function that ends it. A backend serves also
 * without: why it can't listen there goes to `log`.
 */
export async function serveStatus(
  path: string,
  status: () => Promise<BackendStatus>,
  log: (text: string) => void,
): Promise<() => void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    void status().then((known) => socket.end(`${JSON.stringify(known)}\n`))
  })
  try {
    await removeStaleSocket(path)
    server.listen(path)
    await once(server, 'listening')
    chmodSync(path, 0o600)
    server.unref()
  } catch (error) {
    log(`status - \`serve --status\` can't be asked: ${(error as Error).message}`)
  }
  return () => server.close()
}

/** Asks a backend how it is. Rejects when none listens there, with the system's error. */
export function askStatus(path: string): Promise<BackendStatus> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let text = ''
    socket.setEncoding('utf8')
    socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy(new Error('The backend does not answer')))
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', reject)
    socket.on('end', () => resolve(JSON.parse(text) as BackendStatus))
  })
}
