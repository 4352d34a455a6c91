import {expect, test} from 'vitest'
import {flowsIn, viewOfCode} from './view-of.ts'

test('follows an input through a cast and a variable into SQL', () => {
  const code = `\n$id = (int) $_GET['id'];\n$sql = "SELECT * FROM books WHERE id = $id";\nmysql_query($sql);`
  expect(flowsIn(code)).toEqual(["$_GET['id'] → (int) → $id → $sql → sql: mysql_query($sql)"])
  expect(viewOfCode(code).flows[0]).toMatchObject({
    line: 2,
    endLine: 4,
    steps: [
      {text: '(int)', line: 2},
      {text: '$id', line: 2},
      {text: '$sql', line: 3},
    ],
  })
})

test('says when a value arrives as it was sent, and when something was done to it', () => {
  expect(flowsIn('$db->query("… " . $_POST["name"]);')).toEqual([
    '$_POST["name"] → sql: $db->query("… " . $_POST["name"]) (as sent)',
  ])
  expect(flowsIn('echo trim($_GET["q"]);')).toEqual(['$_GET["q"] → trim() → output: trim($_GET["q"]) (as sent)'])
  expect(flowsIn('echo htmlspecialchars($_GET["q"]);')).toEqual([
    '$_GET["q"] → htmlspecialchars() → output: htmlspecialchars($_GET["q"])',
  ])
  expect(flowsIn('$s->execute([$_GET["q"]]);')).toEqual(['$_GET["q"] → bound → sql: $s->execute([$_GET["q"]])'])
})

test('knows where PHP sends values', () => {
  const into = (code: string) => flowsIn(code).map((flow) => / → (\w+): /.exec(flow)?.[1])
  expect(into('header("Location: " . $_GET["to"]);')).toEqual(['header'])
  expect(into('setcookie("lang", $_GET["lang"]);')).toEqual(['cookie'])
  expect(into('$_SESSION["user"] = $_POST["user"];')).toEqual(['session'])
  expect(into('include "pages/" . $_GET["page"] . ".php";')).toEqual(['include'])
  expect(into('readfile($_GET["f"]); unlink($_GET["f"]);')).toEqual(['output', 'file'])
  expect(into('mail($_POST["to"], "", "");')).toEqual(['mail'])
  expect(into('exec($_GET["c"]); `ls $_GET[d]`;')).toEqual(['process', 'process'])
  expect(into('eval($_GET["c"]);')).toEqual(['eval'])
  expect(into('print $_GET["c"]; exit($_GET["d"]);')).toEqual(['output', 'output'])
  expect(into('save_order($_POST["id"]);')).toEqual(['call'])
  expect(into('function f() { return $_GET["x"]; }')).toEqual(['return'])
  expect(into('if ($_GET["a"] == 1) {} switch ($_GET["b"]) {} while ($_GET["c"]) {}')).toEqual([
    'condition',
    'condition',
    'condition',
  ])
})

test('forgets an input when its variable gets another value', () => {
  expect(flowsIn('$a = $_GET["a"]; $a = 1; echo $a;')).toEqual([])
  expect(flowsIn('$_GET["a"] = 1; echo $_GET["a"];')).toEqual([])
  expect(flowsIn('$a = $_POST; $a = []; echo $a["x"];')).toEqual([])
})

test('keeps what either branch may leave, and nothing of a branch that ends', () => {
  expect(flowsIn('if ($x) { $a = $_GET["a"]; } else { $a = $_GET["b"]; } echo $a;')).toEqual([
    '$_GET["a"] → $a → output: $a (as sent)',
    '$_GET["b"] → $a → output: $a (as sent)',
  ])
  expect(flowsIn('if ($x) { $a = $_GET["a"]; exit; } echo $a;')).toEqual([])
  expect(flowsIn('foreach ($_POST["qty"] as $id => $n) { q($n); }')).toEqual([
    '$_POST["qty"] → $n → call: q($n) (as sent)',
  ])
})

test('follows elements of arrays, properties, list() and closures', () => {
  expect(flowsIn('$row["a"] = $_GET["a"]; echo $row["b"]; echo $row["a"];')).toEqual([
    '$_GET["a"] → $row["a"] → output: $row["a"] (as sent)',
  ])
  expect(flowsIn('$row["a"] = $_GET["a"]; echo $row;')).toEqual(['$_GET["a"] → $row["a"] → output: $row (as sent)'])
  expect(flowsIn('$this->q = $_GET["q"]; echo $this->q;')).toEqual([
    '$_GET["q"] → $this->q → output: $this->q (as sent)',
  ])
  expect(flowsIn('[$a, $b] = $_POST["both"]; echo $b;')).toEqual(['$_POST["both"] → $b → output: $b (as sent)'])
  expect(flowsIn('$a = $_GET["a"]; $f = function () use ($a) { echo $a; };')).toEqual([
    '$_GET["a"] → $a → output: $a (as sent)',
  ])
})

test('takes what a visitor has no say in for no input', () => {
  expect(flowsIn('echo $_SERVER["DOCUMENT_ROOT"]; echo $_SESSION["user"]; echo $GLOBALS["x"];')).toEqual([])
  expect(flowsIn('echo $_SERVER["HTTP_REFERER"];')).toHaveLength(1)
  expect(flowsIn('if (isset($_GET["a"]) || empty($_GET["b"])) {}')).toEqual([])
})

test('reads old long names and filter_input()', () => {
  expect(flowsIn('echo $HTTP_GET_VARS["a"];')).toHaveLength(1)
  expect(flowsIn('echo filter_input(INPUT_GET, "a");')).toEqual([
    'filter_input(INPUT_GET, "a") → output: filter_input(INPUT_GET, "a") (as sent)',
  ])
  expect(flowsIn('echo filter_input(INPUT_GET, "a", FILTER_VALIDATE_INT);')).toEqual([
    'filter_input(INPUT_GET, "a", FILTER_VALIDATE_INT) → output: filter_input(INPUT_GET, "a", FILTER_VALIDATE_INT)',
  ])
})

test('starts anew in every function', () => {
  const [flow, ...others] = viewOfCode(
    '$a = $_GET["a"]; class Cart { function add() { echo $a; echo $_GET["b"]; } }',
  ).flows
  expect(others).toEqual([])
  expect(flow).toMatchObject({input: '$_GET["b"]', inside: 'Cart::add'})
})

test('stays bounded where everything flows into everything', () => {
  const reads = Array.from({length: 300}, (_, index) => `$all .= $_GET["k${index}"];`).join('\n')
  const {flows} = viewOfCode(`${reads} ${'$b = $all; $all = $b . $all; f($all);'.repeat(300)}`)
  expect(flows.length).toBeLessThanOrEqual(2000)
  expect(Math.max(...flows.map(({steps}) => steps.length))).toBeLessThanOrEqual(10)
})
