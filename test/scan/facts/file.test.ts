/** Facts about the file as a whole. */
import {describe, expect, it} from 'vitest'
import {factsOf, factsOfFile} from '../facts-of.ts'

describe('guard', () => {
  it.each([
    ["defined('IN_SHOP') or die('No');", 'IN_SHOP'],
    ["defined('IN_SHOP') || exit;", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')) exit;", 'IN_SHOP'],
    ["if ( ! defined( 'IN_SHOP' ) ) { header('HTTP/1.0 403'); exit(); }", 'IN_SHOP'],
    ["!defined('IN_SHOP') && die;", 'IN_SHOP'],
    ['if (!isset($config)) die();', '$config'],
    ["if (basename(__FILE__) == basename($_SERVER['SCRIPT_FILENAME'])) exit;", 'PHP_SELF'],
    ["if (realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) die;", 'PHP_SELF'],
    ["if (basename(__FILE__) != basename($_SERVER['SCRIPT_NAME'])) { $x = 1; } else { exit; }", 'PHP_SELF'],
    ["if (defined('IN_SHOP') === false) die();", 'IN_SHOP'],
    ["if (true != defined('IN_SHOP')) die();", 'IN_SHOP'],
    ["if (defined('IN_SHOP')) { $x = 1; } else { exit; }", 'IN_SHOP'],
    ["if (defined('IN_SHOP')): $x = 1; else: exit; endif;", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')): exit; endif;", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')) throw new Exception('No');", 'IN_SHOP'],
    ["if (!defined('IN_SHOP') || $x > 1) { exit; }", 'IN_SHOP'],
    ["if (!(defined('IN_SHOP') && IN_SHOP)) exit;", 'IN_SHOP'],
    ["if (!defined('IN_SHOP') && !defined('IN_ADMIN')) exit;", 'IN_SHOP'],
    ["if (!defined('IN_SHOP') && PHP_SAPI != 'cli') exit;", 'IN_SHOP'],
    ["defined('IN_SHOP') or defined('IN_ADMIN') or die;", 'IN_SHOP'],
    ["(defined('IN_SHOP')) || exit('No');", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')) { if ($x) { header('HTTP/1.0 404'); } else echo 'No'; exit; }", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')) { if ($x) exit; else { die('No'); } }", 'IN_SHOP'],
    ["if (!defined('IN_SHOP')) { if (!isset($site)) { return; } }", 'IN_SHOP'],
    ["if ($_GET) { echo 1; } for (;;) { break; } defined('IN_SHOP') or die;", 'IN_SHOP'],
    ["function f() { include 'a.php'; } defined('IN_SHOP') or die;", 'IN_SHOP'],
    ["namespace Shop; defined('IN_SHOP') or die;", 'IN_SHOP'],
    ["namespace Shop { defined('IN_SHOP') or die; }", 'IN_SHOP'],
    ["if (!isset($GLOBALS['site'])) die;", '$site'],
    ["if (!isset($site['name'])) die;", '$site'],
    ["if (!function_exists('shop_open')) exit;", 'shop_open()'],
    ["if (!class_exists('Shop')) return;", 'class Shop'],
    ['if (count(get_included_files()) == 1) exit;', 'get_included_files()'],
    ['if (2 > sizeof(get_required_files())) exit;', 'get_required_files()'],
    ['if (!debug_backtrace()) exit;', 'debug_backtrace()'],
    ['if (empty(debug_backtrace())) exit;', 'debug_backtrace()'],
    ['count(debug_backtrace()) > 0 or die;', 'debug_backtrace()'],
  ])('is %s', (code, constant) => {
    expect(factsOf(code).guard).toEqual({constant, line: 1})
  })

  it.each([
    ["if (basename($_SERVER['PHP_SELF']) == 'a.inc.php') die();", {when: 'a.inc.php'}],
    ["if (eregi('a.php', $_SERVER['PHP_SELF'])) { Header('Location: index.php'); die(); }", {when: 'a.php'}],
    ["if (strpos($_SERVER['PHP_SELF'], '/inc/a.php') !== false) die;", {when: 'a.php'}],
    ["if (preg_match('/a\\.php$/', $PHP_SELF) > 0) die;", {when: 'a.php'}],
    ["if (!empty($_SERVER['SCRIPT_NAME']) && 'a.php' == basename($_SERVER['SCRIPT_NAME'])) die;", {when: 'a.php'}],
    ["if (!eregi('modules.php', $_SERVER['PHP_SELF'])) die('No');", {unless: 'modules.php'}],
    ["if (basename($_SERVER['PHP_SELF']) != 'index.php') { exit; }", {unless: 'index.php'}],
    ["if (strpos($_SERVER['PHP_SELF'], 'index.php') === false) exit;", {unless: 'index.php'}],
  ])('in %s depends on the name that was requested', (code, condition) => {
    expect(factsOf(code).guard).toEqual({constant: 'PHP_SELF', line: 1, ...condition})
  })

  it.each([
    ["if (!defined('ROOT')) define('ROOT', './');"],
    ["include 'common.php'; if (!defined('INSTALLED')) exit;"],
    ["if (defined('DEBUG')) { echo 1; }"],
    ["if (!isset($_GET['id'])) die('No id');"],
    ["function f() { if (!defined('X')) exit; }"],
    ["'defined(X) or die';"],
    ["if (!empty($_POST) || defined('X')) die;"],
    ["if (empty($_POST['a']) && !defined('X')) exit;"],
    ["if (!defined('X')) { $a = 1; if ($b) exit; $a = 2; }"],
    ["if (!defined('X')) { while ($b) { exit; } }"],
    ["if (!defined('X')) { function f() { exit; } }"],
    ["if (!defined('X')) { $f = function () { return 1; }; }"],
    ["if (!defined('X')) { require 'start.php'; exit; }"],
    ["if ($a) { if (!defined('X')) exit; }"],
    ["if ($a) defined('X') or die;"],
    ["if ($a): defined('X') or die; endif;"],
    ["foreach ($all as $a) { defined('X') or die; }"],
    ["if ($a) { echo 1; } elseif (!defined('X')) { exit; }"],
    ["if (defined('X')) exit;"],
    ["defined('X') and die;"],
    ["!defined('X') || die;"],
    ["$a or defined('X') or die;"],
    ["$a && !defined('X') && die;"],
    ["defined('X') ? die : null;"],
    ["Shop::isOpen() or die('Closed');"],
    ["mysql_connect('localhost') or die('No database');"],
    ["define('X', 1); if (!defined('X')) exit;"],
    ["const X = 1; defined('X') or die;"],
    ['$user = load(); if (!isset($user)) die;'],
    ["if (!isset($PHP_AUTH_USER)) { header('WWW-Authenticate: Basic'); exit; }"],
    ['if (!isset($argv)) exit;'],
    ['if (isset($a) && $a === false) { return; }'],
    ["if (!function_exists('mb_strlen')) die('mbstring is needed');"],
    ["if (!function_exists('f')) exit; function f() {}"],
    ["if (!class_exists('PDO')) die('PDO is needed');"],
    ["if (class_exists('A')) return; class A {}"],
    ["if (!defined('PHP_VERSION_ID')) die('PHP is too old');"],
    ["defined('STDIN') or die;"],
    ["if (PHP_SAPI != 'cli') die;"],
    ["if (basename(__FILE__) != basename($_SERVER['SCRIPT_FILENAME'])) return;"],
    ["if (basename($_SERVER['PHP_SELF']) == $page . '.php') die;"],
    ['if (count(get_included_files()) > 1) return;'],
    ['if (count(get_included_files()) == 2) return;'],
    ["exit; defined('X') or die;"],
  ])('is not %s', (code) => {
    expect(factsOf(code).guard).toBeUndefined()
  })

  it('is found in time however deep the tests are', () => {
    const deep = 100_000
    for (const code of [
      `if (${'('.repeat(deep)}!defined('X')${')'.repeat(deep)}) exit;`,
      `if (${'!'.repeat(deep)}defined('X')) exit;`,
      `if (!defined('X')) ${'if ($a) '.repeat(deep)} exit;`,
      `if (!defined('X')) ${'{'.repeat(deep)} exit; ${'}'.repeat(deep)}`,
      `${'if ($a): '.repeat(deep)} ${'endif; '.repeat(deep)}`,
      `${'$a or '.repeat(deep)} exit;`,
    ])
      expect(factsOf(code).guard).toBeUndefined()
    const chain = `if (!defined('X')) ${'if ($a) exit; else '.repeat(deep)} exit;`
    expect(factsOf(chain).guard).toEqual({constant: 'X', line: 1})
  })
})

