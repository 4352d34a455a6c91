/** Addresses that a backend may listen on, and how it takes them. */
import cluster from 'node:cluster'
import {chmodSync, chownSync, lstatSync, unlinkSync} from 'node:fs'
import {type AddressInfo, connect, isIPv6, type Server} from 'node:net'
import type {SocketFile} from './socket-file.ts'

/** `unix:/run/site.sock`, or a port of the loopback: `127.0.0.1:9000`, `[::1]:9000`, `localhost:9000`. */
export type Address = string

/** Connections that wait to be taken; the kernel's own limit (`net.core.somaxconn`) is as much or less. */
const BACKLOG = 4096

type ParsedAddress = {path: string} | {host: string; port: number}

/** Reads an address. Throws a RangeError for one that others than this machine could reach. */
export function parseAddress(address: Address): ParsedAddress {
  if (address.startsWith('unix:')) {
    const path = address.slice('unix:'.length)
    if (!path.startsWith('/'))
      throw new RangeError(`\`${address}\` has no absolute path, as in \`unix:/run/site.sock\``)
    return {path}
  }
  const match = /^(?:\[([0-9a-f:]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(address)
  const host = match?.[1] ?? match?.[2] ?? ''
  const port = Number(match?.[3])
  if (match === null || port > 65_535) {
    throw new RangeError(`\`${address}\` is no address: it is \`unix:/path\` or \`127.0.0.1:port\``)
  }
  if (host !== 'localhost' && host !== '::1' && !/^127(?:\.\d{1,3}){3}$/.test(host)) {
    throw new RangeError(
      `\`${address}\` can be reached from outside: the backend listens on the loopback or a UNIX socket`,
    )
  }
  return {host, port}
}

/**
 * Listens on an address; gives the address with the port that port 0 became. A socket file that nobody listens on is
 * replaced. Throws when another process listens there, when the path is not a socket, or when this user may not give it
 * to the owner that is wanted.
 */
export async function listen(server: Server, address: Address, socketFile: SocketFile): Promise<Address> {
  const parsed = parseAddress(address)
  // Workers share a socket: the supervisor looks before it starts them.
  if ('path' in parsed && cluster.isPrimary) await removeStaleSocket(parsed.path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({...parsed, backlog: BACKLOG}, () => {
      server.off('error', reject)
      resolve()
    })
  })
  if ('path' in parsed) {
    try {
      admit(parsed.path, socketFile)
    } catch (error) {
      server.close()
      throw error
    }
    return address
  }
  const {address: host, port} = server.address() as AddressInfo
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
}

/** Owner before mode: a mode that is meant for the new group must not open the socket to the old one. */
function admit(path: string, {mode, owner}: SocketFile): void {
  if (owner !== undefined) chownSync(path, owner.uid, owner.gid)
  chmodSync(path, mode)
}

/** Removes a socket file that nobody listens on. Throws when somebody does, or when it is another file. */
export async function removeStaleSocket(path: string): Promise<void> {
  const stat = lstatSync(path, {throwIfNoEntry: false})
  if (stat === undefined) return
  if (!stat.isSocket()) throw new Error(`\`${path}\` exists and is not a socket`)
  if (await isAlive(path)) throw new Error(`Another process listens on \`${path}\``)
  unlinkSync(path)
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false)
      else reject(error)
    })
  })
}
