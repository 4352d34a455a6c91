/** The server's own configuration, as `emit-apache` takes it. */
import {expect, test} from 'vitest'
import {makeProject, type TestProject} from '../support/project.ts'

function shop(): TestProject {
  const project = makeProject({'cart.php': '<?php echo 1;', 'shut/page.php': '<?php echo 2;'})
  project.migrate(['scan', project.docroot])
  project.migrate(['done', 'cart.php', 'shut/page.php', '--force', '--reason', 'test'])
  return project
}

const vhost = ({docroot}: TestProject, lines: string): string => `<VirtualHost *:80>
DocumentRoot "${docroot}"
<Directory "${docroot}">
AllowOverride All
</Directory>
${lines}
</VirtualHost>
`

test('a style that loses access rules wants to see the rules of the server, and refuses those pages only', () => {
  const project = shop()
  const emit = (...more: string[]) => project.migrate(['emit-apache', '--style', 'proxy', '--for', 'vhost', ...more])
  expect(emit()).toMatchObject({status: 1, stdout: '', stderr: expect.stringContaining('Code: SERVER_CONFIG_NEEDED')})
  project.write('open.conf', vhost(project, ''), 'project')
  expect(emit('--server-config', 'open.conf')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('ProxyPassMatch'),
  })
  project.write(
    'shut.conf',
    vhost(project, `<Directory "${project.docroot}/shut">\nRequire ip 10.0.0.0/8\n</Directory>`),
    'project',
  )
  const refused = emit('--server-config', 'shut.conf', '--json')
  expect(refused.status).toBe(1)
  expect(JSON.parse(refused.stdout).error.details).toEqual([
    expect.objectContaining({
      code: 'ACCESS_WOULD_BE_LOST',
      page: 'shut/page.php',
      reason: expect.stringContaining('shut.conf:7'),
    }),
  ])
  const location = vhost(project, '<Location "/shut">\nRequire ip 10.0.0.0/8\n</Location>')
  project.write('location.conf', location, 'project')
  expect(emit('--server-config', 'location.conf')).toMatchObject({status: 0})
})

test('a block without an effect is refused, and taking pages back never is', () => {
  const project = shop()
  const php = 'ProxyPassMatch "^/(.*\\.php)$" "fcgi://127.0.0.1:9000/srv/$1"'
  project.write('proxy.conf', vhost(project, php), 'project')
  const file = project.write('.htaccess', '# BEGIN migrate\n# END migrate\n')
  const emit = (...more: string[]) =>
    project.migrate(['emit-apache', '--server-config', 'proxy.conf', '--into', file, ...more])
  expect(emit()).toMatchObject({status: 1, stderr: expect.stringContaining('Code: PHP_BY_PROXY_PASS')})
  expect(emit('--remove')).toMatchObject({status: 0, stdout: expect.stringContaining('written')})
  project.write('.htaccess', '# BEGIN migrate\n# END migrate\n')
  project.migrate(['reopen', 'cart.php', 'shut/page.php'])
  expect(emit()).toMatchObject({status: 0, stdout: expect.stringContaining('written')})
})

test('a configuration that can not be read is named', () => {
  const project = shop()
  const emit = project.migrate(['emit-apache', '--server-config', 'missing.conf'])
  expect(emit.status).toBe(2)
  expect(emit.stderr).toContain('missing.conf')
})
