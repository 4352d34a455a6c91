/** Where Apache reaches the backend, in Apache's words. */
import type {Notice} from '../../routes/notice.ts'

/** A FastCGI backend as `SetHandler` and `<Proxy>` name it. */
export interface ApacheBackend {
  /** The argument of `<Proxy>`: `unix:/run/migrate/shop.sock|fcgi://migrate-shop`. */
  worker: string
  /** The argument of `SetHandler`: the worker after `proxy:`. */
  handler: string
  /** The name of a balancer of this backend and what stands in for it: `balancer://migrate-shop`. */
  balancer: string
}

/** What Linux takes as the address of a UNIX socket, without the final NUL: unix(7), `sun_path`. */
const LONGEST_SOCKET_PATH = 107

/**
 * The backend behind an address. Its name after `fcgi://` is the site's own: workers of one name share connections, and
 * `fcgi://localhost` is what most hosts call their PHP-FPM.
 */
export function apacheBackend(address: string, site: string): ApacheBackend | Notice {
  if (!/^[a-z0-9][a-z0-9-]{0,80}$/.test(site)) return badSite
  const worker = address.startsWith('unix:') ? socketWorker(address, site) : tcpWorker(address)
  return typeof worker === 'string'
    ? {worker, handler: `proxy:${worker}`, balancer: `balancer://migrate-${site}`}
    : worker
}

function socketWorker(address: string, site: string): string | Notice {
  const path = address.slice('unix:'.length)
  if (!/^\/[A-Za-z0-9_/.-]+$/.test(path))
    return badSocket('has other characters than `A-Z a-z 0-9 _ / . -`, or is not absolute')
  if (path.length > LONGEST_SOCKET_PATH) return badSocket(`is longer than ${LONGEST_SOCKET_PATH} bytes`)
  return `unix:${path}|fcgi://migrate-${site}`
}

/** Addresses only: a host name would be looked up by every Apache process, and could change under it. */
function tcpWorker(address: string): string | Notice {
  const [, host = '', port = ''] = address.match(/^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\]):(\d+)$/) ?? []
  const octets = host.split('.').map(Number)
  const isAddress = host.startsWith('[') ? URL.canParse(`http://${host}/`) : octets.every((octet) => octet < 256)
  if (!host || !isAddress || Number(port) < 1 || Number(port) > 65_535) return badAddress
  return `fcgi://${host}:${Number(port)}`
}

const badSite: Notice = {
  code: 'SITE_NAME',
  reason: 'The name of the site is not made of lower-case letters, digits and dashes, 80 at most',
  remedy: 'Give the site a name such as `shop`',
}

const badAddress: Notice = {
  code: 'BACKEND_ADDRESS',
  reason: 'The address of the backend is none that Apache can be given safely',
  remedy: 'Use `unix:/run/migrate/shop.sock`, `127.0.0.1:9000` or `[::1]:9000`',
}

function badSocket(problem: string): Notice {
  return {
    code: 'SOCKET_PATH',
    reason: `The path of the backend's socket ${problem}`,
    remedy: 'Put the socket in a folder such as `/run/migrate` and set `backend.fastcgi` to it',
  }
}
