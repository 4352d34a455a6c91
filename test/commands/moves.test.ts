import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {makeProject, type TestProject} from '../support/project.ts'

const PORTED = `import {definePage} from 'banyan/runtime'
export default definePage({page: 'cart.php', session: 'none', handle: () => 'ported'})
`

function shop(): TestProject {
  const project = makeProject({
    'cart.php': `<?php echo (int) $_GET['add'];`,
    'inc/db.php': '<?php function db() {}',
    'list.php': '<?php echo 1;',
  })
  project.migrate(['scan', project.docroot])
  return project
}

test('takes a page all the way, with a history', () => {
  const project = shop()
  project.migrate(['scaffold', 'cart.php'])
  project.migrate(['start', 'cart.php'])
  project.migrate(['note', 'cart.php', 'mind the coupon'])
  project.migrate(['assign', 'cart.php', 'ben'])
  project.write('handlers/cart.php.ts', PORTED, 'project')
  const done = project.migrate(['done', 'cart.php'])
  expect(done.stdout).toBe('cart.php  porting → done\n')
  const page = JSON.parse(project.migrate(['show', 'cart.php', '--json']).stdout)
  expect(page).toMatchObject({status: 'done', exposure: 'typescript', owner: 'ben'})
  expect(page.history.map((event: {kind: string; who: string}) => `${event.kind} ${event.who}`)).toEqual([
    'found ana',
    'scaffolded ana',
    'started ana',
    'note ana',
    'assigned ana',
    'done ana',
  ])
})

test('refuses done without a handler, with a broken one, and with one that has a hole', () => {
  const project = shop()
  const done = () => project.migrate(['done', 'cart.php'])
  expect(done()).toMatchObject({status: 1, stderr: expect.stringContaining('Code: NO_HANDLER')})
  project.write('handlers/cart.php.ts', 'export default {', 'project')
  expect(done()).toMatchObject({status: 1, stderr: expect.stringContaining('Code: HANDLER_BROKEN')})
  project.write('handlers/cart.php.ts', '', 'project')
  expect(done().stderr).toContain('it has no default export made by definePage()')
  project.write('handlers/cart.php.ts', PORTED.replace('cart.php', 'list.php'), 'project')
  expect(done().stderr).toContain('it defines the page `list.php`')
  project.migrate(['scaffold', 'cart.php', '--force'])
  expect(done()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/has a hole: handlers\/cart\.php\.ts:\d+\nCode: HANDLER_HAS_HOLES/),
  })
  project.write('handlers/cart.php.ts', `import {part} from '../part.ts'\n${PORTED}`, 'project')
  project.write('part.ts', `import {hole} from 'banyan/runtime'\nexport const part = () => hole('x', 'y')\n`, 'project')
  expect(done()).toMatchObject({status: 1, stderr: expect.stringContaining('part.ts:2')})
  expect(project.migrate(['done', 'cart.php', '--force'])).toMatchObject({status: 2})
  expect(project.migrate(['done', 'cart.php', '--force', '--reason', 'not used any more'])).toMatchObject({status: 0})
  const [last] = JSON.parse(project.migrate(['show', 'cart.php', '--json']).stdout).history.slice(-1)
  expect(last).toMatchObject({kind: 'done', forced: true, text: 'not used any more'})
})

