/** Who gets in, as we read it from the server's files, held against what a real Apache answers. */
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {isRewrittenByServer} from '../../../src/scan/server/directory-rewriting.ts'
import {protectionOfHost} from '../../../src/scan/server/protection.ts'
import {readConfiguration} from '../../../src/scan/server/read-configuration.ts'
import {serverFacts} from '../../../src/scan/server/server-facts.ts'
import {type Apache, startApache} from '../../support/apache.ts'
import {makeDirectory, writeFiles} from '../../support/directory.ts'
import {send} from '../../support/http.ts'
import {describeWith} from '../../support/programs.ts'
import {accessControl, PAGES} from './random-configuration.ts'

/** By hand: `TEST_ROUNDS=200 npx vitest run test/scan/server/protection.apache.test.ts`. */
const ROUNDS = Number(process.env.TEST_ROUNDS ?? 2)
const HOSTS = 25

describeWith(['apache'], 'the protection of pages', () => {
  const directory = makeDirectory('protection')
  const root = join(directory.path, 'site')
  let apache: Apache

  const configuration = (main: readonly string[], hosts: readonly string[][]): string =>
    [
      `Define ROOT ${root}`,
      '<AuthzProviderAlias ip inside 127.0.0.1>\n</AuthzProviderAlias>',
      '<Location "/">\nAuthType Basic\nAuthName "x"\nAuthBasicProvider file\nAuthUserFile /dev/null\n</Location>',
      ...main,
      ...hosts.map((lines, index) =>
        [
          `<VirtualHost 127.0.0.1:\${HARNESS_PORT}>\nServerName host${index}.test\nDocumentRoot "\${ROOT}"`,
          ...lines,
          '</VirtualHost>',
        ].join('\n'),
      ),
    ].join('\n')

  beforeAll(async () => {
    writeFiles(root, Object.fromEntries(PAGES.map((page) => [page, 'page'])))
    apache = await startApache({mpm: 'event', php: 'none', documentRoot: root, allowOverride: 'None'})
  })

  afterAll(async () => {
    await apache.stop()
    directory.remove()
  })

  it('is never called open where Apache refuses, nor closed where it lets in', {
    timeout: 30_000 + ROUNDS * 10_000,
  }, async () => {
    const seed = Number(process.env.TEST_SEED ?? Date.now())
    const count = {open: 0, sure: 0, restricted: 0, unsureAndOpen: 0}
    const wrong: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const hosts = fc.sample(accessControl, {numRuns: HOSTS, seed: seed + round})
      const [main = []] = fc.sample(fc.option(accessControl, {nil: [], freq: 2}), {numRuns: 1, seed: seed - round})
      await apache.reload({serverConfig: configuration(main, hosts)})
      const facts = serverFacts(readConfiguration([join(apache.root, 'apache.conf')]), root)
      for (const [index, lines] of hosts.entries()) {
        const host = facts.hosts.find(({names}) => names[0] === `host${index}.test`)
        if (!host) throw new Error(`host${index}.test is not found`)
        for (const page of PAGES) {
          // Then another page answers.
          if (isRewrittenByServer(host, page)) continue
          const rules = protectionOfHost(host, page)
          const target = `/${page.replaceAll(' ', '%20')}`
          const headers = [['Host', `host${index}.test`]] as const
          const [get, post] = await Promise.all([
            send(apache, {target, headers}),
            send(apache, {method: 'POST', target, headers, body: 'x=1'}),
          ])
          const refused = [get, post].filter(({status}) => [401, 403, 410].includes(status)).length
          const letIn = [get, post].filter(({status}) => status < 400).length
          const isSure = rules.some(({kind}) => kind !== 'restricted')
          count[rules.length === 0 ? 'open' : isSure ? 'sure' : 'restricted']++
          if (rules.length > 0 && !isSure && letIn === 2) count.unsureAndOpen++
          if ((rules.length === 0 && refused > 0) || (isSure && letIn > 0)) {
            const said = rules.map(({kind, text, line}) => `${kind} ${text} (${line})`).join('; ') || 'open'
            wrong.push(
              `seed ${seed}, round ${round}, host${index}, ${page}: GET ${get.status}, POST ${post.status}, said ${said}\n${[...main, '--', ...lines].join('\n')}`,
            )
          }
        }
      }
    }
    if (process.env.TEST_ROUNDS) console.log(count)
    expect(wrong.slice(0, 5).join('\n\n')).toBe('')
    expect(count.open).toBeGreaterThan(0)
    expect(count.sure).toBeGreaterThan(0)
  })
})
