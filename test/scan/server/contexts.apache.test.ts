/** The order in which sections are merged, where the manual does not say it: asked of a real Apache. */
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {protectionOfHost} from '../../../src/scan/server/protection.ts'
import {readConfiguration} from '../../../src/scan/server/read-configuration.ts'
import {serverFacts} from '../../../src/scan/server/server-facts.ts'
import {type Apache, startApache} from '../../support/apache.ts'
import {makeDirectory, writeFiles} from '../../support/directory.ts'
import {send} from '../../support/http.ts'
import {describeWith} from '../../support/programs.ts'

const DENIED = 'Require all denied'
const GRANTED = 'Require all granted'

/** Two sections that both mean `private/a.php`: the manual's order would be that of the file. */
const HOSTS: Record<string, string> = {
  'of the file, for as many slashes': `<DirectoryMatch "/private/">\n${DENIED}\n</DirectoryMatch>\n<DirectoryMatch "e/p.*/">\n${GRANTED}\n</DirectoryMatch>`,
  'of the slashes, for more of them first': `<DirectoryMatch "site/private/">\n${DENIED}\n</DirectoryMatch>\n<DirectoryMatch "private/">\n${GRANTED}\n</DirectoryMatch>`,
  'of the slashes, for more of them last': `<Directory ~ "private/">\n${GRANTED}\n</Directory>\n<DirectoryMatch "site/private/">\n${DENIED}\n</DirectoryMatch>`,
  'of paths before patterns': `<DirectoryMatch "private/">\n${GRANTED}\n</DirectoryMatch>\n<Directory "\${ROOT}/private">\n${DENIED}\n</Directory>`,
  'of files after all directories': `<Files "a.php">\n${DENIED}\n</Files>\n<DirectoryMatch "private/">\n${GRANTED}\n</DirectoryMatch>`,
  'of locations after files': `<Location "/private">\n${GRANTED}\n</Location>\n<Files "a.php">\n${DENIED}\n</Files>`,
}

describeWith(['apache'], 'sections are merged in the order', () => {
  const directory = makeDirectory('contexts')
  const root = join(directory.path, 'site')
  let apache: Apache

  beforeAll(async () => {
    writeFiles(root, {'private/a.php': 'page'})
    const hosts = Object.values(HOSTS).map(
      (lines, index) =>
        `<VirtualHost 127.0.0.1:\${HARNESS_PORT}>\nServerName host${index}.test\nDocumentRoot "\${ROOT}"\n${lines}\n</VirtualHost>`,
    )
    const serverConfig = [`Define ROOT ${root}`, ...hosts].join('\n')
    apache = await startApache({mpm: 'event', php: 'none', documentRoot: root, allowOverride: 'None', serverConfig})
  })

  afterAll(async () => {
    await apache.stop()
    directory.remove()
  })

  it.each(Object.keys(HOSTS).map((name, index) => ({name, index})))('$name', async ({index}) => {
    const facts = serverFacts(readConfiguration([join(apache.root, 'apache.conf')]), root)
    const host = facts.hosts.find(({names}) => names[0] === `host${index}.test`)
    const {status} = await send(apache, {target: '/private/a.php', headers: [['Host', `host${index}.test`]]})
    const rules = host && protectionOfHost(host, 'private/a.php')
    expect(rules?.map(({kind}) => kind)).toEqual(status === 403 ? ['closed'] : [])
  })
})
