import {describe, expect, it} from 'vitest'
import {judged, rolesOf} from './roles-of.ts'

const LIBRARY = {'inc/lib.php': '<?php function get_header() {} function get_footer() {} class Menu {}'}

describe('a file that can not run by itself', () => {
  it('is a template when it calls functions that it does not include', () => {
    const theme = '<html><?php get_header(); ?><p>No such page</p><p>Sorry.</p><?php get_footer(); ?></html>'
    expect(judged({...LIBRARY, 'theme/404.php': theme}).roles.get('theme/404.php')).toEqual({
      role: 'template',
      confidence: 0.75,
      evidence: [
        {because: 'uses `get_footer()` and includes nothing that defines it', file: 'theme/404.php'},
        {because: 'defines `get_footer()`', file: 'inc/lib.php'},
      ],
    })
  })

  it('is a part of a page when other files name it', () => {
    const files = {
      'routes.php': '<?php return ["edit" => ["file" => "parts/edit.php"]];',
      'parts/edit.php': '<?php get_header(); new Menu; echo $_GET["id"];',
    }
    expect(rolesOf({...LIBRARY, ...files})).toMatchObject({'parts/edit.php': 'subpage'})
  })

  it.each([
    ['includes them', '<?php require "../inc/lib.php"; get_header(); ?><p>'],
    ['includes what includes them', '<?php require "../inc/all.php"; get_header(); ?><p>'],
    ['may include them: a file that is not there', '<?php require "../config.php"; get_header(); ?><p>'],
    ['defines them', '<?php function get_header() {} get_header(); ?><p>'],
    ['calls what PHP has, and some file only stands in for', '<?php str_contains("a", "b"); ?><p>'],
    ['calls what only a test defines', '<?php header_sent(); ?><p>'],
  ])('is not one that %s', (_, code) => {
    const files = {
      'inc/all.php': '<?php require_once __DIR__ . "/lib.php";',
      'inc/old.php': '<?php if (!function_exists("str_contains")) { function str_contains($a, $b) {} }',
      'tests/mocks.php': '<?php namespace Tests; function header_sent() {}',
      'index.php': '<a href="site/page.php">',
      'site/page.php': '<a href="look.php">',
    }
    const {roles} = judged({...LIBRARY, ...files, 'site/look.php': `${code}<a href="page.php">`})
    expect(roles.get('site/look.php')?.role).toBe('page')
    // Without the link it is judged by what it needs.
    const {roles: alone} = judged({
      ...LIBRARY,
      ...files,
      'site/page.php': '',
      'site/look.php': `${code}<a href="x.html">`,
    })
    expect(alone.get('site/look.php')?.evidence[0]?.because).not.toContain('includes nothing that defines it')
  })

  it('does not count classes that are loaded by their names', () => {
    const files = {
      'inc/load.php': '<?php spl_autoload_register("load"); function load($class) { include "$class.php"; }',
      'start.php': '<?php require "inc/load.php"; new Menu; echo $_POST["x"];',
    }
    expect(rolesOf({...LIBRARY, ...files})).toMatchObject({'start.php': 'page'})
  })

  it('is not requested when a constant that it does not define names all that it includes', () => {
    const files = {
      'load.php': '<?php define("ROOT", __DIR__ . "/"); require ROOT . "inc/lib.php";',
      'inc/old-menu.php': '<?php notice("use menu.php"); require ROOT . "inc/lib.php";',
      'post.php':
        '<?php if (defined("ROOT")) require ROOT . "load.php"; else require __DIR__ . "/load.php"; echo $_POST["x"];',
    }
    const {roles} = judged({...LIBRARY, ...files})
    expect(roles.get('inc/old-menu.php')).toMatchObject({
      role: 'include',
      evidence: [
        {because: 'includes `ROOT . "inc/lib.php"`, but does not define `ROOT`', file: 'inc/old-menu.php', line: 1},
      ],
    })
    expect(roles.get('post.php')?.role).toBe('page')
  })
})

describe('a file whose text others read', () => {
  it('is part of what they show', () => {
    const files = {
      'index.php':
        '<?php $topic = $_GET["topic"]; eval("?>" . file_get_contents(__DIR__ . "/topics/$topic/help/text.php"));',
      'topics/cart/help/text.php': '<h1>The cart</h1><p>Put books into it.</p>',
      'topics/cart/text.php': '<h1>The cart</h1>',
    }
    const {roles} = judged(files)
    expect(roles.get('topics/cart/help/text.php')).toMatchObject({
      role: 'template',
      evidence: [{because: expect.stringMatching(/^its text is read: `file_get_contents/), file: 'index.php', line: 1}],
    })
    expect(roles.get('topics/cart/text.php')?.evidence[0]?.because).toContain('prints')
  })
})
