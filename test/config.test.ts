import {toJsonSchema} from '@valibot/to-json-schema'
import {expect, test} from 'vitest'
import {ConfigSchema, readConfig} from '../src/config.ts'
import {makeProject} from './support/project.ts'

test('lists every problem of a configuration at once, with its place', () => {
  const project = makeProject()
  const file = project.write(
    'migrate.config.json',
    JSON.stringify({
      site: {exclude: 'vendor'},
      backend: {fastcgi: '0.0.0.0:9000'},
      server: {docroot: 'shop'},
      handler: 'x',
    }),
    'project',
  )
  const problems = [
    'site.docroot: is missing',
    'site.exclude: must be a list, not "vendor"',
    'handler: there is no such setting',
    'backend.fastcgi: must be `unix:/path/to.sock` or a loopback address such as `127.0.0.1:9100`',
    'server.docroot: must be an absolute path',
  ]
  expect(() => readConfig(file)).toThrow(
    expect.objectContaining({code: 'CONFIG_INVALID', message: expect.stringContaining('5 settings')}),
  )
  for (const problem of problems) expect(() => readConfig(file)).toThrow(problem)
})

test('refuses what PHP’s sessions may have and TypeScript pages may not, and says what to do', () => {
  const project = makeProject()
  const session = {saveHandler: 'memcached', serializeHandler: 'igbinary', useTransSid: true, idLength: 8}
  const file = project.write(
    'migrate.config.json',
    JSON.stringify({site: {docroot: '../shop'}, php: {session}}),
    'project',
  )
  for (const problem of [
    'php.session.saveHandler: must be `files` or `redis`; for another store, let PHP keep',
    'php.session.serializeHandler: must be `php`, `php_binary` or `php_serialize`; only PHP can read',
    'php.session.useTransSid: must be false: session ids are not written into links',
    'php.session.idLength: must be 22 to 256',
  ]) {
    expect(() => readConfig(file)).toThrow(problem)
  }
})

test('says where a configuration is not JSON', () => {
  const project = makeProject()
  const file = project.write('migrate.config.json', '{\n  "site": {"docroot": "../shop",}\n}\n', 'project')
  expect(() => readConfig(file)).toThrow(/migrate\.config\.json:2:\d+` is not JSON/)
})

test('fills in the defaults', () => {
  const project = makeProject()
  const file = project.write('migrate.config.json', JSON.stringify({site: {docroot: '../shop'}}), 'project')
  expect(readConfig(file)).toMatchObject({handlers: 'handlers', php: {charset: 'utf-8', session: {name: 'PHPSESSID'}}})
})

test('gives editors a schema that says the same as the checker', async () => {
  const schema = toJsonSchema(ConfigSchema, {typeMode: 'input', ignoreActions: ['check']})
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../templates/config.schema.json')
})
