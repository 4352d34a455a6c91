import {execFileSync, spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {scan, scanFiles} from '../temporary-site.ts'

const APACHE = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'
const AUTH = 'AuthType Basic\nAuthName "x"\nAuthUserFile /nowhere\n'

/** `.htaccess` texts by directory, and what a visitor from elsewhere gets for a file there. */
const CASES: Record<string, {htaccess: string; expected: Record<string, number>}> = {
  open: {htaccess: '# nothing\n', expected: {'a.php': 200}},
  closed: {htaccess: 'Require all denied\n', expected: {'a.php': 403}},
  'old-closed': {htaccess: 'Order deny,allow\nDeny from all\n', expected: {'a.php': 403}},
  'old-default': {htaccess: 'order Allow,Deny\n', expected: {'a.php': 403}},
  'old-open': {htaccess: 'Order allow,deny\nAllow from all\n', expected: {'a.php': 200}},
  'old-last-word': {htaccess: 'Order deny,allow\nDeny from all\nAllow from all\n', expected: {'a.php': 200}},
  'old-first-word': {htaccess: 'Order allow,deny\nDeny from all\nAllow from all\n', expected: {'a.php': 403}},
  'old-some': {htaccess: 'Order deny,allow\nDeny from all\nAllow from 192.0.2.1\n', expected: {'a.php': 403}},
  address: {htaccess: 'Require ip 192.0.2.1\n', expected: {'a.php': 403}},
  user: {htaccess: `${AUTH}Require valid-user\n`, expected: {'a.php': 401}},
  either: {htaccess: `${AUTH}Require valid-user\nRequire all granted\n`, expected: {'a.php': 200}},
  all: {
    htaccess: `${AUTH}<RequireAll>\nRequire valid-user\nRequire all granted\n</RequireAll>\n`,
    expected: {'a.php': 401},
  },
  'closed/again': {htaccess: 'Require all granted\n', expected: {'a.php': 200}},
  'closed/below': {htaccess: 'DirectoryIndex x\n', expected: {'a.php': 403}},
  files: {
    htaccess:
      '<Files "a*.php">\nRequire all denied\n</Files>\n<FilesMatch "\\.(inc|cfg)\\.php$">\nRequire all denied\n</FilesMatch>\n<Files ~ "^_">\nRequire all denied\n</Files>\n',
    expected: {'a.php': 403, 'ab.php': 403, 'b.php': 200, 'x.inc.php': 403, 'x.inc.php.php': 200, '_x.php': 403},
  },
  'files-open': {
    htaccess: 'Require all denied\n<Files "b.php">\nRequire all granted\n</Files>\n',
    expected: {'a.php': 403, 'b.php': 200},
  },
  'closed/files': {htaccess: '<Files b.php>\nRequire all granted\n</Files>\n', expected: {'a.php': 403, 'b.php': 200}},
  module: {
    htaccess:
      '<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n',
    expected: {'a.php': 403},
  },
  'no-module': {htaccess: '<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n', expected: {'a.php': 200}},
  rewrite: {
    htaccess: 'RewriteEngine On\nRewriteRule ^(inc|lib)/ - [F,L]\nRewriteRule ^B\\.php$ - [NC,F]\n',
    expected: {'a.php': 200, 'inc/a.php': 403, 'b.php': 403},
  },
  'rewrite-not': {
    htaccess: 'RewriteEngine On\nRewriteRule !^index\\.php$ - [F]\n',
    expected: {'index.php': 200, 'a.php': 403},
  },
  limit: {htaccess: '<Limit GET POST>\nRequire all denied\n</Limit>\n', expected: {'a.php': 403}},
  limitexcept: {htaccess: '<LimitExcept GET POST>\nRequire all denied\n</LimitExcept>\n', expected: {'a.php': 200}},
  quoted: {
    htaccess: '<Files "a b.php">\nRequire all \\\n  denied\n</Files>\n',
    expected: {'a b.php': 403, 'b.php': 200},
  },
  wildcard: {
    htaccess: '<Files "[ab]?.php">\nRequire all denied\n</Files>\n',
    expected: {'a1.php': 403, 'c1.php': 200, 'a.php': 200},
  },
}

const files = Object.fromEntries(
  Object.entries(CASES).flatMap(([directory, {htaccess, expected}]) => [
    [`${directory}/.htaccess`, htaccess],
    ...Object.keys(expected).map((name) => [`${directory}/${name}`, '<?php echo 1;'] as const),
  ]),
)
const expectations = Object.entries(CASES).flatMap(([directory, {expected}]) =>
  Object.entries(expected).map(([name, status]) => ({path: `${directory}/${name}`, status})),
)

describe('access rules', () => {
  it.each(expectations)('of $path say what a visitor gets: $status', async ({path, status}) => {
    const site = await scanFiles(files)
    const kinds = site.files.find((file) => file.path === path)?.access.map(({kind}) => kind) ?? []
    if (status === 200) expect(kinds).toEqual([])
    else if (status === 401) expect(kinds).toEqual(['auth'])
    else expect(['closed', 'restricted']).toContain(kinds[0])
  })

  it('name the file, the line, the section and the directive', async () => {
    const site = await scanFiles({
      'a/.htaccess': '\n<Files "x.php">\n  Require   all denied\n</Files>',
      'a/x.php': '<?php',
      'b.php': '<?php',
    })
    const rule = {file: 'a/.htaccess', kind: 'closed', files: 'x.php', text: 'Require all denied', line: 3}
    expect(site.accessRules).toEqual([rule])
    expect(site.files.map(({access}) => access)).toEqual([[rule], []])
  })

  it('tell a condition from a refusal', async () => {
    const site = await scanFiles({
      '.htaccess': 'RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} EvilBot\nRewriteRule .* - [F]\n',
      'a.php': '<?php echo 1;',
    })
    expect(site.files[0]?.access).toMatchObject([{kind: 'restricted'}])
  })

  it('survive patterns that are wrong, or slow on purpose', async () => {
    const site = await scanFiles({
      '.htaccess':
        '<FilesMatch "(a+)+$">\nRequire all denied\n</FilesMatch>\n<FilesMatch "([">\nRequire all denied\n</FilesMatch>\n<Files "[">\nRequire all denied\n</Files>\n',
      [`${'a'.repeat(60)}!.php`]: '<?php',
    })
    expect(site.files[0]?.access.map(({kind}) => kind)).toContain('restricted')
  })
})

// The expectations above, asked of the real server.
const hasApache = existsSync(APACHE)
describe.skipIf(!hasApache && !process.env.CI)(`a real Apache${hasApache ? '' : ' (not installed)'}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'apache-'))
  const docroot = join(root, 'site')
  let port = 0

  beforeAll(async () => {
    expect(hasApache, `${APACHE} must be installed`).toBe(true)
    for (const [path, contents] of Object.entries(files)) {
      mkdirSync(join(docroot, path, '..'), {recursive: true})
      writeFileSync(join(docroot, path), contents)
    }
    chmodSync(root, 0o755)
    port = await freePort()
    const modules =
      'mpm_event authz_core authz_host authz_user authn_core authn_file auth_basic access_compat rewrite dir'.split(' ')
    const loads = modules
      .filter((name) => existsSync(`${MODULES}/mod_${name}.so`))
      .map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`)
    const user = process.getuid?.() === 0 ? 'User nobody\nGroup nogroup\n' : ''
    writeFileSync(
      join(root, 'apache.conf'),
      `ServerName localhost\n${user}Listen 127.0.0.1:${port}\nPidFile ${root}/pid\nErrorLog ${root}/error.log\nDefaultRuntimeDir ${root}\n${loads.join('\n')}\n` +
        `DocumentRoot ${docroot}\n<Directory ${docroot}>\nAllowOverride All\nRequire all granted\n</Directory>\n`,
    )
    execFileSync(APACHE, ['-f', `${root}/apache.conf`, '-k', 'start'])
    await answering(port)
  })

  afterAll(() => {
    const pid = existsSync(`${root}/pid`) ? readFileSync(`${root}/pid`, 'utf8').trim() : ''
    if (pid) {
      process.kill(Number(pid), 'SIGTERM')
      spawnSync('timeout', ['10', 'tail', `--pid=${pid}`, '-f', '/dev/null'])
    }
    rmSync(root, {recursive: true, force: true})
  })

  it('gives visitors what the scan says', async () => {
    const site = await scan(docroot)
    for (const {path, status} of expectations) {
      const response = await fetch(`http://127.0.0.1:${port}/${encodeURI(path)}`)
      await response.text()
      expect(response.status, path).toBe(status)
      const isFree = site.files.find((file) => file.path === path)?.access.length === 0
      expect(isFree, path).toBe(response.status === 200)
    }
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    if (response) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Apache does not answer')
}
