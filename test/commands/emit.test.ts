import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {makeProject, type TestProject} from '../support/project.ts'

/** A shop in which `cart.php` has moved. */
function shop(config: Record<string, unknown> = {}): TestProject {
  const project = makeProject({
    'cart.php': '<?php echo 1;',
    'list.php': '<?php echo 2;',
    'admin/users.php': '<?php echo 3;',
  })
  project.write('migrate.config.json', JSON.stringify({site: {docroot: '../shop'}, ...config}), 'project')
  project.migrate(['scan'])
  move(project, 'cart.php')
  return project
}

function move(project: TestProject, page: string): void {
  expect(project.migrate(['done', page, '--force', '--reason', 'test'])).toMatchObject({status: 0})
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

test('--check says whether the file is as it would be written, with a diff', () => {
  const project = shop()
  const file = project.write('.htaccess', '# mine\n')
  const check = () => project.migrate(['emit-apache', '--into', '../shop/.htaccess', '--check'])
  expect(check()).toMatchObject({status: 1, stdout: expect.stringContaining('+# BEGIN migrate')})
  expect(readFileSync(file, 'utf8')).toBe('# mine\n')
  project.migrate(['emit-apache', '--into', '../shop/.htaccess'])
  expect(check()).toMatchObject({status: 0, stdout: expect.stringContaining('unchanged')})
  writeFileSync(file, readFileSync(file, 'utf8').replace('cart\\x2ephp', 'list\\x2ephp'))
  const changed = check()
  expect(changed.status).toBe(1)
  expect(changed.stdout).toMatch(/^-.*list\\x2ephp.*\n\+.*cart\\x2ephp/m)
  const json = JSON.parse(project.migrate(['emit-apache', '--into', '../shop/.htaccess', '--check', '--json']).stdout)
  expect(json).toMatchObject({upToDate: false, dryRun: true, pages: ['cart.php'], installed: [{outcome: 'written'}]})
})

test('--check and --dry-run need a place to look at', () => {
  const project = shop()
  expect(project.migrate(['emit-apache', '--check'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--into FILE'),
  })
  expect(project.migrate(['emit-apache', '--dry-run'])).toMatchObject({status: 2})
})

test('--remove takes the block out, to the byte', () => {
  const project = shop()
  const file = project.write('.htaccess', 'RewriteEngine On')
  project.migrate(['emit-apache', '--style', 'rewrite', '--into', '../shop/.htaccess'])
  expect(readFileSync(file, 'utf8')).toMatch(/^# BEGIN migrate\n[\s\S]*# END migrate\nRewriteEngine On$/)
  project.migrate(['emit-apache', '--remove', '--into', '../shop/.htaccess'])
  expect(readFileSync(file, 'utf8')).toBe('RewriteEngine On')
})

test('a page is moved by a marker, and the block stays as it is', () => {
  const project = shop()
  const markers = join(project.directory, 'markers')
  const file = project.write('.htaccess', '')
  const emit = (...more: string[]) =>
    project.migrate(['emit-apache', '--style', 'marker', '--markers', markers, '--into', '../shop/.htaccess', ...more])
  expect(emit('--dry-run').stdout).toContain(`New file ${markers}/on${project.docroot}/cart.php`)
  expect(existsSync(markers)).toBe(false)
  expect(emit().status).toBe(0)
  const block = readFileSync(file, 'utf8')
  expect(filesBelow(markers)).toEqual(['.migrate-folder', `on${project.docroot}/cart.php`])
  move(project, 'admin/users.php')
  expect(emit('--check').status).toBe(1)
  emit()
  expect(filesBelow(markers)).toContain(`on${project.docroot}/admin/users.php`)
  project.migrate(['reopen', 'cart.php', 'admin/users.php'])
  emit()
  expect(filesBelow(markers)).toEqual(['.migrate-folder'])
  expect(readFileSync(file, 'utf8')).toBe(block)
})

test('a folder with files of somebody else is not taken for the markers, nor one that everybody can write to', () => {
  const project = shop()
  const folder = join(project.directory, 'theirs')
  mkdirSync(folder)
  writeFileSync(join(folder, 'letter.txt'), 'dear')
  const emit = () =>
    project.migrate(['emit-apache', '--style', 'marker', '--markers', folder, '--into', '../shop/.htaccess'])
  expect(emit()).toMatchObject({status: 2, stderr: expect.stringContaining('Code: FOLDER_NOT_OURS')})
  expect(filesBelow(folder)).toEqual(['letter.txt'])
  chmodSync(folder, 0o777)
  expect(emit()).toMatchObject({status: 2, stderr: expect.stringContaining('Code: FOLDER_WRITABLE')})
  expect(existsSync(join(project.docroot, '.htaccess'))).toBe(false)
})

test('markers inside the document root are refused', () => {
  const project = shop()
  const emit = project.migrate(['emit-apache', '--style', 'marker', '--markers', join(project.docroot, 'm')])
  expect(emit).toMatchObject({status: 1, stderr: expect.stringContaining('Code: FOLDER_IN_DOCUMENT_ROOT')})
})

test('an area has its own backend', () => {
  const project = shop({
    backend: {fastcgi: '127.0.0.1:9100'},
    backends: [{name: 'admin', pages: ['admin/**'], fastcgi: '127.0.0.1:9200'}],
  })
  move(project, 'admin/users.php')
  const text = project.migrate(['emit-apache']).stdout
  expect(text).toMatch(/admin\/users\\x2ephp.*\n *SetHandler "proxy:fcgi:\/\/127\.0\.0\.1:9200"/)
  expect(text).toMatch(/cart\\x2ephp.*\n *SetHandler "proxy:fcgi:\/\/127\.0\.0\.1:9100"/)
})

test('a canary is written with its condition, and the history says whom it was for', () => {
  const project = shop()
  const canary = (...more: string[]) => project.migrate(['canary', 'list.php', ...more])
  expect(canary()).toMatchObject({status: 2, stderr: expect.stringContaining('--cookie NAME')})
  expect(canary('--cookie', 'a b')).toMatchObject({status: 2})
  expect(canary('--percent', '5')).toMatchObject({status: 1, stderr: expect.stringContaining('Code: NO_HANDLER')})
  const forced = ['--force', '--reason', 'test']
  expect(canary('--percent', '5', '--cookie', 'ts', ...forced)).toMatchObject({
    status: 0,
    stdout: 'list.php  todo → porting\n',
  })
  expect(project.migrate(['emit-apache']).stdout).toMatch(/list\\x2ephp\$# && \(%\{HTTP_COOKIE\} =~ .* \|\| md5\(/)
  expect(project.migrate(['show', 'list.php']).stdout).toContain(
    'TypeScript for cookie ts=1, 5 % of visitors, else PHP',
  )
  const page = JSON.parse(project.migrate(['show', 'list.php', '--json']).stdout)
  expect(page).toMatchObject({exposure: 'canary', canary: {cookie: 'ts', percent: 5}})
  expect(page.history.at(-1)).toMatchObject({kind: 'canary', text: '{"cookie":"ts","percent":5}: test', forced: true})
  expect(canary('--off').status).toBe(0)
  expect(project.migrate(['emit-apache']).stdout).not.toContain('list')
  expect(JSON.parse(project.migrate(['show', 'list.php', '--json']).stdout)).toMatchObject({
    exposure: 'php',
    canary: null,
  })
})

test('a protected page is refused where its protection would be lost, with --json too', () => {
  const project = shop()
  const htaccess = project.write('admin/.htaccess', 'AuthType Basic\nRequire valid-user\n')
  expect(existsSync(htaccess)).toBe(true)
  project.migrate(['scan'])
  move(project, 'admin/users.php')
  const emit = project.migrate(['emit-apache', '--style', 'proxy', '--for', 'vhost', '--out', 'conf', '--json'])
  expect(emit.status).toBe(1)
  const {error} = JSON.parse(emit.stdout)
  expect(error).toMatchObject({
    code: 'ACCESS_WOULD_BE_LOST',
    details: [
      {code: 'ACCESS_WOULD_BE_LOST', page: 'admin/users.php', reason: expect.stringContaining('admin/.htaccess:2')},
      {code: 'SERVER_CONFIG_NEEDED'},
    ],
  })
  expect(existsSync(join(project.directory, 'conf'))).toBe(false)
})

test('in a file of the virtual host the block is replaced too, never added a second time', () => {
  const project = shop()
  const own = '<VirtualHost *:80>\n  DocumentRoot /srv/www\n'
  const file = project.write('vhost.conf', own, 'project')
  const emit = (...more: string[]) =>
    project.migrate(['emit-apache', '--for', 'vhost', '--into', 'vhost.conf', ...more])
  expect(emit().status).toBe(0)
  const first = readFileSync(file, 'utf8')
  expect(first.startsWith(`${own}# BEGIN migrate\n`)).toBe(true)
  expect(emit('--check').status).toBe(0)
  emit('--remove')
  expect(readFileSync(file, 'utf8')).toBe(own)
})
