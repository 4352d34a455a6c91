import {describe, expect, it} from 'vitest'
import type {FileCall} from '../../../src/scan/types.ts'
import {factsOf} from '../facts-of.ts'

const callsIn = (code: string): FileCall[] => factsOf(code).fileCalls ?? []

describe('calls that may include a file', () => {
  it('are calls with the name of a PHP file, and of functions that are named so', () => {
    const code = `need(LIB . 'user.php'); Loader::load($name);
      function start($what) { $file = dirname(__FILE__) . '/' . $what; open_it($file, "x/$what.inc"); }
      class Page { function show() { self::bring('a.php'); $this->bring('b.php'); } }`
    expect(callsIn(code)).toEqual([
      {name: 'need', text: "need(LIB . 'user.php')", arguments: [[{constant: 'LIB'}, {text: 'user.php'}]], line: 1},
      {name: 'loader::load', text: 'Loader::load($name)', arguments: [[{variable: 'name'}]], line: 1},
      {
        name: 'open_it',
        text: 'open_it($file, "x/$what.inc")',
        arguments: [
          [{up: 1}, {text: '/'}, {parameter: 0}],
          [{text: 'x/'}, {parameter: 0}, {text: '.inc'}],
        ],
        line: 2,
        inside: 'start',
      },
      {
        name: 'page::bring',
        text: "self::bring('a.php')",
        arguments: [[{text: 'a.php'}]],
        line: 3,
        inside: 'Page::show',
      },
      {name: 'page::bring', text: "bring('b.php')", arguments: [[{text: 'b.php'}]], line: 3, inside: 'Page::show'},
    ])
  })

  it('are methods of a class that is named: another than their own when a variable or a member says which', () => {
    const code = `class Page { function show() {
      static::a('a.php'); $x::b('a.php'); $this->y::c('a.php'); f()::d('a.php'); A::$z::e('a.php'); Other::f('a.php'); } }`
    expect(callsIn(code).map(({name}) => name)).toEqual(['page::a', '->b', '->c', '->d', '->e', 'other::f'])
  })

  it('are methods of other objects, when they are given a file', () => {
    const code = `$page->show('a.php'); $this->db->load('pages/list'); $page->show('list'); $db->load($name);
      class Child extends Base { function __construct() { parent::__construct('b.php'); } }`
    expect(callsIn(code).map(({name, arguments: given}) => [name, given[0]])).toEqual([
      ['->show', [{text: 'a.php'}]],
      ['->load', [{text: 'pages/list'}]],
      ['base::__construct', [{text: 'b.php'}]],
    ])
  })

  it('are not other calls, definitions, text and comments', () => {
    const code = `login('Ada'); link_to('a.php?x=1'); parent::load($name); new need('a.php');
      function load_it($x = 'a.php') {} "need('a.php')"; /* need('a.php') */ load(); preload($x);`
    expect(callsIn(code)).toEqual([])
  })
})

describe('parameters in the names of includes', () => {
  it('are known when nothing else is assigned to them', () => {
    const [own, other, changed, closure] = factsOf(`
      function own($a, $b) { $path = LIB . $b; include $path . '.php'; }
      function other($a) { include $b; }
      function changed($a) { $a = trim($a); include $a; }
      function outer($a) { return function ($b) { include $b; }; }`).includes.map(({parts}) => parts)
    expect(own).toEqual([{constant: 'LIB'}, {parameter: 1}, {text: '.php'}])
    expect([other, changed, closure]).toEqual([[{variable: 'b', isLocal: true}], [{parameter: 0}], [{unknown: true}]])
  })
})
