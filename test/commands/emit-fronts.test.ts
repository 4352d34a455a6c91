/** `emit-nginx` and its like, from a ledger to a file. */
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {makeProject, type TestProject} from '../support/project.ts'

/** A site with one page done; the configuration names PHP's address unless `php` is false. */
function shop(php = true): TestProject {
  const project = makeProject({'cart.php': '<?php echo (int) $_GET["add"];'})
  const legacy = php ? {legacy: {fastcgi: 'unix:/run/php/php8.2-fpm.sock'}} : {}
  project.write('migrate.config.json', JSON.stringify({site: {docroot: '../shop'}, ...legacy}), 'project')
  project.migrate(['scan'])
  const handler = `import {definePage} from 'banyan/runtime'
export default definePage({page: 'cart.php', session: 'none', handle: () => 'ported'})
`
  project.write('handlers/cart.php.ts', handler, 'project')
  project.migrate(['start', 'cart.php'])
  expect(project.migrate(['done', 'cart.php'])).toMatchObject({status: 0})
  return project
}

describe.each([
  ['nginx', 'migrate-shop.conf', '"/cart.php" "on:/cart.php";'],
  ['lighttpd', 'migrate-shop.conf', '/shop/cart.php" => "migrate-shop//"'],
  ['caddy', 'migrate-shop.caddy', '/shop/cart.php on'],
  ['cherokee', 'migrate-shop.cherokee', 'match!request = ^/cart\\.php(/|$)'],
])('migrate emit-%s', (server, name, line) => {
  test('prints, writes, compares, and is a block in a file of the user, taken out to the byte', () => {
    const project = shop()
    const emit = (...args: string[]) => project.migrate([`emit-${server}`, ...args])
    expect(emit()).toMatchObject({status: 0, stdout: expect.stringContaining(line)})
    expect(emit('--out', 'conf', '--check').status).toBe(1)
    expect(existsSync(join(project.directory, 'conf'))).toBe(false)
    expect(emit('--out', 'conf').status).toBe(0)
    expect(emit('--out', 'conf', '--check').status).toBe(0)
    expect(readFileSync(join(project.directory, 'conf', name), 'utf8')).toContain(line)

    project.write('mine.conf', '# mine\n', 'project')
    for (let twice = 0; twice < 2; twice++) expect(emit('--into', 'mine.conf').status).toBe(0)
    expect(project.read('mine.conf').match(/# BEGIN migrate/g)).toHaveLength(1)
    expect(emit('--into', 'mine.conf', '--remove').status).toBe(0)
    expect(project.read('mine.conf')).toBe('# mine\n')
  })
})

test.each(['nginx', 'caddy'])('emit-%s refuses without the address of PHP, and writes nothing', (server) => {
  const project = shop(false)
  const {status, stderr} = project.migrate([`emit-${server}`, '--out', 'conf'])
  expect(status).toBe(1)
  expect(stderr).toContain('PHP_ADDRESS_MISSING')
  expect(existsSync(join(project.directory, 'conf'))).toBe(false)
})
