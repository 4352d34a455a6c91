/** Reading the configuration of an installed Apache: what we say of it is held against what it says itself. */
import {chmodSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {readInstalledApache} from '../../../src/scan/server/installed-apache.ts'
import {hasModule} from '../../../src/scan/server/modules.ts'
import {allowsOverride} from '../../../src/scan/server/overrides.ts'
import {phpWiring} from '../../../src/scan/server/php-wiring.ts'
import {readConfiguration} from '../../../src/scan/server/read-configuration.ts'
import {serverFacts} from '../../../src/scan/server/server-facts.ts'
import {type Apache, startApache} from '../../support/apache.ts'
import {makeDirectory, writeFiles} from '../../support/directory.ts'
import {describeWith, findProgram} from '../../support/programs.ts'

/** Conditions by which Apache itself says what it takes, in `Define`s that its dump shows. */
const CONDITIONS = [
  '<IfModule mod_rewrite.c>',
  '<IfModule rewrite_module>',
  '<IfModule !mod_rewrite.c>',
  '<IfModule mod_proxy_balancer.c>',
  '<IfModule mpm_event_module>',
  '<IfModule event.c>',
  '<IfModule mod_php.c>',
  '<IfModule mod_php7.c>',
  '<IfModule php_module>',
  '<IfModule mod_so.c>',
  '<IfModule core.c>',
  '<IfModule http_core.c>',
  '<IfModule mod_version.c>',
  '<IfDefine HARNESS_PORT>',
  '<IfDefine !HARNESS_PORT>',
  '<IfDefine LATER>',
  '<IfVersion >= 2.4>',
  '<IfVersion < 2.4.10>',
  '<IfVersion > 2.4.10>',
  '<IfVersion 2.4>',
  '<IfVersion > 2.4>',
  '<IfVersion <= 2.4>',
  '<IfVersion !< 2.4>',
  '<IfVersion ~ ^2\\.4>',
  '<IfFile "/etc/passwd">',
  '<IfFile "!/etc/passwd">',
  '<IfFile "/nowhere">',
]

describeWith(['apache', 'php-fpm', 'mod_php'], 'an installed Apache', () => {
  const directory = makeDirectory('installed-apache')
  const site = join(directory.path, 'site')
  const folder = join(directory.path, 'conf')
  const started: Apache[] = []

  const start = async (php: 'fpm' | 'module', serverConfig: string): Promise<{apache: Apache; command: string}> => {
    const mpm = php === 'fpm' ? 'event' : 'prefork'
    const apache = await startApache({mpm, php, documentRoot: site, allowOverride: 'FileInfo', serverConfig})
    started.push(apache)
    const command = join(directory.path, `apachectl-${php}`)
    writeFileSync(command, `#!/bin/sh\nexec ${findProgram('apache')} -f ${apache.root}/apache.conf "$@"\n`)
    chmodSync(command, 0o755)
    return {apache, command}
  }

  beforeAll(() => {
    writeFiles(site, {'index.php': '<?php echo 1;'})
    writeFiles(folder, {
      'b.conf': 'Define FROM_B\n',
      'a.conf': '<IfDefine FROM_B>\nDefine A_AFTER_B\n</IfDefine>\n',
      'sub/z.conf': 'Define FROM_Z\n',
      '.hidden.conf': 'Define FROM_HIDDEN\n',
      'c.txt': 'This is no configuration\n',
    })
  })

  afterAll(async () => {
    await Promise.all(started.map((apache) => apache.stop()))
    directory.remove()
  })

  it('is read as it reads itself: files in its order, conditions as it decides them', async () => {
    const {apache, command} = await start(
      'fpm',
      [
        ...CONDITIONS.map((open, index) => `${open}\nDefine CONDITION${index}\n</${/\w+/.exec(open)?.[0]}>`),
        'Define LATER',
        `Include ${folder}/*.conf`,
        `Include ${folder}/sub`,
        `IncludeOptional ${folder}/*/z.conf`,
      ].join('\n'),
    )
    const configuration = readInstalledApache(command)
    expect(configuration.problems).toEqual([])
    expect(configuration.files).toEqual([
      join(apache.root, 'apache.conf'),
      join(folder, 'a.conf'),
      join(folder, 'b.conf'),
      join(folder, 'sub/z.conf'),
    ])
    const facts = serverFacts(configuration, site)
    const host = facts.hosts.find(({names}) => names.includes('localhost'))
    expect(host && phpWiring(host)).toMatchObject({how: 'fpm', address: expect.stringMatching(/^unix:.*\.sock$/)})
    expect(host && allowsOverride(host, '', 'FileInfo')).toBe(true)
    expect(host && allowsOverride(host, '', 'AuthConfig')).toBe(false)
    expect(hasModule(facts, 'proxy_fcgi')).toBe(true)
    expect(hasModule(facts, 'proxy_balancer')).toBe(false)
  })

  it('takes the same conditions', async () => {
    const {apache} = await start(
      'module',
      [
        ...CONDITIONS.map((open, index) => `${open}\nHeader set X-C${index} "1"\n</${/\w+/.exec(open)?.[0]}>`),
        'Define LATER',
      ].join('\n'),
    )
    const command = join(directory.path, 'apachectl-module')
    const {send} = await import('../../support/http.ts')
    const answer = await send(apache, {target: '/index.php'})
    const taken = answer.headers.flatMap(([name]) => (/^X-C\d+$/.test(name) ? [name] : []))
    const configuration = readInstalledApache(command)
    const read = configuration.directives.flatMap(({name, args}) => (name === 'header' ? [args[1] ?? ''] : []))
    expect(read).toEqual(taken)
    const host = serverFacts(configuration, site).hosts.find(({names}) => names.includes('localhost'))
    expect(host && phpWiring(host)).toMatchObject({how: 'module', handler: 'application/x-httpd-php', certainty: true})
    // Without asking, the version within 2.4 is not known, and nothing is claimed.
    const alone = readConfiguration([join(apache.root, 'apache.conf')])
    const certain = alone.directives.flatMap(({name, args, section}) =>
      name === 'header' && section === undefined ? [args[1] ?? ''] : [],
    )
    expect(taken).toEqual(expect.arrayContaining(certain))
    expect(alone.modules.loaded).toEqual(expect.arrayContaining(['php', 'rewrite', 'mpm_prefork']))
  })

  it('whose configuration is broken is said to be', () => {
    const broken = join(directory.path, 'broken.conf')
    writeFileSync(broken, 'Listen nowhere\nNotADirective\n')
    const command = join(directory.path, 'apachectl-broken')
    writeFileSync(
      command,
      `#!/bin/sh\n[ "$1" = -V ] && exec ${findProgram('apache')} -V\nexec ${findProgram('apache')} -f ${broken} "$@"\n`,
    )
    chmodSync(command, 0o755)
    const {problems} = readInstalledApache(command)
    expect(problems.map(({message}) => message).join()).toMatch(/configuration is not good: AH\d+: .*rror/)
  })
})
