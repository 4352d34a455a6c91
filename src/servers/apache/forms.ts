/** The places where Apache's directives can stand, and what has to stand around them. */
import {generationLine} from '../generation.ts'
import {BLOCK_BEGIN, BLOCK_END} from '../managed-block.ts'
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
  const body = guarded(site, style, directives)
  const head = [BLOCK_BEGIN, ...htaccessHeader(style), generation(site, style, body)]
  return {...file('.htaccess', isNeeded ? [...head, ...body, BLOCK_END] : []), place: style.place}
}

/** A file to be included in the `<VirtualHost>`: the pool and the directives. */
export const vhost: ApacheForm = (site, style, {directives}) => {
  const body = guarded(site, style, [...(style.ownBackend === false ? [] : pools(site)), ...directives])
  return file(`migrate-${site.name}.conf`, [...vhostHeader(site.name, style), generation(site, style, body), ...body])
}

/** What the block in a .htaccess needs or wants in the virtual host: the pool, and what the style declares there. */
export const worker: ApacheForm = (site, style, {server = []}) => {
  const body = guarded(site, style, [...(style.ownBackend === false ? [] : pools(site)), ...server])
  return file(`migrate-${site.name}-worker.conf`, [...workerHeader(site.name), generationLine(body), ...body])
}

/** A style whose text does not depend on the pages does not count them either: they are in its tree. */
function generation(site: ApacheSite, style: ApacheStyle, body: readonly string[]): string {
  return generationLine(body, style.constant ? undefined : site.routes.length)
}

function file(name: string, lines: readonly string[]): ServerConfigFile {
  return {name, text: lines.length === 0 ? '' : `${lines.join('\n')}\n`}
}

/** Without mod_proxy_fcgi, a `proxy:` handler would send the PHP source itself; so PHP answers as before. */
function guarded(site: ApacheSite, style: ApacheStyle, lines: readonly string[]): string[] {
  const modules = [...modulesOf(site, style), ...(site.options.fallback ? BALANCER_MODULES : [])]
  return [...modules.map((name) => `<IfModule ${name}>`), ...lines, ...modules.map(() => '</IfModule>')]
}
