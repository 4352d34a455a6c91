import {describe, expect, test} from 'vitest'
import {functionOf, viewOfCode} from './view-of.ts'

describe('a function', () => {
  test('has its parameters with types from declarations and defaults', () => {
    const {parameters} = functionOf('function f($a, array &$b, ?int $c = null, $d = 1.5, $e = "x", ...$f) {}', 'f')
    expect(parameters).toEqual([
      {name: 'a', type: 'mixed'},
      {name: 'b', type: 'array', byReference: true},
      {name: 'c', type: '?int', fallback: 'null'},
      {name: 'd', type: 'float', fallback: '1.5'},
      {name: 'e', type: 'string', fallback: '"x"'},
      {name: 'f', type: 'mixed', variadic: true},
    ])
  })

  test.each([
    ['return strlen($a);', 'int'],
    ['if ($a) return; return "x";', 'null|string'],
    ['return $a ? "x" : false;', 'string|bool'],
    ['return ["id" => 1, "name" => "x"];', 'array{id, name}'],
    ['return new Cart();', 'Cart'],
    ['$n = count($a); return $n + 1;', 'int'],
    ['$n = 1; $n = "x"; return $n;', 'int|string'],
    ['return other($a);', 'mixed'],
    ['return $a / 2;', 'int|float'],
    ['return !$a;', 'bool'],
    ['return null;', 'null'],
    ['echo 1;', 'void'],
    ['yield 1;', 'Generator'],
    ['return function () { return 1; };', 'callable'],
  ])('that does `%s` returns %s', (body, returns) => {
    expect(functionOf(`function f($a) { ${body} }`, 'f')).toMatchObject({returns, isDeclared: false})
  })

  test('returns what it declares', () => {
    expect(functionOf('function f(): ?Cart { return find(); }', 'f')).toMatchObject({
      returns: '?Cart',
      isDeclared: true,
    })
  })

  test('says what it calls, most often first', () => {
    const code =
      'function f() { a(); b(); b(); $x->c(); D::e(); new G(); function inner() { hidden(); } array_map(fn() => h(), []); }'
    expect(functionOf(code, 'f').calls.map(({name, times}) => `${name} ${times}`)).toEqual([
      'b 2',
      'a 1',
      '->c 1',
      'D::e 1',
      'new G 1',
      'array_map 1',
      'h 1',
    ])
  })

  test('is found in classes, conditions and other functions, in the order of the source', () => {
    const code = `if (!function_exists("a")) { function a() { function b() {} } }
      class Cart { function add() {} abstract function none(); } trait T { static function make() {} }
      $o = new class { function run() {} };`
    expect(viewOfCode(code).functions.map(({name}) => name)).toEqual([
      '',
      'a',
      'b',
      'Cart::add',
      'T::make',
      'class::run',
    ])
  })
})

describe('variables from outside', () => {
  const outside = (code: string, name = ''): string[] =>
    functionOf(code, name).outside.map((variable) => `${variable.name} ${variable.how} ${variable.access}`)

  test('of a function are globals, superglobals and properties', () => {
    const code = `class Cart { function add($item) {
      global $db, $config; $sum = $item; $db->query($sum); $config = []; $GLOBALS['count']++;
      $_SESSION['cart'][] = $item; $this->items[] = $item; return $this->items; } }`
    expect(outside(code, 'Cart::add')).toEqual([
      '$db global read',
      '$config global write',
      '$count global both',
      '$_SESSION superglobal write',
      '$this->items this both',
    ])
  })

  test('of the top level are those read before they get a value', () => {
    expect(outside('$a = 1; echo $a, $b; $b = 2; $c[] = 1; echo $c; $d .= "x";')).toEqual([
      '$b unset read',
      '$d unset both',
    ])
  })

  test('leave out what is only tested, and what PHP fills by reference', () => {
    expect(outside('if (isset($a) || empty($b)) {} preg_match("/x/", "y", $found); echo $found;')).toEqual([])
    expect(outside('foreach ([1] as $k => $v) echo $k, $v; try {} catch (E $e) { echo $e; }')).toEqual([])
    expect(outside('list($x, [$y]) = f(); echo $x, $y; static $n = 0; echo $n;')).toEqual([])
  })

  test('of closures are those of the code around them', () => {
    expect(outside('array_map(function ($x) use ($rate) { return $x * $rate * $own; }, []);')).toEqual([
      '$rate unset read',
    ])
    expect(outside('array_map(fn($x) => $x * $rate, []);')).toEqual(['$rate unset read'])
  })
})
