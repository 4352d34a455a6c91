/** What happens to a project when the tree, the ledger or the user is odd: clear words, and nothing lost. */
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import Database from 'better-sqlite3'
import {expect, test} from 'vitest'
import {makeProject} from '../support/project.ts'

const NASTY = [
  'quo"te.php',
  "it's.php",
  'two words.php',
  'new\nline.php',
  'esc\x1b[31m.php',
  '$(id).php',
  '<b>.php',
  '-rf.php',
  '%41.php',
  'ümläut.php',
  '\u202Egpj.php',
  'back\\slash.php',
  '__PAGE__.php',
  'handle() {.php',
]

test('records every file whatever its name, and shows it without harm to a terminal', () => {
  const project = makeProject(Object.fromEntries(NASTY.map((name) => [name, `<?php echo $_GET['x'];`])))
  const latin1 = Buffer.concat([Buffer.from(`${project.docroot}/caf`), Buffer.from([0xe9]), Buffer.from('.php')])
  writeFileSync(latin1, '<?php echo 1;')
  expect(project.migrate(['scan']).status).toBe(2)
  const scan = project.migrate(['scan', project.docroot])
  expect(scan.status).toBe(0)
  const pages: {path: string}[] = JSON.parse(project.migrate(['list', '--all', '--json']).stdout)
  expect(pages.map((page) => page.path).sort()).toEqual([...NASTY, 'caf\\xE9.php'].sort())
  for (const args of [['list', '--all'], ...pages.map((page) => ['show', '--', page.path])]) {
    const {status, stdout, stderr} = project.migrate(args)
    expect(`${args.join(' ')}: ${status} ${stderr}`).toBe(`${args.join(' ')}: 0 `)
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/)
  }
})

test('scaffolds pages of odd names to handlers that type-check, and refuses names that no module can have', () => {
  const fine = NASTY.filter((name) => !/[\n\x1b\\]/.test(name))
  const project = makeProject(
    Object.fromEntries(
      NASTY.map((name) => [name, `<?php echo (int) $_GET['a\u2028b'] . $_POST["it's"] . $_GET['class'];`]),
    ),
  )
  project.migrate(['init', '--docroot', project.docroot])
  project.migrate(['scan'])
  const scaffold = project.migrate(['scaffold', '--as-page', '--', ...fine])
  expect(scaffold.stderr).toBe('')
  expect(scaffold.status).toBe(0)
  for (const name of fine) expect(existsSync(join(project.directory, 'handlers', `${name}.ts`))).toBe(true)
  const compiler = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname
  const compiled = spawnSync(process.execPath, [compiler, '-p', project.directory], {encoding: 'utf8'})
  expect(compiled.stdout).toBe('')
  expect(project.migrate(['serve', '--check', '--json']).stdout).toContain('"problems": []')
  expect(project.migrate(['scaffold', 'new\nline.php']).stderr).toContain('Code: ODD_NAME')
})

test('records what is wrong with a file and goes on', () => {
  const project = makeProject({
    'empty.php': '',
    'binary.php': Buffer.from([0x3c, 0x3f, 0x70, 0x68, 0x70, 0x20, 0, 1, 2, 255]),
    'latin1.php': Buffer.from('<?php echo "Gr\xfc\xdfe";', 'latin1'),
    'big.php': `<?php\n$data = array(\n${"  'some value that is long enough',\n".repeat(300_000)});\necho count($data);`,
    'fine.php': '<?php echo 1;',
  })
  symlinkSync('nowhere.php', join(project.docroot, 'dangling.php'))
  symlinkSync('loop-b.php', join(project.docroot, 'loop-a.php'))
  symlinkSync('loop-a.php', join(project.docroot, 'loop-b.php'))
  symlinkSync('.', join(project.docroot, 'self'))
  mkdirSync(join(project.docroot, 'directory.php'))
  const scan = project.migrate(['scan', project.docroot])
  expect(`${scan.status} ${scan.stderr}`).toBe('0 ')
  const problems = (path: string): string[] =>
    JSON.parse(project.migrate(['show', path, '--json']).stdout).problems.map((problem: {kind: string}) => problem.kind)
  expect(problems('empty.php')).toEqual(['empty'])
  expect(problems('binary.php')).toContain('binary')
  expect(problems('latin1.php')).toEqual(['not-utf8'])
  expect(problems('dangling.php')).toEqual(['dangling-symlink'])
  expect(problems('loop-a.php')).toEqual(['symlink-loop'])
  expect(problems('fine.php')).toEqual([])
  expect(JSON.parse(project.migrate(['show', 'big.php', '--json']).stdout).lines).toBe(300_004)
})

