/** Addresses of backends that can stand in the configuration of any web server. */
import type {Notice} from '../routes/notice.ts'

/** Where something listens: the file of a UNIX socket, or an IP address and a port. */
export type Address = {socket: string} | {host: string; port: number}

/** What Linux takes as the address of a UNIX socket, without the final NUL: unix(7), `sun_path`. */
const LONGEST_SOCKET_PATH = 107

/**
 * Reads `unix:/run/migrate/shop.sock`, `127.0.0.1:9000` or `[::1]:9000`; the host of an IPv6 address keeps its brackets.
 * A host name is refused: it would be looked up by every process of the server, and could change under it.
 */
export function parseAddress(address: string): Address | Notice {
  if (address.startsWith('unix:')) return parseSocket(address.slice('unix:'.length))
  const [, host = '', port = ''] = address.match(/^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):(\d+)$/) ?? []
  const octets = host.split('.').map(Number)
  const isAddress = host.startsWith('[') ? URL.canParse(`http://${host}/`) : octets.every((octet) => octet < 256)
  if (!host || !isAddress || Number(port) < 1 || Number(port) > 65_535) return badAddress
  return {host, port: Number(port)}
}

/** Why a name of a site can't be part of names in a configuration; `undefined` when it can. */
export function siteNameProblem(site: string): Notice | undefined {
  return /^[a-z0-9][a-z0-9-]{0,80}$/.test(site) ? undefined : badSite
}

function parseSocket(path: string): Address | Notice {
  if (!/^\/[A-Za-z0-9_/.-]+$/.test(path))
    return badSocket('has other characters than `A-Z a-z 0-9 _ / . -`, or is not absolute')
  if (path.length > LONGEST_SOCKET_PATH) return badSocket(`is longer than ${LONGEST_SOCKET_PATH} bytes`)
  return {socket: path}
}

const badSite: Notice = {
  code: 'SITE_NAME',
  reason: 'The name of the site is not made of lower-case letters, digits and dashes, 80 at most',
  remedy: 'Give the site a name such as `shop`',
}

const badAddress: Notice = {
  code: 'BACKEND_ADDRESS',
  reason: 'The address of the backend is none that a web server can be given safely',
  remedy: 'Use `unix:/run/migrate/shop.sock`, `127.0.0.1:9000` or `[::1]:9000`',
}

function badSocket(problem: string): Notice {
  return {
    code: 'SOCKET_PATH',
    reason: `The path of the backend's socket ${problem}`,
    remedy: 'Put the socket in a folder such as `/run/migrate` and set `backend.fastcgi` to it',
  }
}
