import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {ServerOverview} from '../../src/scan/server/types.ts'
import {makeProject, type TestProject} from '../support/project.ts'

function project(configuration: (site: string) => string): TestProject {
  const made = makeProject({'index.php': '<?php', 'admin/users.php': '<?php', 'admin/log.php': '<?php'})
  made.write('site.conf', configuration(made.docroot), 'project')
  return made
}

const HOST = (site: string): string => `<VirtualHost *:80>
  ServerName shop.example
  DocumentRoot "${site}"
  <FilesMatch "\\.php$">
    SetHandler "proxy:unix:/run/php/shop.sock|fcgi://localhost"
  </FilesMatch>
  <Directory "${site}/admin">
    Require ip 192.0.2.0/24
  </Directory>
</VirtualHost>
`

describe('migrate server', () => {
  it('says who answers, how PHP runs and what closes pages, with places', () => {
    const made = project(HOST)
    const {status, stdout} = made.migrate(['server', '--server-config', 'site.conf', '--docroot', made.docroot])
    expect(stdout).toContain('virtual host *:80 shop.example')
    expect(stdout).toMatch(/PHP +PHP-FPM by SetHandler, unix:\/run\/php\/shop\.sock +site\.conf:5\n/)
    expect(stdout).toMatch(/Access +restricted +Require ip 192\.0\.2\.0\/24 +site\.conf:8\n +in <Directory/)
    expect(stdout).toContain('2 pages: admin/log.php, admin/users.php\n')
    expect(stdout).toContain('lost where ProxyPass or [P] takes the page')
    expect(status).toBe(0)
  })

  it('gives the same as JSON', () => {
    const made = project(HOST)
    const {stdout} = made.migrate(['server', '--server-config', 'site.conf', '--docroot', made.docroot, '--json'])
    const overview = JSON.parse(stdout) as ServerOverview
    expect(overview.hosts).toMatchObject([
      {
        php: {how: 'fpm', address: 'unix:/run/php/shop.sock'},
        protection: [{kind: 'restricted', line: 8, pages: ['admin/log.php', 'admin/users.php']}],
      },
    ])
    expect(overview.modules).toMatchObject({proxy_fcgi: 'unknown'})
  })

  it('ends with 1 when something that matters is not understood, or nobody serves the document root', () => {
    const made = project((site) => `${HOST(site)}<Location "/admin">\nPerlAccessHandler My::Guard\n</Location>\n`)
    const unclear = made.migrate(['server', '--server-config', 'site.conf', '--docroot', made.docroot])
    expect(unclear.stdout).toMatch(
      /Unclear +! +`PerlAccessHandler My::Guard` runs a program for each request +site\.conf:12\n/,
    )
    expect(unclear.status).toBe(1)
    const other = join(made.directory, 'other')
    mkdirSync(other)
    const nobody = made.migrate(['server', '--server-config', 'site.conf', '--docroot', other])
    expect(nobody.stdout).toContain('No virtual host serves this document root')
    expect(nobody.status).toBe(1)
  })

  it('ends with 2 when a file can not be read', () => {
    const made = project(HOST)
    const {status, stderr} = made.migrate(['server', '--server-config', 'nowhere.conf', '--docroot', made.docroot])
    expect(stderr).toMatch(/^Error: `.*nowhere\.conf` can't be read\nCode: SERVER_CONFIG_UNREADABLE\n/)
    expect(status).toBe(2)
  })
})