test('says which moves are legal, which page was meant, and what is no page', () => {
  const project = shop()
  expect(project.migrate(['reopen', 'cart.php'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /Code: ILLEGAL_MOVE\nTry this: Legal moves: `migrate scaffold cart.php`, `migrate start cart.php`/,
    ),
  })
  expect(project.migrate(['start', 'carts.php']).stderr).toContain('Did you mean `cart.php`?')
  expect(project.migrate(['start', 'x/*.php']).stderr).toContain('Code: NOTHING_MATCHES')
  expect(project.migrate(['scaffold', 'inc/db.php']).stderr).toContain('Code: NOT_A_PAGE')
  expect(project.migrate(['assign', 'cart.php']).stderr).toContain('Name one OWNER')
  expect(project.migrate(['strat', 'cart.php'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no command `strat`'),
  })
})

test('takes pages as globs, from stdin, and by their path on disk', () => {
  const project = shop()
  expect(project.migrate(['start', '*.php']).stdout).toBe('cart.php  todo → porting\nlist.php  todo → porting\n')
  const byStdin = project.migrate(['note', '-', 'from a list'], {input: 'cart.php\nlist.php\n'})
  expect(byStdin.stdout).toBe('Noted for cart.php\nNoted for list.php\n')
  expect(project.migrate(['show', '../shop/cart.php']).stdout).toContain('cart.php   page · porting')
  expect(project.migrate(['show', '/cart.php']).status).toBe(0)
})

test('never overwrites a handler that somebody edited, and keeps a copy when forced', () => {
  const project = shop()
  project.migrate(['scaffold', 'cart.php'])
  const pristine = project.read('handlers/cart.php.ts')
  project.write('cart.php', `<?php echo (int) $_GET['add'] + (int) $_GET['more'];`)
  project.migrate(['scan'])
  expect(project.migrate(['scaffold', 'cart.php']).stdout).toContain('handlers/cart.php.ts       written')
  expect(project.read('handlers/cart.php.ts')).toContain('query.more')
  project.write('handlers/cart.php.ts', `${pristine}// mine\n`, 'project')
  const refused = project.migrate(['scaffold', 'cart.php'])
  expect(refused).toMatchObject({status: 1, stdout: expect.stringContaining('edited by somebody')})
  expect(project.read('handlers/cart.php.ts')).toBe(`${pristine}// mine\n`)
  expect(project.migrate(['scaffold', 'cart.php', '--force']).status).toBe(0)
  expect(project.read('handlers/cart.php.ts.kept-1')).toBe(`${pristine}// mine\n`)
})

test('calls a page stale when its PHP changes after it was done', () => {
  const project = shop()
  project.write('handlers/cart.php.ts', PORTED, 'project')
  project.migrate(['done', 'cart.php'])
  project.write('cart.php', '<?php echo 2; echo 3;')
  expect(project.migrate(['scan']).stdout).toContain('stale      `cart.php`')
  expect(project.migrate(['list', '--flag', 'stale', '--json']).stdout).toContain('"path": "cart.php"')
})

test('puts the block into a file and takes it out again, to the byte', () => {
  const project = shop()
  const own = 'RewriteEngine On\r\n# mine\r\n'
  const file = project.write('.htaccess', own)
  project.write('handlers/cart.php.ts', PORTED, 'project')
  project.migrate(['done', 'cart.php'])
  const emit = (...more: string[]) => project.migrate(['emit-apache', '--into', '../shop/.htaccess', ...more])
  expect(emit('--dry-run').stdout).toContain('would be written')
  expect(readFileSync(file, 'utf8')).toBe(own)
  expect(emit().status).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('cart\\x2ephp')
  expect(emit().stdout).toContain('unchanged')
  project.migrate(['reopen', 'cart.php'])
  emit()
  expect(readFileSync(file, 'utf8')).toBe(own)
  expect(existsSync(join(project.directory, 'handlers', 'cart.php.ts'))).toBe(true)
})

test('emits nothing and says why when a page can not be routed', () => {
  const project = makeProject({'a?b.php': '<?php echo 1;'})
  project.migrate(['scan', project.docroot])
  expect(project.migrate(['done', 'a?b.php', '--force', '--reason', 'x']).stderr).not.toContain('Error')
  const emit = project.migrate(['emit-apache', '--out', 'conf'])
  expect(emit).toMatchObject({status: 1, stdout: '', stderr: expect.stringContaining('Code: NAME_QUESTION_MARK')})
  expect(existsSync(join(project.directory, 'conf'))).toBe(false)
})

test('refuses to scaffold a page that is done, before it writes anything', () => {
  const project = shop()
  project.write('handlers/cart.php.ts', PORTED, 'project')
  project.migrate(['done', 'cart.php'])
  const scaffold = project.migrate(['scaffold', '--force', '--as-page', 'list.php', 'cart.php'])
  expect(scaffold).toMatchObject({status: 2, stderr: expect.stringContaining('Code: ILLEGAL_MOVE')})
  expect(project.read('handlers/cart.php.ts')).toBe(PORTED)
  expect(existsSync(join(project.directory, 'handlers', 'list.php.ts'))).toBe(false)
})

test('refuses handlers inside the document root, also when the configuration came later', () => {
  const project = shop()
  project.write('migrate.config.json', JSON.stringify({site: {docroot: '../shop'}, handlers: '../shop/h'}), 'project')
  expect(project.migrate(['scaffold', 'cart.php']).stderr).toContain('Code: PROJECT_IN_DOCROOT')
  expect(project.migrate(['serve', '--check']).status).toBe(2)
  expect(existsSync(join(project.docroot, 'h'))).toBe(false)
})

test('says what is wrong with a file that no block can go into', () => {
  const project = shop()
  project.write('handlers/cart.php.ts', PORTED, 'project')
  project.migrate(['done', 'cart.php'])
  expect(project.migrate(['emit-apache', '--into', '.']).stderr).toContain('Code: NOT_A_FILE')
  expect(project.migrate(['emit-apache', '--out', 'handlers/cart.php.ts']).stderr).toContain('Code: CANT_WRITE')
  expect(project.migrate(['emit-apache', '--backend', 'localhost:99999'])).toMatchObject({status: 1, stdout: ''})
})

test('serves pages of every ending that is scanned, and ends although a handler keeps a timer', () => {
  const project = makeProject({'old.php3': '<?php echo 1;'})
  project.migrate(['scan', project.docroot])
  project.write(
    'handlers/old.php3.ts',
    `${PORTED.replace('cart.php', 'old.php3')}setInterval(() => {}, 1000)\n`,
    'project',
  )
  const check = project.migrate(['serve', '--check', '--json'])
  expect(JSON.parse(check.stdout)).toMatchObject({pages: ['old.php3'], problems: []})
  expect(check.status).toBe(0)
})

test('runs the tests of the pages that are named, whatever they are called', () => {
  const project = makeProject({'a[1].php': '<?php echo 1;', 'b.php': '<?php echo 1;'})
  project.migrate(['scan', project.docroot])
  project.migrate(['scaffold', 'a[1].php', 'b.php'])
  const run = project.migrate(['test', 'a[1].php'])
  expect(run).toMatchObject({status: 0, stdout: expect.stringContaining('a[1].php answers a visitor')})
  expect(run.stdout).toContain('tests 1')
  expect(project.migrate(['test', '*.php']).stdout).toContain('tests 2')
})

test('scaffolds a page that includes a file which is no PHP by its name', () => {
  const project = makeProject({
    'a.php': `<?php include 'x.php'; echo $_GET['q'];`,
    'x.php': `<?php require 'data.md5';`,
    'data.md5': 'x',
  })
  project.migrate(['scan', project.docroot])
  expect(project.migrate(['scaffold', 'a.php'])).toMatchObject({status: 0, stderr: ''})
  expect(project.read('handlers/a.php.ts')).toContain('x.php')
})
