/** The places where Apache's directives can stand, and what has to stand around them. */
import type {Notice} from '../../routes/notice.ts'
import {BLOCK_BEGIN, BLOCK_END} from '../managed-block.ts'
import type {ServerConfig} from '../types.ts'
import type {ApacheBackend} from './backend.ts'
import {htaccessHeader, vhostHeader, workerHeader} from './headers.ts'
import {htaccessWarnings} from './warnings.ts'

/** From the directives of a style to a file. */
export type ApacheForm = (parts: {
  directives: readonly string[]
  /** How many pages they route. */
  pages: number
  site: string
  backend: ApacheBackend
}) => ServerConfig

/** One block for the .htaccess of the document root; nothing when no page is routed, which takes the block out. */
export const htaccess: ApacheForm = ({directives, pages}) =>
  file(
    '.htaccess',
    pages === 0 ? [] : [BLOCK_BEGIN, ...htaccessHeader, ...guarded(directives), BLOCK_END],
    htaccessWarnings(pages),
  )

/** A file to be included in the `<VirtualHost>`: the pool and the directives. */
export const vhost: ApacheForm = ({directives, site, backend}) =>
  file(`migrate-${site}.conf`, [...vhostHeader(site), ...guarded([...pool(backend), ...directives])])

/** The pool alone, for those who route in .htaccess and may put one line in the virtual host. */
export const worker: ApacheForm = ({site, backend}) =>
  file(`migrate-${site}-worker.conf`, [...workerHeader(site), ...guarded(pool(backend))])

function file(name: string, lines: readonly string[], warnings: Notice[] = []): ServerConfig {
  return {files: [{name, text: lines.map((line) => `${line}\n`).join('')}], warnings, refusals: []}
}

/** Without mod_proxy_fcgi, a `proxy:` handler would send the PHP source itself; so PHP answers as before. */
function guarded(lines: readonly string[]): string[] {
  return ['<IfModule proxy_fcgi_module>', ...lines, '</IfModule>']
}

/**
 * Connections that stay open between requests. Apache leaves a worker in the error state alone for a minute unless
 * `retry` says otherwise (ProxyPass, "retry"); with 0 a restarted backend is in use from its first moment.
 * `ProxySet`, because parameters of `<Proxy>` itself are refused for an IPv6 address: its brackets look like a pattern.
 */
function pool({worker}: ApacheBackend): string[] {
  return [`  <Proxy "${worker}">`, '    ProxySet enablereuse=on max=20 retry=0', '  </Proxy>']
}