describe('commandLine', () => {
  it('sees a script by its first line', () => {
    expect(factsOfFile('#!/usr/bin/php -q\n<?php echo 1;').commandLine).toEqual({
      line: 1,
      text: '#!/usr/bin/php -q',
      only: true,
    })
  })

  it.each([
    ["if (php_sapi_name() != 'cli') { die('No'); }", true],
    ["if (PHP_SAPI !== 'cli') exit;", true],
    ["PHP_SAPI === 'cli' or die('No');", true],
    ["if (isset($_SERVER['REMOTE_ADDR'])) die('No');", true],
    ["if (php_sapi_name() == 'cli') { $x = 1; }", undefined],
    ['$file = $argv[1];', undefined],
  ])('sees in %s a test, and whether visitors are refused: %s', (code, only) => {
    expect(factsOf(code).commandLine).toMatchObject(only ? {line: 1, only} : {line: 1})
    expect(factsOf(code).commandLine?.only).toBe(only)
  })

  it('does not see one in functions and other tests', () => {
    expect(factsOf("function f() { return PHP_SAPI; } $ip = $_SERVER['REMOTE_ADDR'];").commandLine).toBeUndefined()
  })
})

describe('what happens at the top level', () => {
  const counts = (source: string): [number, number] => {
    const {topLevelStatements, topLevelAssignments} = factsOfFile(source)
    return [topLevelStatements, topLevelAssignments]
  }

  it('counts statements, not definitions and includes', () => {
    expect(
      counts(
        "<?php namespace A; use B; include 'a'; define('X', 1); const Y = 2; function f() { echo 1; } class C { public $x = 1; }",
      ),
    ).toEqual([0, 0])
    expect(counts("<?php $a = 1; $b['x']['y'] = [1, 2]; echo $a; f();")).toEqual([4, 2])
    expect(counts('<?php if ($a) { $b = 1; } else { echo 2; } foreach ($x as $y) z();')).toEqual([3, 1])
    expect(counts('<?php for ($i = 0; $i < 3; $i++) { echo $i; }')).toEqual([1, 0])
    expect(counts('<p>text</p><?php ?>\n<?= 1 ?>')).toEqual([2, 0])
    expect(counts('<?php $f = function () { echo 1; return 2; };')).toEqual([1, 1])
    expect(counts('<?php function f() {} function g() { if (1) { echo 1; } } ?>\n')).toEqual([0, 0])
  })

  it('sees a file that returns an array', () => {
    expect(factsOf("\nreturn ['a' => 1];").returnsArray).toBe(2)
    expect(factsOf('return array(1);').returnsArray).toBe(1)
    expect(factsOf('function f() { return []; } return $array;').returnsArray).toBeUndefined()
  })
})

