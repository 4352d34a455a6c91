import {execFileSync, spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {fileOf, scan, scanFiles, temporarySite} from '../temporary-site.ts'

describe('files that PHP puts before and after every page', () => {
  const SITE = {
    '.htaccess':
      '<IfModule mod_php.c>\nphp_value auto_prepend_file "inc/start.php"\n</IfModule>\n<Files "free.php">\nphp_value auto_prepend_file none\n</Files>\n',
    'inc/start.php': '<?php session_start(); include "lib.php";',
    'inc/lib.php': '<?php function lib() {}',
    'inc/end.php': '<?php echo "end";',
    'index.php': '<?php include "inc/lib.php"; echo $_GET["a"];',
    'free.php': '<?php echo $_GET["a"];',
    'shop/index.php': '<?php echo $_GET["a"];',
    'shop/.htaccess': 'php_value auto_append_file ../inc/end.php\n',
    'api/index.php': '<?php echo $_GET["a"];',
    'api/.htaccess': 'php_value auto_prepend_file none\n',
    'lost/index.php': '<?php echo $_GET["a"];',
    'lost/.htaccess': 'php_value auto_prepend_file /srv/generated.php\n',
  }

  it('are includes of the pages that a setting governs, with the setting as their place', async () => {
    const site = await scanFiles(SITE)
    expect(fileOf(site, 'index.php').includes).toEqual([
      {
        from: 'index.php',
        settings: '.htaccess',
        line: 2,
        text: 'php_value auto_prepend_file "inc/start.php"',
        targets: ['inc/start.php'],
        how: 'prepend',
      },
      {from: 'index.php', line: 1, text: '"inc/lib.php"', targets: ['inc/lib.php'], how: 'literal'},
    ])
    const edges = (path: string): string[] =>
      fileOf(site, path).includes.map(({settings, line, how, targets}) => [settings, line, how, ...targets].join(' '))
    expect(edges('shop/index.php')).toEqual([
      '.htaccess 2 prepend inc/start.php',
      'shop/.htaccess 1 append inc/end.php',
    ])
    expect(edges('free.php')).toEqual([])
    expect(edges('api/index.php')).toEqual([])
    expect(edges('lost/index.php')).toEqual(['lost/.htaccess 1 absent'])
    expect(edges('inc/lib.php')).toEqual([])
  })

  it('count for closure and session, and are includes themselves', async () => {
    const site = await scanFiles(SITE)
    expect(fileOf(site, 'shop/index.php')).toMatchObject({
      closure: ['inc/end.php', 'inc/lib.php', 'inc/start.php'],
      session: 'read',
    })
    expect(fileOf(site, 'api/index.php')).toMatchObject({closure: [], session: 'none'})
    expect(fileOf(site, 'inc/start.php')).toMatchObject({
      role: 'include',
      evidence: [
        {
          because: 'runs before every page: `php_value auto_prepend_file "inc/start.php"`',
          file: '.htaccess',
          line: 2,
        },
      ],
    })
    expect(fileOf(site, 'inc/end.php').evidence[0]?.because).toContain('runs after every page')
  })

  it('are not made of settings in comments, of other names, or for another module', async () => {
    const site = await scanFiles({
      '.htaccess':
        '# php_value auto_prepend_file a.php\nphp_value include_path a.php\nphp_flag auto_prepend_file a.php\n<IfModule !mod_php.c>\nphp_value auto_prepend_file a.php\n</IfModule>\n',
      '.user.ini': ';auto_prepend_file = a.php\nauto_append_file =\n',
      'a.php': '<?php echo $_GET["a"];',
      'b.php': '<?php echo $_GET["a"];',
    })
    expect(fileOf(site, 'b.php').includes).toEqual([])
    expect(fileOf(site, 'a.php').role).toBe('page')
  })

  const hasPhp = spawnSync('php-cgi', ['-v']).status === 0
  it.skipIf(!hasPhp && !process.env.CI)('are those that PHP itself takes from .user.ini (needs php-cgi)', async () => {
    const show = '<?php echo json_encode(get_included_files());'
    const docroot = temporarySite({
      '.user.ini': 'auto_prepend_file = \'start.php\'\nauto_append_file = "end.php" ; note\n',
      'start.php': '<?php $a = 1;',
      'end.php': '<?php echo json_encode(get_included_files());',
      'index.php': '<?php echo "";',
      'shop/start.php': '<?php $b = 1;',
      'shop/end.php': '<?php echo json_encode(get_included_files());',
      'shop/index.php': '<?php echo "";',
      'shop/.user.ini': 'auto_prepend_file = ../start.php',
      'off/.user.ini': 'auto_prepend_file = none\nauto_append_file = "" ',
      'off/index.php': show,
      'off/deep/index.php': show,
      'off/deep/other.php': '<?php $x = 1;',
      'off/deep/.user.ini': 'auto_prepend_file = other.php',
    })
    const site = await scan(docroot)
    for (const page of ['index.php', 'shop/index.php', 'off/index.php', 'off/deep/index.php']) {
      const output = execFileSync('php-cgi', [], {
        env: {
          ...process.env,
          REDIRECT_STATUS: '1',
          REQUEST_METHOD: 'GET',
          DOCUMENT_ROOT: docroot,
          SCRIPT_FILENAME: join(docroot, page),
        },
        encoding: 'utf8',
      })
      const included = (JSON.parse(output.slice(output.indexOf('\r\n\r\n'))) as string[]).map((file) =>
        file.slice(docroot.length + 1),
      )
      expect([page, ...fileOf(site, page).closure].sort(), page).toEqual(included.sort())
    }
  })
})
