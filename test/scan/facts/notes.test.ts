import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

const kinds = (code: string): string[] => factsOf(code).notes.map(({kind}) => kind)

describe('notes', () => {
  it.each([
    ["file_put_contents('a', 'b')", 'file-write'],
    ["fopen('a', 'w')", 'file-write'],
    ["fopen('a', 'r')", 'file-read'],
    ["readfile('a')", 'file-read'],
    ["move_uploaded_file('a', 'b')", 'upload'],
    ["mail('a', 'b', 'c')", 'mail'],
    ["fsockopen('a', 80)", 'network'],
    ['curl_exec($c)', 'network'],
    ["exec('ls')", 'exec'],
    ['`ls`', 'exec'],
    ['eval($x)', 'eval'],
    ["create_function('$a', 'return 1;')", 'eval'],
    ["assert('$x > 1')", 'eval'],
    ["preg_replace('/a/e', 'b', $x)", 'eval'],
    ['preg_replace("#(a)#sie", "b", $x)', 'eval'],
    ['extract($_POST)', 'extract'],
    ['parse_str($x)', 'extract'],
    ['$$x', 'variable-variable'],
    ['${"a" . $b}', 'variable-variable'],
    ["compact('a', 'b')", 'variable-variable'],
    ['$f(1)', 'dynamic-name'],
    ["$handlers['a']['b'](1)", 'dynamic-name'],
    ['new $class', 'dynamic-name'],
    ['new $class(1)', 'dynamic-name'],
    ['new ($a . $b)', 'dynamic-name'],
    ['$x->$name', 'dynamic-name'],
    ['$x->$name(1)', 'dynamic-name'],
    ["$x->{'a' . $b}", 'dynamic-name'],
    ['$class::create()', 'dynamic-name'],
    ['$class::$method()', 'dynamic-name'],
    ["$classes['a']::create()", 'dynamic-name'],
    ['Cart::$method()', 'dynamic-name'],
    ['call_user_func($f, 1)', 'dynamic-name'],
    ["usort($a, 'by_name')", 'callback'],
    ["array_map(array($this, 'clean'), $a)", 'callback'],
    ["array_map([Cart::class, 'clean'], $a)", 'callback'],
    ['include $x', 'dynamic-include'],
    ["include $page . '.php'", 'dynamic-include'],
    ['$a = &$b', 'reference'],
    ['$a = &static::$list[1]', 'reference'],
    ['function f(&$a) {}', 'reference'],
    ['function f(array &$a) {}', 'reference'],
    ['function f(?Cart &...$a) {}', 'reference'],
    ['foreach ($a as &$b) {}', 'reference'],
    ['[&$a]', 'reference'],
    ['global $a, $b', 'global'],
    ["$GLOBALS['a'] = 1", 'global'],
    ['function f() { static $calls = 0; }', 'static'],
    ['class A { private static ?B $b; }', 'static'],
    ['each($a)', 'array-pointer'],
    ['reset($a)', 'array-pointer'],
    ["register_shutdown_function('f')", 'hook'],
    ['set_error_handler($f)', 'hook'],
    ['function __autoload($class) {}', 'hook'],
    ['declare(ticks=1)', 'hook'],
    ['class A { function __get($name) {} }', 'magic-method'],
    ['class A { function &__CALL($name, $a) {} }', 'magic-method'],
    ['unserialize($x)', 'serialize'],
    ["ini_set('memory_limit', 1)", 'setting'],
    ["setlocale(LC_ALL, 'de')", 'setting'],
    ['@f()', 'silence'],
    ['goto end', 'goto'],
    ['ob_start()', 'output-buffer'],
    ["die('x')", 'exit'],
    ['exit', 'exit'],
  ])('notes %s as %s', (code, kind) => {
    expect(kinds(`${code};`)).toEqual([kind])
  })

  it.each([
    ["'mail(1)'"],
    ['$x->mail()'],
    ['Mailer::exec()'],
    ['function unlink() {}'],
    ['parse_str($x, $y)'],
    ['assert($x > 1)'],
    ["preg_replace('/e/', 'b', $x)"],
    ["preg_replace('/a/u', 'b', $x)"],
    ["include 'a.php'"],
    ["include ROOT . 'inc/a.php'"],
    ['$a & $b'],
    ['f(FLAG & $b)'],
    ['$a && $b'],
    ["$x = $GLOBALS['a']"],
    ['"${a} $b"'],
    ['"$a(1) $b[c] {$d}(1)"'],
    ['/* eval($x) */'],
    ['$x->exit()'],
    ['$x->name'],
    ['A::$list[1]'],
    ['function f($a) { return $a; }'],
    ['class A { static function b() { return static::$c; } }'],
    ['class A { function __construct() {} function __toString() {} function get() {} }'],
    ['function __get($name) {}'],
    ['usort($a, fn ($b, $c) => 0)'],
    ['array_map($f, $a)'],
    ['declare(strict_types=1)'],
    ["'me@example.org'"],
  ])('has nothing to note about %s', (code) => {
    expect(kinds(`${code};`)).toEqual([])
  })

  it('shows the whole call on one line, and where it stands', () => {
    expect(factsOf("\nfunction f() { copy(\n  'a',\n  $b); }").notes).toEqual([
      {kind: 'file-write', text: "copy( 'a', $b)", line: 2, inside: 'f'},
    ])
  })

  it('leaves databases and SQL to their own facts', () => {
    expect(kinds("mysql_query('SELECT a FROM b');")).toEqual([])
  })
})
