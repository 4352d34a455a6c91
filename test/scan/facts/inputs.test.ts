import {describe, expect, it} from 'vitest'
import type {InputUse} from '../../../src/scan/types.ts'
import {factsOf, factsOfFile} from '../facts-of.ts'

const only = (code: string): InputUse => {
  const {inputs} = factsOf(code)
  expect(inputs).toHaveLength(1)
  return inputs[0] as InputUse
}
const reads = (code: string): InputUse[] => factsOf(code).inputs.filter(({access}) => access === 'read')

describe('inputs', () => {
  it('names source, key, line and text', () => {
    expect(only("\n\necho $_GET['id'];")).toEqual({
      source: 'get',
      key: 'id',
      access: 'read',
      text: "$_GET['id']",
      line: 3,
    })
  })

  it.each([
    ["(int) $_GET['id']", 'int'],
    ["( INTEGER )$_GET['id']", 'int'],
    ["intval($_GET['id'])", 'int'],
    ["\\intval($_GET['id'], 10)", 'int'],
    ["(int) trim($_GET['id'])", 'int'],
    ["(int) ($_GET['id'] ?? 0)", 'int'],
    ["htmlspecialchars((int) $_GET['id'])", 'int'],
    ["(float) $_GET['x']", 'float'],
    ["floatval($_GET['x'])", 'float'],
    ["trim($_GET['q'])", 'string'],
    ["strval($_GET['q'])", 'string'],
    ["(string) @$_GET['q']", 'string'],
    ["(bool) $_GET['b']", 'bool'],
    ["(array) $_GET['a']", 'array'],
    ["is_array($_GET['a'])", 'array'],
    ["$_GET['a'] . 'x'", undefined],
    ["frobnicate($_GET['a'])", undefined],
    ["$filter->trim($_GET['a'])", undefined],
    ["(int) $x + $_GET['a']", undefined],
    ["in_array('x', $_GET['a'])", undefined],
  ])('sees in %s a conversion to %s', (expression, conversion) => {
    expect(only(`$x = ${expression};`).conversion).toBe(conversion)
  })

  it('sees an array in what is iterated', () => {
    expect(only("foreach ($_POST['qty'] as $id => $n) {}").conversion).toBe('array')
  })

  it.each([
    ["$_GET['p'] ?? 1", '1'],
    ["$_GET['p'] ?? 'home'", "'home'"],
    ["$_GET['p'] ?? -1", '-1'],
    ["$_GET['p'] ?? []", '[]'],
    ["$_GET['p'] ?: null", 'null'],
    ["isset($_GET['p']) ? $_GET['p'] : 'a'", "'a'"],
    ["isset($_GET['p']) ? (int) $_GET['p'] : 0", '0'],
    ["!empty($_GET['p']) && $ok ? trim($_GET['p']) : ''", "''"],
    ["empty($_GET['p']) ? 1 : (int) $_GET['p']", '1'],
    ["!isset($_GET['p']) ? array() : $_GET['p']", 'array()'],
    ["$_GET['p'] ?? 'a' . $b", undefined],
    ["$_GET['p'] ?? other()", undefined],
    ["5 > 3 ? $_GET['p'] : 'a'", undefined],
  ])('sees in %s the default %s', (expression, fallback) => {
    expect(reads(`$x = ${expression};`).map((use) => use.fallback)).toEqual([fallback])
  })

  it('keeps conversion and default of one expression together, with its whole text', () => {
    expect(reads("$p = max(1, (int) ($_GET['page'] ?? 1));")).toEqual([
      {
        source: 'get',
        key: 'page',
        access: 'read',
        conversion: 'int',
        fallback: '1',
        text: "(int) ($_GET['page'] ?? 1)",
        line: 1,
      },
    ])
  })

  it.each([
    ["isset($_POST['a'])", 'test'],
    ["isset($x, $_POST['a'])", 'test'],
    ["empty($_POST['a'])", 'test'],
    ["$_POST['a'] = 1", 'write'],
    ["$_POST['a'] .= 'x'", 'write'],
    ["$_POST['a']++", 'write'],
    ["--$_POST['a']", 'write'],
    ["list($_POST['a'], $b) = $c", 'write'],
    ["sort($_POST['a'])", 'write'],
    ["foreach ($x as $_POST['a']) {}", 'write'],
    ["unset($b, $_POST['a'])", 'unset'],
    ["$_POST['a'] == 1", 'read'],
    ["f(isset($x), $_POST['a'])", 'read'],
    ["isset($x[$_POST['a']])", 'read'],
    ["$x[$_POST['a']] = 1", 'read'],
  ])('takes %s for a %s', (code, access) => {
    expect(only(`${code};`).access).toBe(access)
  })

  it('sees a key that is tested by function', () => {
    expect(factsOf("if (array_key_exists('id', $_GET)) {}").inputs).toContainEqual({
      source: 'get',
      key: 'id',
      access: 'test',
      text: "array_key_exists('id', $_GET)",
      line: 1,
    })
  })

  it('follows literal keys and marks computed ones', () => {
    const keys = factsOf(
      "$_POST['a']['b'][]; $_FILES['f']['name'][0]; $_GET[$x]; $_GET; $_GET['a'][$i]['b']; $_GET[id]; $_GET[3];",
    ).inputs
    expect(keys.map(({key, path}) => [key, path])).toEqual([
      ['a', ['b', '']],
      ['f', ['name', '0']],
      [null, undefined],
      [null, undefined],
      ['a', undefined],
      ['id', undefined],
      ['3', undefined],
    ])
  })

  it('looks into text', () => {
    const {inputs} = factsOf("echo \"a $_GET[x] {$_POST['y']['z']} ${z}\"; echo <<<E\n$_COOKIE[c]\nE;")
    expect(inputs.map(({source, key}) => `${source} ${key}`)).toEqual(['get x', 'post y', 'cookie c'])
  })

  it('knows the long arrays of PHP 4 and filter_input', () => {
    const {inputs} = factsOf(
      "$HTTP_POST_VARS['a']; filter_input(INPUT_GET, 'n', FILTER_VALIDATE_INT); filter_has_var(INPUT_POST, 'm');",
    )
    expect(inputs.map(({source, key, access, conversion}) => [source, key, access, conversion])).toEqual([
      ['post', 'a', 'read', undefined],
      ['get', 'n', 'read', 'int'],
      ['post', 'm', 'test', undefined],
    ])
  })

  it('says in which function an input is taken', () => {
    const {inputs} = factsOf(
      "function a() { return $_GET['x']; } class B { function c() { $f = function () { return $_GET['y']; }; } } $_GET['z'];",
    )
    expect(inputs.map(({inside}) => inside)).toEqual(['a', 'B::c', undefined])
  })

  it('leaves comments, plain text, declarations and look-alikes alone', () => {
    const code = `/* $_GET['a'] */ // $_GET['b']\n '$_GET[c]'; global $HTTP_GET_VARS; $_GETS['d']; "\\$_GET[e]"; A::$_GET;`
    expect(factsOf(code).inputs).toEqual([])
    expect(factsOfFile("$_GET['a'] is explained here").inputs).toEqual([])
  })

  it('folds and shortens the text', () => {
    const {text} = only(`$x = (int) ($_GET['${'é'.repeat(100)}']\n   ?? 0);`)
    expect(text).toHaveLength(80)
    expect(text).toMatch(/^\(int\) \(\$_GET\['é+…$/)
  })

  it.each([
    ["settype($_GET['id'], 'integer')", 'int'],
    ["filter_var($_GET['id'], FILTER_VALIDATE_INT)", 'int'],
    ["round($_GET['x'], 2)", 'float'],
    ["mysqli_real_escape_string($link, $_GET['q'])", 'string'],
    ["explode(',', $_GET['ids'])", 'string'],
    ["implode(',', $_GET['ids'])", 'array'],
    ["str_replace('a', 'b', trim($_GET['q']))", 'string'],
    ["implode($_GET['glue'], $list)", undefined],
    ["filter_var($x, $_GET['flags'])", undefined],
    ["settype($x, $_GET['type'])", undefined],
  ])('sees what the arguments of functions in %s become: %s', (expression, conversion) => {
    expect(only(`$x = ${expression};`)).toMatchObject({access: 'read', ...(conversion ? {conversion} : {})})
    expect(only(`$x = ${expression};`).conversion).toBe(conversion)
  })

  it('marks keys that are computed', () => {
    const dynamic = (code: string) => factsOf(code).inputs.map((use) => [use.key, use.dynamic])
    expect(dynamic("$_GET[$x]; $_POST['qty'][$id]; $_GET['a' . 1]; $_GET[NAME]; $_GET; $_GET['a']['b'];")).toEqual([
      [null, true],
      ['qty', true],
      [null, true],
      [null, true],
      [null, undefined],
      ['a', undefined],
    ])
    expect(dynamic('"$_GET[NAME]"; "{$_GET[NAME]}";')).toEqual([
      ['NAME', undefined],
      [null, true],
    ])
  })

  it('takes braces and $GLOBALS for what they are', () => {
    const {inputs} = factsOf("$_GET{'a'}; $GLOBALS['_POST']['b']; $GLOBALS['c']; $$_GET['d'];")
    expect(inputs.map(({source, key}) => [source, key])).toEqual([
      ['get', 'a'],
      ['post', 'b'],
      ['globals', 'c'],
      ['get', null],
    ])
  })

  it('shows what is done with a whole array', () => {
    const texts = factsOf(
      'extract($_GET); foreach ($_POST as $name => $value) {} $all = $_REQUEST; f(1, $_COOKIE);',
    ).inputs
    expect(texts.map(({key, text}) => [key, text])).toEqual([
      [null, 'extract($_GET)'],
      [null, 'foreach ($_POST as $name => $value)'],
      [null, '$_REQUEST'],
      [null, 'f(1, $_COOKIE)'],
    ])
  })

  it.each([
    ["getenv('REMOTE_ADDR')", 'server', 'REMOTE_ADDR'],
    ["getenv('HTTP_USER_AGENT')", 'server', 'HTTP_USER_AGENT'],
    ["getenv('PATH')", 'env', 'PATH'],
    ['getenv($name)', 'env', null],
    ['apache_request_headers()', 'server', null],
    ['getallheaders()', 'server', null],
    ["file_get_contents('php://input')", 'post', null],
    ['fopen("php://input", "r")', 'post', null],
    ['$HTTP_RAW_POST_DATA', 'post', null],
    ["import_request_variables('G')", 'get', null],
    ["filter_input(INPUT_COOKIE, 'a')", 'cookie', 'a'],
  ])('takes %s for an input', (code, source, key) => {
    expect(only(`$x = ${code};`)).toMatchObject({source, key, access: 'read', text: code})
  })

  it('knows the keys of filter_input_array and the letters of import_request_variables', () => {
    const {inputs} = factsOf(
      "filter_input_array(INPUT_POST, ['a' => FILTER_VALIDATE_INT, 'b' => $x]); filter_input_array(INPUT_GET); import_request_variables('gp', 'r_');",
    )
    expect(inputs.map(({source, key, conversion}) => [source, key, conversion])).toEqual([
      ['post', 'a', 'int'],
      ['post', 'b', undefined],
      ['get', null, undefined],
      ['get', null, undefined],
      ['post', null, undefined],
    ])
  })

  it('does not take other functions and files for inputs', () => {
    const code =
      "$x->getenv('A'); getenv(); my_getenv('B'); file_get_contents('php://stdin'); 'php://input'; filter_input($t, 'c');"
    expect(factsOf(code).inputs.map(({source, key}) => `${source} ${key}`)).toEqual(['env null'])
  })
})

describe('takes', () => {
  it.each([
    ["$_SERVER['PHP_SELF']; $_GET['id'];", 'get', 'id'],
    ["function f() { $_GET['id']; } $_SERVER['PHP_SELF'];", 'server', 'PHP_SELF'],
    ["$GLOBALS['a']; isset($_POST['b']);", 'post', 'b'],
    ["$_SESSION['user'];", 'session', 'user'],
  ])('is the first of %s that a visitor sends', (code, source, key) => {
    expect(factsOf(code).takes).toMatchObject({source, key})
  })

  it('is nothing where nothing is taken at the top level', () => {
    expect(factsOf("function f() { return $_GET['a']; } $GLOBALS['b'] = 1;").takes).toBeUndefined()
  })
})
