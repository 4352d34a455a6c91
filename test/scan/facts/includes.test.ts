import {describe, expect, it} from 'vitest'
import type {IncludeUse} from '../../../src/scan/types.ts'
import {factsOf} from '../facts-of.ts'

const only = (code: string): IncludeUse => factsOf(code).includes[0] as IncludeUse

describe('includes', () => {
  it.each([
    ["'a.php'", 'include-path', 'a.php'],
    ["('a' . '.php')", 'include-path', 'a.php'],
    ['"./inc/a.php"', 'include-path', './inc/a.php'],
    ["'/srv/a.php'", 'absolute', '/srv/a.php'],
    ["'C:\\\\web\\\\a.php'", 'absolute', 'C:\\web\\a.php'],
    ["__DIR__ . '/a.php'", 'file-directory', 'a.php'],
    ['__dir__ . "/../a.php"', 'file-directory', '../a.php'],
    ["dirname(__FILE__) . '/inc/' . 'a.php'", 'file-directory', 'inc/a.php'],
    ["dirname(dirname(__FILE__)) . '/a.php'", 'file-directory', '../a.php'],
    ["dirname(__FILE__, 3) . DIRECTORY_SEPARATOR . 'a.php'", 'file-directory', '../../a.php'],
    ["realpath(dirname(__FILE__) . '/..') . '/a.php'", 'file-directory', '../a.php'],
    ["$_SERVER['DOCUMENT_ROOT'] . '/inc/a.php'", 'document-root', 'inc/a.php'],
    ["str_replace('\\\\', '/', dirname(__FILE__)) . '/a.php'", 'file-directory', 'a.php'],
    ["'a.' . substr(strrchr(__FILE__, '.'), 1)", 'include-path', 'a.php'],
    ["'a.php' or die('no')", 'include-path', 'a.php'],
    ["'a.php' || die('no')", 'include-path', 'a.php'],
  ])('evaluates %s', (expression, base, path) => {
    expect(only(`require_once ${expression};`)).toMatchObject({keyword: 'require_once', target: {base, path}})
  })

  it('follows a variable that is assigned once', () => {
    expect(only('$root = dirname(__FILE__); $lib = $root . \'/lib\'; include "$lib/a.php";').target).toEqual({
      base: 'file-directory',
      path: 'lib/a.php',
    })
  })

  it('takes the last of several values that a variable certainly has', () => {
    expect(only("$a = 'x.php'; $a = 'y.php'; include $a; $a = 'z.php';").target?.path).toBe('y.php')
    expect(only("if ($b) { $a = 'x.php'; } $a = 'y.php'; if ($b) { include $a; }").target?.path).toBe('y.php')
  })

  it('does not follow parameters, or variables of another function', () => {
    expect(only("function f($a) { $a = $a ?: 'x.php'; include $a; }").target).toBeNull()
    expect(only("$a = 'x.php'; function f() { include $a; }").target).toBeNull()
    expect(only('foreach ($all as $a) include $a;').target).toBeNull()
  })

  it('keeps what is known of other names', () => {
    expect(only("include 'pages/' . $page . '.php';").parts).toEqual([
      {text: 'pages/'},
      {variable: 'page'},
      {text: '.php'},
    ])
    expect(only("include ROOT . 'a.php';").parts).toEqual([{constant: 'ROOT'}, {text: 'a.php'}])
    expect(only('include "pages/{$_GET[\'p\']}.php";').parts).toEqual([
      {text: 'pages/'},
      {unknown: true, input: 'p'},
      {text: '.php'},
    ])
  })

  it('takes a file name that a call is given for the end of the path that it gives', () => {
    const parts = [{unknown: true}, {text: 'top.php'}]
    expect(only("include $template->file('top.php');").parts).toEqual(parts)
    expect(only("include Theme::path('top.php', true);").parts).toEqual(parts)
    expect(only("include pick('a.php', 'b.php');").parts).toEqual([{unknown: true}])
    expect(only("include basename($x, '.php');").parts).toEqual([{unknown: true}])
    expect(only("include theme('blue');").parts).toEqual([
      {unknown: true, call: {name: 'theme', arguments: [[{text: 'blue'}]]}},
    ])
  })

  it('knows both includes of a conditional expression', () => {
    expect(factsOf("$x ? include('a.php') : @include('b.php');").includes.map(({text}) => text)).toEqual([
      "('a.php')",
      "('b.php')",
    ])
  })

  it('sees that the request chooses the file', () => {
    const code =
      "$p = isset($_GET['page']) ? $_GET['page'] : 'home'; if (!in_array($p, $all)) $p = 'home'; include \"pages/$p.php\";"
    expect(only(code).parts).toContainEqual({unknown: true, input: 'page'})
  })

  it('says where an include stands', () => {
    expect(
      factsOf("include 'a.php'; function f() { return include 'b.php'; }").includes.map(({inside}) => inside),
    ).toEqual([undefined, 'f'])
  })

  it('does not take methods, text and comments for includes', () => {
    expect(
      factsOf("$x->include('a.php'); A::require('b.php'); 'include \"c.php\"'; // include 'd.php'\n").includes,
    ).toEqual([])
  })
})