describe('size', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['a\r\nb\r\n', 2],
    ['a\rb\rc', 3],
  ])('counts the lines of %j', (source, lines) => {
    expect(factsOfFile(source).lines).toBe(lines)
  })

  it('counts the bytes of HTML', () => {
    expect(factsOfFile('<p>é</p><?php echo 1 ?>\n<b>')).toMatchObject({bytes: 28, inlineHtmlBytes: 12})
  })

  it('counts lines that end in a carriage return alone, as PHP does', () => {
    expect(factsOfFile("<?php\r// comment\r$_GET['a'];\r").inputs[0]?.line).toBe(3)
  })
})

describe('problems', () => {
  it('tells empty, binary and other files apart', () => {
    const kinds = (source: string | Buffer) =>
      factsOfFile(source).problems.map(({kind, line}) => `${kind} ${line ?? ''}`.trim())
    expect(kinds('')).toEqual(['empty'])
    expect(kinds("<?php echo 1;\n'\0';")).toEqual(['binary 2'])
    expect(kinds(Buffer.from('\ufeff<?php', 'utf16le'))).toEqual(['binary 1'])
    expect(kinds(Buffer.from("<?php\n\n$x = 'caf\xe9';", 'latin1'))).toEqual(['not-utf8 3'])
    expect(kinds('<?php $x = "café";')).toEqual([])
  })

  it('keeps text readable in either encoding', () => {
    const text = (source: Buffer) => factsOfFile(source).inputs[0]?.key
    expect(text(Buffer.from("<?php $_GET['café'];"))).toBe('café')
    expect(text(Buffer.from("<?php $_GET['caf\xe9'];", 'latin1'))).toBe('café')
  })
})
