/** One Apache with a virtual host for every contestant, so that all have the same processes. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {applyChanges} from '../../src/publish/apply-changes.ts'
import {changesOfTree} from '../../src/publish/trees.ts'
import {type Apache, freePort, startApache} from '../../test/support/apache.ts'
import type {Contestant} from './contestants.ts'

/** A web server that has all contestants, each on a port of its own. */
export interface Front {
  /** By the name of the contestant. */
  ports: ReadonlyMap<string, number>
  apache: Apache
}

/** Enough threads for the load, in processes that stay the same, and connections that stay open as long as it wants. */
const WORKERS =
  'StartServers 2\nThreadsPerChild 32\nServerLimit 2\nMaxRequestWorkers 64\nMinSpareThreads 1\nMaxSpareThreads 64\nMaxKeepAliveRequests 0'

/** Starts it with PHP-FPM beside it; `apache.stop()` ends both. */
export async function startFront(contestants: readonly Contestant[], documentRoot: string): Promise<Front> {
  const apache = await startApache({mpm: 'event', php: 'fpm', documentRoot, serverConfig: WORKERS})
  try {
    const ports = new Map<string, number>()
    for (const {name} of contestants) ports.set(name, await freePort())
    for (const {name, htaccess} of contestants) {
      if (htaccess !== undefined) writeFileSync(join(documentRoot, accessFile(name)), htaccess)
    }
    const php = `unix:${apache.root}/php.sock|fcgi://localhost${documentRoot}/$1`
    const hosts = contestants.map((contestant) =>
      virtualHost(contestant, ports.get(contestant.name) ?? 0, {documentRoot, php}),
    )
    await apache.reload({serverConfig: [WORKERS, ...hosts].join('\n')})
    return {ports, apache}
  } catch (error) {
    await apache.stop()
    throw error
  }
}

/** Writes markers and tables. */
export function writeTrees(contestants: readonly Contestant[]): void {
  for (const {trees} of contestants) for (const tree of trees) applyChanges(changesOfTree(tree))
}

function virtualHost(
  {name, server, htaccess, proxyPass}: Contestant,
  port: number,
  {documentRoot, php}: {documentRoot: string; php: string},
): string {
  return `Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
ServerName localhost
DocumentRoot "${documentRoot}"
CustomLog /dev/null harness
${htaccess === undefined ? `<Directory "${documentRoot}">\nAllowOverride None\n</Directory>` : `AccessFileName ${accessFile(name)}`}
${server}
${proxyPass ? `ProxyPassMatch "^/(.*\\.php(/.*)?)$" "${php}"` : ''}
</VirtualHost>`
}

/** Every contestant has its own .htaccess in the one document root. */
function accessFile(name: string): string {
  return `.ht-${name}`
}
