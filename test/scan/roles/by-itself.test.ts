import {describe, expect, it} from 'vitest'
import {COMMON, judged, pagesThatBegin, rolesOf} from './roles-of.ts'

const table = "<?php return ['a' => 'modules/a/show.php'];"
const library = {'lib/tools.php': '<?php function tool() {} $x = 1;'}

describe('a file that includes what only a page in another directory finds', () => {
  const takes = "echo $_GET['id'];"
  const includes = "<?php require 'lib/tools.php';"

  it('is no page, and its role says why', () => {
    const {roles} = judged({
      'index.php': includes,
      'table.php': table,
      'modules/a/show.php': includes + takes,
      ...library,
    })
    expect(roles.get('modules/a/show.php')).toEqual({
      role: 'subpage',
      confidence: 0.75,
      evidence: [
        {
          because: "includes `'lib/tools.php'`, which only a page in another directory finds",
          file: 'modules/a/show.php',
          line: 1,
        },
      ],
    })
  })

  it.each([
    ['changes its directory', `<?php chdir('../..'); require 'lib/tools.php'; ${takes}`],
    ['says where to look', `<?php ini_set('include_path', '../..'); require 'lib/tools.php'; ${takes}`],
    ['finds another file first', `<?php require __DIR__ . '/own.php'; require 'lib/tools.php'; ${takes}`],
    ['goes up from its own directory', `<?php require '../../lib/tools.php'; ${takes}`],
    ['includes it in a function only', `<?php function f() { require 'lib/tools.php'; } ${takes}`],
  ])('is a page when it %s', (_, page) => {
    const roles = rolesOf({
      'index.php': includes,
      'modules/a/show.php': page,
      'modules/a/own.php': '<?php $y = 1;',
      ...library,
    })
    expect(roles['modules/a/show.php']).toBe('page')
  })

  it('is a page when an index does the same: PHP is told where to look', () => {
    const roles = rolesOf({'admin/index.php': includes, 'modules/a/show.php': includes + takes, ...library})
    expect(roles['modules/a/show.php']).toBe('page')
  })
})

describe('a file that prints a whole document', () => {
  const document = '<!DOCTYPE html><html><body><?php $rows = [1]; foreach ($rows as $row) echo $row; ?></body></html>'

  it.each([
    ['of HTML', document],
    ['by echo', "<?php print('<html><body>Closed</body>'); echo '</html>';"],
    ['by phpinfo()', '<?php phpinfo();'],
  ])('%s is a page though pages around it are different', (_, page) => {
    const roles = rolesOf({...COMMON, ...pagesThatBegin(12), 'install/a.php': page})
    expect(roles['install/a.php']).toBe('page')
  })

  it.each([
    ['with variables that it does not set', '<html><body><?php echo $title; ?></body></html>'],
    ['with what it does not include', '<html><body><?php title("x"); ?></body></html>'],
    ['of which it prints only a part', '<html><body><?php $a = 1; ?>'],
    ['that it only keeps', "<?php $mail = '<html><body></body></html>'; deliver($mail);"],
    ['in a function', "<?php function show() { echo '<html></html>'; phpinfo(); } ready();"],
  ])('%s is none', (_, page) => {
    const roles = rolesOf({...COMMON, ...pagesThatBegin(12), 'install/a.php': page})
    expect(roles['install/a.php']).not.toBe('page')
  })
})
