/** Which rules hold when another handler or a proxy answers a page: asked of a real Apache. */
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {protectionOfHost} from '../../../src/scan/server/protection.ts'
import {readConfiguration} from '../../../src/scan/server/read-configuration.ts'
import {serverFacts} from '../../../src/scan/server/server-facts.ts'
import type {ServerFacts} from '../../../src/scan/server/types.ts'
import {type Apache, startApache} from '../../support/apache.ts'
import {makeDirectory, writeFiles} from '../../support/directory.ts'
import {send} from '../../support/http.ts'
import {describeWith} from '../../support/programs.ts'

const PAGE = 'private/secret.php'
const AUTH = 'AuthType Basic\nAuthName "x"\nAuthUserFile /dev/null\nRequire valid-user'

/** Everything that closes `private/secret.php`, by what it is. */
const RULES: Record<string, string> = {
  '<Directory> with a password': `<Directory "\${ROOT}/private">\n${AUTH}\n</Directory>`,
  '<Directory> with Deny': '<Directory "${ROOT}/private">\nOrder allow,deny\nDeny from all\n</Directory>',
  '<DirectoryMatch>': '<DirectoryMatch "/private/">\nRequire all denied\n</DirectoryMatch>',
  '<Files>': '<Files "secret.php">\nRequire all denied\n</Files>',
  '<FilesMatch> in <Directory>':
    '<Directory "${ROOT}">\n<FilesMatch "^secret">\nRequire all denied\n</FilesMatch>\n</Directory>',
  '<Location>': `<Location "/private">\n${AUTH}\n</Location>`,
  '<LocationMatch>': '<LocationMatch "^/private/">\nRequire all denied\n</LocationMatch>',
  '<Location> with Deny': '<Location "/private">\nOrder allow,deny\nDeny from all\n</Location>',
  'RewriteRule of the host': 'RewriteEngine On\nRewriteRule ^/private/ - [F]',
  'RewriteRule in <Directory>':
    '<Directory "${ROOT}/private">\nRewriteEngine On\nRewriteRule ^secret - [F]\n</Directory>',
  'Redirect 403 of the host': 'Redirect 403 /private',
  'RedirectMatch 403 in <Location>': '<Location "/private">\nRedirectMatch 403 "secret"\n</Location>',
  'RedirectMatch 403 in <Directory>': '<Directory "${ROOT}/private">\nRedirectMatch 403 "secret"\n</Directory>',
  'SSLRequireSSL in <Directory>': '<Directory "${ROOT}/private">\nSSLRequireSSL\n</Directory>',
  'SSLRequireSSL in <Location>': '<Location "/private">\nSSLRequireSSL\n</Location>',
}

describeWith(['apache'], 'a rule of the server', () => {
  const directory = makeDirectory('lost-by-proxy')
  const root = join(directory.path, 'site')
  let apache: Apache
  let facts: ServerFacts

  beforeAll(async () => {
    writeFiles(root, {[PAGE]: 'secret', 'answer.txt': 'answer'})
    const host = (name: string, lines: string): string =>
      `<VirtualHost 127.0.0.1:\${HARNESS_PORT}>\nServerName ${name}.test\nDocumentRoot "\${ROOT}"\n${lines}\n</VirtualHost>`
    const serverConfig = [
      `Define ROOT ${root}`,
      ...Object.values(RULES).flatMap((rule, index) => [
        host(`plain${index}`, rule),
        // Nobody listens on port 1: who comes that far gets 503.
        host(`handler${index}`, `${rule}\n<Files "secret.php">\nSetHandler "proxy:fcgi://127.0.0.1:1"\n</Files>`),
        host(
          `proxy${index}`,
          `${rule}\nProxyPass "/${PAGE}" "http://127.0.0.1:\${HARNESS_PORT}/answer.txt"\nProxyPassMatch "^/x" "!"`,
        ),
      ]),
    ].join('\n')
    apache = await startApache({
      mpm: 'event',
      php: 'none',
      documentRoot: root,
      allowOverride: 'None',
      serverConfig,
      modules: {with: ['proxy_http', 'socache_shmcb', 'ssl']},
    })
    facts = serverFacts(readConfiguration([join(apache.root, 'apache.conf')]), root)
  })

  afterAll(async () => {
    await apache.stop()
    directory.remove()
  })

  const status = async (host: string): Promise<number> =>
    (await send(apache, {target: `/${PAGE}`, headers: [['Host', `${host}.test`]]})).status

  it.each(Object.keys(RULES).map((name, index) => ({name, index})))(
    'in $name holds under SetHandler, and under ProxyPass as it is said',
    async ({index}) => {
      const hosts = Object.fromEntries(facts.hosts.map((host) => [host.names[0], host]))
      const plain = hosts[`plain${index}.test`]
      const proxied = hosts[`proxy${index}.test`]
      if (!plain || !proxied) throw new Error('the host is not found')
      const rules = protectionOfHost(plain, PAGE)
      expect(rules).toHaveLength(1)
      expect([401, 403]).toContain(await status(`plain${index}`))
      expect([401, 403]).toContain(await status(`handler${index}`))
      const isHeld = (await status(`proxy${index}`)) !== 200
      expect({lostByProxy: rules[0]?.server?.lostByProxy}).toEqual({lostByProxy: !isHeld})
      // Where the server proxies the page already, only what holds is a rule.
      expect(protectionOfHost(proxied, PAGE)).toHaveLength(isHeld ? 1 : 0)
    },
  )
})
