import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {makeProject, type TestProject} from '../support/project.ts'

const SITE = {
  'cart.php': `<?php
require 'inc/shop.php';
$id = input_int('id');
$note = $_POST['note'] ?? '';
if ($note !== '') {
  mysql_query("INSERT INTO notes VALUES ($id, '$note')");
  header('Location: cart.php');
  exit;
}
echo shop_name();
`,
  'inc/shop.php': `<?php
function input_int($name) { return (int) $_GET[$name]; }
function shop_name() { return 'Books'; }
`,
  'index.php': '<a href="cart.php">Cart</a>',
}

function scanned(files: Record<string, string | Buffer> = SITE): TestProject {
  const project = makeProject(files)
  expect(project.migrate(['scan', project.docroot]).status).toBe(0)
  return project
}

test('shows what a page takes, answers, includes and calls, each with its place', () => {
  const {status, stdout} = scanned().migrate(['show', 'cart.php'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^cart\.php {3}page · todo · served by PHP · owner nobody · 10 lines/)
  expect(stdout).toMatch(/^Takes {6}note {2}POST .* = '' .* cart\.php:4$/m)
  expect(stdout).toMatch(/perhaps more \(see `--deep`\), read by input_int$/m)
  expect(stdout).toMatch(/^Answers {4}redirect +cart\.php +cart\.php:7$/m)
  expect(stdout).toMatch(/^Includes {3}inc\/shop\.php .*cart\.php:2$/m)
  expect(stdout).toMatch(/^Calls {6}inc\/shop\.php {2}input_int:2, shop_name:3$/m)
  expect(stdout).not.toContain('By php-parser')
})

test('--deep adds where the inputs go, and which ones functions of the site read', () => {
  const {status, stdout, stderr} = scanned().migrate(['show', 'cart.php', '--deep'])
  expect(status).toBe(0)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^By php-parser [\d.]+, read as PHP 8\.5/m)
  expect(stdout).toMatch(/^Takes too {2}id {2}GET {2}input_int\('id'\) {2}cart\.php:3$/m)
  expect(stdout).toMatch(/\$_POST\['note'\] → \$note {2}SQL {2}as sent .* cart\.php:4, 6$/m)
  expect(stdout).toMatch(/^Outline {4}if \$note !== '' {2}always ends: exit {2}:5–9$/m)
})

test('--json has every fact with its place, and the deep view when it is asked for', () => {
  const project = scanned()
  const page = JSON.parse(project.migrate(['show', 'cart.php', '--json', '--deep']).stdout)
  expect(page).toMatchObject({
    path: 'cart.php',
    effort: {reasons: expect.any(Array)},
    called: [
      {kind: 'function', name: 'input_int', file: 'inc/shop.php', line: 2},
      {kind: 'function', name: 'shop_name', file: 'inc/shop.php', line: 3},
    ],
    inputReaders: ['input_int'],
    deep: {parser: {name: 'php-parser'}, inputs: [{key: 'id'}]},
  })
  expect(page.facts.inputs).toContainEqual(expect.objectContaining({key: 'note', at: 'cart.php:4'}))
  expect(JSON.parse(project.migrate(['show', 'cart.php', '--json']).stdout)).not.toHaveProperty('deep')
})

test('names functions and classes where an included file defines them, however they are written', () => {
  const project = scanned({
    'page.php':
      "<?php require 'inc/all.php'; $cart = new CART; echo Price(1), Cart::sum(), LIMIT, own(), not_there(); function own() {}",
    'inc/all.php': '<?php function price($x) {} class Cart {} function limit() {} const cart = 1;',
    'other.php': '<?php function price($x) {} function not_there() {}',
  })
  const {called} = JSON.parse(project.migrate(['show', 'page.php', '--json']).stdout)
  expect(called).toEqual([
    {kind: 'function', name: 'price', file: 'inc/all.php', line: 1},
    {kind: 'class', name: 'Cart', file: 'inc/all.php', line: 1},
    {kind: 'function', name: 'own', file: 'page.php', line: 1},
  ])
})

