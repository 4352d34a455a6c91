/** The legacy upstream: the PHP that a request is handed on to, when its page is not, or not wholly, in TypeScript. */
import type {RequestBody} from '../input/request-body.ts'
import type {CgiParameters} from '../input/server.ts'
import type {PageResponse} from '../run-page.ts'

/** A request as it came, for PHP. */
export interface UpstreamRequest {
  /** What the web server said, with SCRIPT_FILENAME as a plain path. */
  parameters: CgiParameters
  /** The upstream closes it. */
  body: RequestBody
  /** Takes what PHP writes to its error stream. */
  onMessage?: (text: string) => void
}

/** The PHP of a site. */
export interface Upstream {
  /** PHP's answer. Rejects with an {@link UpstreamError} when there is none; a body that breaks off throws later. */
  ask(request: UpstreamRequest): Promise<PageResponse>
  /** Whether a request is one that was handed on already: what should be PHP sent it back. */
  cameBack(parameters: CgiParameters): boolean
}

/** Where PHP is. */
export interface LegacySettings {
  /** PHP-FPM: `unix:/run/php/php8.2-fpm.sock` or `127.0.0.1:9000`. */
  fastcgi?: string
  /** A virtual host in which every page is PHP's: `http://127.0.0.1:8081`. */
  http?: string
  /** How long PHP may be silent, in milliseconds; 60,000 when absent. */
  timeout?: number
}

/** PHP did not answer. */
export class UpstreamError extends Error {
  readonly kind: 'unreachable' | 'timeout' | 'broken'

  constructor(kind: 'unreachable' | 'timeout' | 'broken', message: string) {
    super(message)
    this.name = 'UpstreamError'
    this.kind = kind
  }
}

/** A socket or a host and port. */
export type ParsedUpstream = {path: string} | {host: string; port: number}

/** Reads the address of PHP-FPM; it may be on another machine. Throws a RangeError for what is none. */
export function parseUpstream(address: string): ParsedUpstream {
  if (address.startsWith('unix:/')) return {path: address.slice('unix:'.length)}
  const match = /^(?:\[([0-9a-f:]+)\]|([^:[\]/]+)):(\d{1,5})$/i.exec(address)
  const host = match?.[1] ?? match?.[2]
  if (host !== undefined) return {host, port: Number(match?.[3])}
  throw new RangeError(`\`${address}\` is no address of PHP-FPM: it is \`unix:/path\` or \`host:port\``)
}
