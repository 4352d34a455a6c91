import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isRewrittenByServer} from '../../../src/scan/server/directory-rewriting.ts'
import {hasModule} from '../../../src/scan/server/modules.ts'
import {allowsOverride, overridesOf} from '../../../src/scan/server/overrides.ts'
import {phpWiring} from '../../../src/scan/server/php-wiring.ts'
import {protectionOf} from '../../../src/scan/server/protection.ts'
import {proxyOf} from '../../../src/scan/server/proxying.ts'
import {readConfiguration} from '../../../src/scan/server/read-configuration.ts'
import {serverFacts} from '../../../src/scan/server/server-facts.ts'
import {directoryIndexOf, optionsOf, passesAuthorization, settingOf} from '../../../src/scan/server/settings.ts'
import type {ServerFacts, ServerHost} from '../../../src/scan/server/types.ts'
import {type Case, layOut} from './case.ts'

function factsOf(name: string, file: string): Case & {facts: ServerFacts} {
  const laid = layOut(name)
  return {...laid, facts: serverFacts(readConfiguration([join(laid.root, file)]), laid.site)}
}

function onlyHost({hosts}: ServerFacts): ServerHost {
  expect(hosts).toHaveLength(1)
  return hosts[0] as ServerHost
}

describe('a stock Red Hat configuration', () => {
  it('is understood whole', () => {
    const {facts, root, site} = factsOf('rhel', 'conf/httpd.conf')
    expect(facts.problems).toEqual([])
    expect(facts.files).toHaveLength(7)
    expect(facts.serverRoot).toBe(root)
    const host = onlyHost(facts)
    expect(host).toMatchObject({section: undefined, addresses: ['*:80'], documentRoot: site})
    expect(phpWiring(host)).toMatchObject({
      how: 'fpm',
      address: 'unix:/run/php-fpm/www.sock',
      certainty: true,
      directive: {file: join(root, 'conf.d/php.conf'), line: 17},
    })
    expect(directoryIndexOf(host)).toEqual(['index.html', 'index.php'])
    expect(optionsOf(host)).toEqual(['followsymlinks', 'indexes'])
    expect(allowsOverride(host, '', 'FileInfo')).toBe(false)
    expect(passesAuthorization(host, 'index.php')?.line).toBe(23)
  })

  it('proves which modules are there and which are not', () => {
    const {facts} = factsOf('rhel', 'conf/httpd.conf')
    expect(['proxy_fcgi', 'mod_rewrite.c', 'setenvif_module'].map((name) => hasModule(facts, name))).toEqual([
      true,
      true,
      true,
    ])
    expect(hasModule(facts, 'php')).toBe(false)
  })

  it('closes what it closes, and no page', () => {
    const {facts} = factsOf('rhel', 'conf/httpd.conf')
    expect(protectionOf(facts, 'index.php')).toEqual([])
    expect(protectionOf(facts, '.htaccess')).toMatchObject([
      {kind: 'closed', text: 'Require all denied', server: {section: '<Files ".ht*">', lostByProxy: true}},
    ])
  })
})

describe('a host in the clear beside one with TLS', () => {
  it('is known to send everything to the other', () => {
    const {facts, root, site} = factsOf('two-hosts', 'shop.conf')
    expect(facts.problems).toEqual([])
    expect(facts.hosts).toMatchObject([
      {addresses: ['*:80'], isTls: false, redirectsAll: {file: join(root, 'shop.conf'), line: 8}},
      {addresses: ['*:443'], isTls: true, documentRoot: site, names: ['shop.example', 'www.shop.example']},
    ])
    expect(facts.hosts[1]?.redirectsAll).toBeUndefined()
    expect(facts.otherHosts).toMatchObject([{names: ['blog.example'], documentRoot: '/srv/blog'}])
  })

  it('has its rules where they hold, with what a proxy would lose', () => {
    const {facts, root, site} = factsOf('two-hosts', 'shop.conf')
    expect(protectionOf(facts, 'cart.php')).toEqual([])
    expect(protectionOf(facts, 'admin/users.php')).toEqual([
      {
        file: join(root, 'shop.conf'),
        line: 30,
        kind: 'auth',
        text: 'Require valid-user',
        server: {section: `<Directory "${site}/admin">`, lostByProxy: true},
      },
    ])
    expect(protectionOf(facts, 'internal/stock.php')).toMatchObject([
      {kind: 'restricted', server: {section: '<Location "/internal">', lostByProxy: false}},
    ])
    expect(protectionOf(facts, 'old/cart.php')).toMatchObject([
      {kind: 'closed', text: 'RewriteRule ^/old/ - [F]', server: {section: '', lostByProxy: false}},
    ])
  })

  it('says what .htaccess may do, by directory', () => {
    const {facts} = factsOf('two-hosts', 'shop.conf')
    const host = facts.hosts[1] as ServerHost
    expect(overridesOf(host)).toMatchObject({classes: ['authconfig', 'fileinfo'], nonfatal: ['override']})
    expect(allowsOverride(host, 'admin', 'FileInfo')).toBe(true)
    expect(allowsOverride(host, 'admin', 'Options')).toBe(false)
    expect(allowsOverride(host, 'uploads/2024', 'FileInfo')).toBe(false)
    expect(optionsOf(host)).toEqual(['followsymlinks'])
    expect(settingOf(host, 'allowencodedslashes')?.args).toEqual(['NoDecode'])
  })

  it('tells which pages it rewrites, and that modules of a fragment are not known', () => {
    const {facts} = factsOf('two-hosts', 'shop.conf')
    const host = facts.hosts[1] as ServerHost
    expect(isRewrittenByServer(host, 'news/today.php')).toMatchObject({does: 'rewrite', certainty: 'unknown'})
    expect(isRewrittenByServer(host, 'cart.php')).toBeUndefined()
    expect(phpWiring(host)).toMatchObject({how: 'fpm', address: '127.0.0.1:9000'})
    expect(hasModule(facts, 'proxy_fcgi')).toBe('unknown')
  })
})