test('--deep says so when the file changed since the scan, and reads it as it is now', () => {
  const project = scanned()
  expect(project.migrate(['show', 'index.php', '--deep']).stdout).not.toContain('not as it was scanned')
  writeFileSync(join(project.docroot, 'index.php'), '<?php echo $_GET["new"];')
  const {stdout} = project.migrate(['show', 'index.php', '--deep'])
  expect(stdout).toContain('The file is not as it was scanned: `migrate scan` brings what is above up to date')
  expect(stdout).toContain('$_GET["new"]')
})

test('a file that php-parser cannot read keeps its screen, and the reason is said', () => {
  const project = scanned({'broken.php': '<?php\necho $_GET["id"];\nif (= 1) {}\n'})
  const {status, stdout} = project.migrate(['show', 'broken.php', '--deep'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Takes {6}id {2}GET/m)
  expect(stdout).toMatch(
    /^No deep view: .*unexpected.* \(broken\.php:3\)\. What is above was found without a syntax tree\.$/m,
  )
})

test('shows several pages one after the other, and gives a list of them with --json', () => {
  const project = scanned()
  expect(project.migrate(['show', '*.php']).stdout).toMatch(/^cart\.php {3}[\s\S]*\n\nindex\.php {3}/)
  const pages = JSON.parse(project.migrate(['show', '*.php', '--json']).stdout)
  expect(pages.map((page: {path: string}) => page.path)).toEqual(['cart.php', 'index.php'])
})

test('what stands in a file harms no terminal, with and without --deep', () => {
  const evil = '\x1b[31m\u202egnp.exe\r\x07'
  const project = scanned({
    'evil.php': `<?php $x = $_GET['${evil}']; mysql_query("SELECT $x ${evil}"); function f${'a'.repeat(5000)}() {} exit; run('${evil}'); if ($_GET['${evil}'] == '${evil}') {} include '${evil}' . $x; ?>${'x'.repeat(10_000)}`,
    [`${'n'.repeat(60)}/${evil.replace('\r', '')}.php`]: `<?php $a = $_POST["b"]; echo $a;`,
  })
  const {stdout} = project.migrate(['list', '--all', '--json'])
  for (const {path} of JSON.parse(stdout) as {path: string}[]) {
    const shown = project.migrate(['show', '--deep', '--', path])
    expect(shown.status).toBe(0)
    expect(shown.stdout).toContain('By php-parser')
    expect(shown.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
    for (const line of shown.stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(100)
  }
})

test('says which page was meant when there is no such page', () => {
  const {status, stderr} = scanned().migrate(['show', 'carts.php'])
  expect(status).toBe(2)
  expect(stderr).toContain('Did you mean `cart.php`?')
})

test('shows the URLs on which visitors reach a page, by rewrite rules and aliases too', () => {
  const project = scanned({
    ...SITE,
    '.htaccess': 'RewriteEngine On\nRewriteRule ^basket/(\\d+)$ cart.php?id=$1 [L]\n',
    'static.txt': '',
  })
  project.write(
    'migrate.config.json',
    JSON.stringify({site: {docroot: '../shop', aliases: {'/old': '../shop'}}}),
    'project',
  )
  const {stdout} = project.migrate(['show', 'cart.php'])
  expect(stdout).toMatch(/^URLs {7}\/cart\.php +its own path$/m)
  expect(stdout).toMatch(/^ {11}\/basket\/\{1\} +\.htaccess:2 +such as \/basket\/1$/m)
  expect(stdout).toMatch(/^ {11}\/old\/cart\.php +alias \/old$/m)
  expect(JSON.parse(project.migrate(['show', 'cart.php', '--json']).stdout).urls).toContainEqual({
    url: '/basket/{1}',
    example: '/basket/1',
    via: [{how: 'rewrite', file: '.htaccess', line: 2, text: 'RewriteRule ^basket/(\\d+)$ cart.php?id=$1 [L]'}],
    isCertain: true,
  })
  expect(project.migrate(['show', 'inc/shop.php']).stdout).not.toMatch(/^URLs/m)
})