test('says what to do about a ledger that is missing, foreign, damaged or from a newer version', () => {
  const project = makeProject({'a.php': '<?php echo 1;'})
  const file = join(project.directory, '.migrate', 'ledger.db')
  const complaint = () => project.migrate(['list']).stderr
  expect(complaint()).toMatch(/Code: NO_LEDGER\nTry this: Run `migrate scan DIR`/)
  project.migrate(['scan', project.docroot])
  const newer = new Database(file)
  newer.pragma('user_version = 99')
  newer.close()
  expect(complaint()).toMatch(/Code: LEDGER_NEWER\nTry this: Update migrate/)
  writeFileSync(file, 'not a database '.repeat(500))
  expect(complaint()).toMatch(/Code: NOT_A_LEDGER\nTry this: Move it away/)
  expect(project.migrate(['list', '--json']).stdout).toContain('"code": "NOT_A_LEDGER"')
  expect(readFileSync(file, 'utf8')).toBe('not a database '.repeat(500))
})

test('refuses a project inside the document root, also by way of a symbolic link', () => {
  const project = makeProject({'a.php': '<?php echo 1;'})
  const site = join(project.directory, '..')
  for (const docroot of ['.', '..', site]) {
    const scan = project.migrate(['scan', docroot])
    expect(scan.status).toBe(2)
    expect(scan.stderr).toMatch(/Code: PROJECT_IN_DOCROOT\nTry this: Use a folder beside it: `mkdir -p/)
  }
  symlinkSync(site, join(project.docroot, '..', 'link'))
  expect(project.migrate(['scan', join(site, 'link')]).stderr).toContain('PROJECT_IN_DOCROOT')
  expect(project.migrate(['init', '--docroot', '.']).stderr).toContain('PROJECT_IN_DOCROOT')
  expect(existsSync(join(project.directory, '.migrate'))).toBe(false)
  project.write(
    'migrate.config.json',
    JSON.stringify({site: {docroot: '../shop'}, handlers: '../shop/handlers'}),
    'project',
  )
  expect(project.migrate(['scan']).stderr).toMatch(/the folder of the handlers .* lies inside the document root/)
})

test('lets one of two scans wait for the other, and both are in the history', async () => {
  const project = makeProject(
    Object.fromEntries(Array.from({length: 300}, (_, n) => [`p${n}.php`, `<?php echo ${n};`])),
  )
  const scans = [1, 2, 3].map(() => project.start(['scan', project.docroot, '--json']))
  const codes = await Promise.all(scans.map((scan) => new Promise((resolve) => scan.once('close', resolve))))
  expect(codes).toEqual([0, 0, 0])
  expect(JSON.parse(project.migrate(['list', '--all', '--json']).stdout)).toHaveLength(300)
  expect(JSON.parse(project.migrate(['show', 'p7.php', '--json']).stdout).history).toHaveLength(1)
})

test('leaves ledger and files as before or as after when it is killed', async () => {
  const project = makeProject(
    Object.fromEntries(Array.from({length: 200}, (_, n) => [`p${n}.php`, `<?php echo $_GET['x'];`])),
  )
  project.migrate(['scan', project.docroot])
  const handlers = join(project.directory, 'handlers')
  for (const delay of [120, 160, 200, 240, 280, 340]) {
    for (const args of [['scaffold', 'p*.php'], ['scan']]) {
      project.write('p1.php', `<?php echo ${delay};`)
      const killed = project.start(args)
      setTimeout(() => killed.kill('SIGKILL'), delay)
      await new Promise((resolve) => killed.once('close', resolve))
      const list = project.migrate(['list', '--json'])
      expect(list.stderr).toBe('')
      const pages: {path: string; status: string}[] = JSON.parse(list.stdout)
      expect(pages).toHaveLength(200)
      for (const page of pages) {
        const file = join(handlers, `${page.path}.ts`)
        if (page.status === 'scaffolded') expect(existsSync(file)).toBe(true)
        if (existsSync(file)) expect(readFileSync(file, 'utf8')).toMatch(/^\/\/ p\d+\.php in TypeScript[\s\S]*\n$/)
      }
    }
  }
  expect(project.migrate(['scaffold', 'p*.php']).status).toBe(0)
})