describe('PHP by ProxyPassMatch', () => {
  it('is known, and that the rules of directories are inert then', () => {
    const {facts} = factsOf('proxied', 'site.conf')
    const host = onlyHost(facts)
    expect(phpWiring(host)).toMatchObject({how: 'proxy-pass', address: '127.0.0.1:9000', certainty: true})
    expect(proxyOf(host, 'static/a.php')).toBeUndefined()
    expect(protectionOf(facts, 'admin/users.php')).toEqual([])
    expect(protectionOf(facts, 'admin/keys.php')).toMatchObject([{kind: 'closed', line: 10}])
    expect(protectionOf(facts, 'admin/page.html')).toMatchObject([{kind: 'closed', line: 7}])
  })
})

describe('what can not be read or understood', () => {
  it('is named with file and line', () => {
    const {facts, root} = factsOf('odd', 'main.conf')
    const main = join(root, 'main.conf')
    const said = facts.problems.map(
      ({kind, line, file, matters}) => `${kind} ${file === main ? line : file}${matters ? '' : ' harmless'}`,
    )
    expect(said.sort()).toEqual(
      [
        `unbalanced ${join(root, 'conf.d/deep/second.conf')}`,
        'missing 10',
        'loop 11',
        'condition 12',
        'macro 28',
        'macro 29',
        'code 30',
        'code 34',
        'access 35',
        'condition 36',
        'variable 40',
        'variable 41 harmless',
        'unbalanced 42',
      ].sort(),
    )
  })

  it('does not hide what is understood', () => {
    const {facts, root} = factsOf('odd', 'main.conf')
    expect(facts.files).toEqual(
      ['main.conf', 'conf.d/10-first.conf', 'conf.d/deep/second.conf', 'sites/a.conf'].map((file) => join(root, file)),
    )
    expect(facts.hosts.map(({names}) => names)).toEqual([['shop-and-more.example']])
    expect(protectionOf(facts, 'closed/a.php')).toMatchObject([{kind: 'closed', text: 'Require all denied', line: 22}])
    expect(protectionOf(facts, 'maybe/a.php')).toMatchObject([{kind: 'restricted'}])
    expect(protectionOf(facts, 'open.php')).toEqual([])
  })

  it('throws for a file that was asked for and is not there', () => {
    expect(() => readConfiguration(['/nowhere/apache2.conf'])).toThrow(
      expect.objectContaining({code: 'SERVER_CONFIG_UNREADABLE', exitStatus: 2}),
    )
  })
})

describe('a document root', () => {
  it('is found under the name of a symbolic link, and directories are compared with the spelling of the server', () => {
    const {facts: _, root, site} = factsOf('two-hosts', 'shop.conf')
    mkdirSync(join(site, 'admin'))
    symlinkSync(site, `${site}-link`)
    const configuration = readConfiguration([join(root, 'shop.conf')])
    const facts = serverFacts(configuration, `${site}-link`)
    expect(facts.hosts).toHaveLength(2)
    expect(protectionOf(facts, 'admin/a.php')).toMatchObject([{kind: 'auth'}])
  })

  it('that no host serves has no hosts', () => {
    const {root} = layOut('two-hosts')
    const facts = serverFacts(readConfiguration([join(root, 'shop.conf')]), '/srv/elsewhere')
    expect(facts.hosts).toEqual([])
    expect(facts.otherHosts).toHaveLength(3)
  })
})
