/** The places where Apache's directives can stand, and what has to stand around them. */
import {blockFile} from '../block.ts'
import type {ServerConfigFile} from '../types.ts'
import {htaccessHeader, vhostHeader, workerHeader} from './headers.ts'
import {BALANCER_MODULES, pools} from './pool.ts'
import type {ApacheSite} from './site.ts'
import {type ApacheStyle, type ApacheText, modulesOf} from './style.ts'

/** From the directives of a style to a file. */
export type ApacheForm = (site: ApacheSite, style: ApacheStyle, text: ApacheText) => ServerConfigFile

/** One block for the .htaccess of the document root; nothing when no page is routed, which takes the block out. */
export const htaccess: ApacheForm = (site, style, {directives}) => {
  const isNeeded = site.routes.length > 0 || style.constant === true
  const block = blockFile('.htaccess', htaccessHeader(style), guarded(site, style, directives), pagesOf(site, style))
  return {...block, text: isNeeded ? block.text : '', place: style.place}
}

/** A file to be included in the `<VirtualHost>`, or a block in it: the pool and the directives. */
export const vhost: ApacheForm = (site, style, {directives}) => {
  const body = guarded(site, style, [...poolsOf(site, style), ...directives])
  return blockFile(`migrate-${site.name}.conf`, vhostHeader(site.name, style), body, pagesOf(site, style))
}

/** What the block in a .htaccess needs or wants in the virtual host: the pool, and what the style declares there. */
export const worker: ApacheForm = (site, style, {server = []}) => {
  const body = guarded(site, style, [...poolsOf(site, style), ...server])
  return blockFile(`migrate-${site.name}-worker.conf`, workerHeader(site.name), body, undefined)
}

/** A style whose text does not depend on the pages does not count them: they are in its tree. */
function pagesOf(site: ApacheSite, style: ApacheStyle): number | undefined {
  return style.constant ? undefined : site.routes.length
}

function poolsOf(site: ApacheSite, {ownBackend}: ApacheStyle): string[] {
  return ownBackend === false ? [] : pools(site)
}

/** Without mod_proxy_fcgi, a `proxy:` handler would send the PHP source itself; so PHP answers as before. */
function guarded(site: ApacheSite, style: ApacheStyle, lines: readonly string[]): string[] {
  const modules = [...modulesOf(site, style), ...(site.options.fallback ? BALANCER_MODULES : [])]
  return [...modules.map((name) => `<IfModule ${name}>`), ...lines, ...modules.map(() => '</IfModule>')]
}
