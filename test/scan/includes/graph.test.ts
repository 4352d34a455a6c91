import {describe, expect, it} from 'vitest'
import {fileOf, scanFiles} from '../temporary-site.ts'

const edgesOf = async (files: Record<string, string>, path: string): Promise<string[]> =>
  fileOf(await scanFiles(files), path).includes.map(({how, targets}) => [how, ...targets].join(' '))

describe('the include graph', () => {
  it('resolves names against the file, the directories above and __DIR__', async () => {
    const files = {
      'a/b/page.php':
        '<?php include "x.php"; include "inc/y.php"; include __DIR__ . "/../z.php"; include "../z.php"; include "none.php"; include $_SERVER["DOCUMENT_ROOT"] . "/inc/y.php";',
      'a/b/x.php': '',
      'inc/y.php': '',
      'a/z.php': '',
    }
    expect(await edgesOf(files, 'a/b/page.php')).toEqual([
      'literal a/b/x.php',
      'include-path inc/y.php',
      'directory a/z.php',
      'literal a/z.php',
      'absent',
      'directory inc/y.php',
    ])
  })

  it('resolves a name in an include as PHP does for the page that was requested', async () => {
    const files = {
      'index.php': '<?php include "lib/start.php";',
      'admin/index.php': '<?php include "../lib/start.php";',
      'lib/start.php': '<?php include "config.php"; include "lib/own.php"; include "beside.php";',
      'config.php': '',
      'admin/config.php': '',
      'lib/own.php': '',
      'lib/beside.php': '',
    }
    expect(await edgesOf(files, 'lib/start.php')).toEqual([
      'literal admin/config.php config.php',
      'literal lib/own.php',
      'literal lib/beside.php',
    ])
  })

  it('follows constants through other files', async () => {
    const files = {
      'index.php': '<?php define("ROOT", dirname(__FILE__) . "/"); include ROOT . "inc/a.php";',
      'admin/index.php': '<?php define("ROOT", dirname(dirname(__FILE__)) . "/"); include ROOT . "inc/a.php";',
      'inc/a.php':
        '<?php define("LIB", ROOT . "lib/"); include LIB . "b.php"; include UNKNOWN . "lib/b.php"; include UNKNOWN . ".php";',
      'lib/b.php': '',
    }
    expect(await edgesOf(files, 'admin/index.php')).toEqual(['directory inc/a.php'])
    expect(await edgesOf(files, 'inc/a.php')).toEqual(['directory lib/b.php', 'suffix lib/b.php', 'dynamic'])
  })

  it('follows a constant that is a file of which only a part is known', async () => {
    const files = {
      'start.php':
        '<?php define("HEADER", dirname(__FILE__) . "/theme/header_$style.php"); define("THEME", dirname(__FILE__) . "/$theme/");',
      'index.php': '<?php include HEADER; include THEME . "x.php";',
      'theme/header_a.php': '',
      'theme/header_b.php': '',
      'theme/footer_a.php': '',
    }
    expect(await edgesOf(files, 'index.php')).toEqual(['set theme/header_a.php theme/header_b.php', 'absent'])
  })

  it('survives constants that are made of each other', async () => {
    expect(
      await edgesOf({'a.php': '<?php define("A", B . "x"); define("B", A . "y"); include A . "/z.php";'}, 'a.php'),
    ).toEqual(['absent'])
  })

  it('gives the set of files that a pattern means', async () => {
    const files = {
      'index.php':
        '<?php include "pages/" . $p . ".php"; include "lang/$l/common.php"; include $p; include "none/$p.php"; include "../out/$p.php";',
      'pages/a.php': '',
      'pages/b.php': '',
      'pages/sub/c.php': '',
      'pages/d.inc': '',
      'lang/en/common.php': '',
      'lang/de/common.php': '',
      'lang/de/other.php': '',
    }
    expect(await edgesOf(files, 'index.php')).toEqual([
      'set pages/a.php pages/b.php',
      'set lang/de/common.php lang/en/common.php',
      'dynamic',
      'absent',
      'absent',
    ])
  })

  it('takes the nearest of several files when the directory is unknown', async () => {
    const files = {
      'shop/x/page.php': '<?php include $dir . "inc/top.php";',
      'shop/inc/top.php': '',
      'admin/inc/top.php': '',
    }
    expect(await edgesOf(files, 'shop/x/page.php')).toEqual(['suffix shop/inc/top.php'])
  })

  it('does not leave the document root', async () => {
    expect(
      await edgesOf({'a.php': '<?php include __DIR__ . "/../b.php"; include "../b.php";', 'b.php': ''}, 'a.php'),
    ).toEqual(['absent', 'absent'])
  })

  it('counts files that are not PHP by name', async () => {
    expect(await edgesOf({'a.php': '<?php include "footer.html";', 'footer.html': ''}, 'a.php')).toEqual([
      'literal footer.html',
    ])
  })

  it('gives every page all it can include, circles or not', async () => {
    const site = await scanFiles({
      'a.php': '<?php include "b.php";',
      'b.php': '<?php include "c.php";',
      'c.php': '<?php include "b.php"; include "d.php";',
      'd.php': '',
    })
    expect(fileOf(site, 'a.php').closure).toEqual(['b.php', 'c.php', 'd.php'])
    expect(fileOf(site, 'd.php').closure).toEqual([])
  })
})
