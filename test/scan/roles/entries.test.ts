import {describe, expect, it} from 'vitest'
import {COMMON, judged, pagesThatBegin, rolesOf} from './roles-of.ts'

describe('a file that begins as the pages of its site do', () => {
  it('is a page, though nothing leads to it and it takes and sends nothing', () => {
    const {roles} = judged({
      ...COMMON,
      ...pagesThatBegin(4),
      'admin/clear.php': '<?php require "../common.php"; empty_cart();',
    })
    expect(roles.get('admin/clear.php')).toMatchObject({
      role: 'page',
      evidence: [{because: 'begins with `common.php`, as 5 pages do', file: 'admin/clear.php', line: 1}],
    })
  })

  it('is a page, though a set of includes may mean it', () => {
    const files = {
      'modules/save.php': '<?php require "../common.php"; save($_POST["name"]);',
      'modules/list.php': '<?php title("List"); foreach ($rows as $row) echo $_GET["sort"];',
      'show.php': '<?php require "common.php"; $file = choose(); include "modules/" . $file . ".php";',
    }
    expect(rolesOf({...COMMON, ...pagesThatBegin(4), ...files})).toMatchObject({
      'modules/save.php': 'page',
      'modules/list.php': 'include',
    })
  })

  it('is a page, though another page includes it that has begun already', () => {
    const files = {
      'vacation.php': '<?php require_once "common.php"; title("Away");',
      'users/vacation.php':
        '<?php require_once "../common.php"; $x = prepare(); check($x); run($x); require "../vacation.php";',
    }
    expect(rolesOf({...COMMON, ...pagesThatBegin(4), ...files})).toMatchObject({'vacation.php': 'page'})
  })

  it('is shared when several pages include it, and begins to be on the safe side', () => {
    const header = '<?php require_once "common.php"; ?><h1>Shop</h1>'
    const page = '<?php require_once "common.php"; include "header.php"; title(1); title(2); title(3);'
    const files = {'header.php': header, 'a.php': page, 'b.php': page}
    expect(rolesOf({...COMMON, ...pagesThatBegin(4), ...files})).toMatchObject({'header.php': 'include'})
  })

  it('needs a custom: what a few files include says nothing', () => {
    const files = {'common.php': COMMON['common.php'], 'a/run.php': '<?php require "../common.php"; do_it();'}
    const {roles} = judged(files)
    expect(roles.get('a/run.php')?.evidence).toEqual([
      {because: 'includes `"../common.php"`', file: 'a/run.php', line: 1},
    ])
  })
})

describe('what pages begin with', () => {
  it('is no page, though text names it and it takes requests', () => {
    const common = '<?php $lang = $_GET["lang"]; setcookie("lang", $lang); session_start();'
    const names = '<?php $files = ["common.php"]; check($files);'
    const {roles} = judged({...pagesThatBegin(4), 'common.php': common, 'admin/files.php': names})
    expect(roles.get('common.php')).toMatchObject({
      role: 'include',
      evidence: [{because: '4 pages begin with it', file: 'common.php'}, {}, {}, {}],
    })
  })

  it('speaks for its own application when several stand beside each other', () => {
    const forum = Object.fromEntries(
      Object.entries({...COMMON, ...pagesThatBegin(20)}).map(([path, code]) => [`forum/${path}`, code]),
    )
    const shop = {'shop/parts/sum.php': '<?php $sum = add($a, $b); show($sum);'}
    expect(rolesOf({...forum, ...shop})).toMatchObject({'shop/parts/sum.php': 'unsure'})
    expect(rolesOf({...forum, 'forum/parts/sum.php': shop['shop/parts/sum.php']})).toMatchObject({
      'forum/parts/sum.php': 'include',
    })
  })
})

describe('what scripts begin with', () => {
  it('makes a script of a file that begins with it too', () => {
    const files = {
      'cli.php': '<?php $out = fopen("php://stdout", "w"); prepare();',
      'jobs/mail.php': '#!/usr/bin/php\n<?php require "../cli.php"; mail_all();',
      'jobs/clean.php': '#!/usr/bin/php\n<?php require "../cli.php"; clean();',
      'update_cache.php': '<?php require "cli.php"; refresh();',
    }
    expect(judged(files).roles.get('update_cache.php')).toMatchObject({
      role: 'script',
      evidence: [{because: 'begins with `cli.php`, as 2 scripts do', file: 'update_cache.php', line: 1}],
    })
  })
})
