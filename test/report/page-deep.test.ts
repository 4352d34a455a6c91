import {expect, test} from 'vitest'
import {deepText} from '../../src/report/page-deep.ts'
import {columnsOf} from '../../src/report/table.ts'
import type {DeepView, OutlineNode} from '../../src/scan/deep/types.ts'
import {viewOf} from '../../src/scan/deep/view.ts'

const page = {path: 'cart.php', hash: null}

function screenOf(code: string): string {
  return deepText(page, viewOf(Buffer.from(`<?php\n${code}`)))
}

test('reads as a list of ways, conditions, functions, dead code and branches', () => {
  const screen = screenOf(`$id = (int) $_GET['id'];
if ($id > 0) {
  $db->query("DELETE FROM books WHERE id = $id");
  exit;
  log_it($id);
}
echo $title, $_POST['name'];
function price($book, $tax = 0.19) { global $db; return $book['price'] * (1 + $tax); }`)
  expect(screen.split('\n').slice(1).join('\n')).toBe(`
Flows      $_POST['name']             output  as sent  $_POST['name']                  cart.php:8
           $_GET['id'] → (int) → $id  SQL              $db->query("DELETE FROM books…  cart.php:2, 4

Decides    $_GET['id']  $id > 0  cart.php:3

Needs      from its includes: $db:4, $title:8

Functions  :9  price($book, float $tax = 0.19): float

Dead code  :6  log_it($id)  after exit  cart.php:5

Outline    if $id > 0  always ends: exit  :3–7`)
})

test('says what it could not read, in one line', () => {
  const failure = {reason: 'syntax', message: `unexpected '${'x'.repeat(5000)}\x1b[31m'`, line: 3} as const
  const screen = deepText(page, {failure})
  expect(screen).toMatch(
    /^No deep view: unexpected 'x+… \(cart\.php:3\)\. What is above was found without a syntax tree\.$/,
  )
  expect(screen.length).toBeLessThan(300)
})

test('a file with thousands of everything stays readable', () => {
  const many = <Fact>(make: (line: number) => Fact): Fact[] => Array.from({length: 2000}, (_, index) => make(index + 1))
  const text = '日本\x1b[31m\u202e'.repeat(20)
  const branch = (line: number): OutlineNode => ({kind: 'if', text, line, lastLine: line, children: []})
  const deep: DeepView = {
    parser: {name: 'php-parser', version: '1', php: '8.5'},
    hash: 'x',
    functions: many((line) => ({
      name: text,
      line,
      lastLine: line + 1,
      parameters: many(() => ({name: text, type: text, fallback: text})).slice(0, 30),
      returns: text,
      isDeclared: false,
      calls: [],
      outside: many(() => ({name: text, how: 'unset' as const, access: 'both' as const, line})).slice(0, 100),
    })),
    inputs: many((line) => ({key: `${text}${line}`, sources: ['get' as const], through: text, text, line})),
    flows: many((line) => ({
      input: `${text}${line}`,
      line,
      steps: many(() => ({text, line})).slice(0, 10),
      into: (['sql', 'condition', 'call'] as const)[line % 3] ?? 'sql',
      text,
      endLine: line,
      asSent: true,
    })),
    unreachable: many((line) => ({line, lastLine: line, text, after: {line, text}})),
    outline: many((line) => ({...branch(line), ends: 'exit' as const, children: many(branch).slice(0, 5)})),
  }
  const screen = deepText({path: `${text}.php`, hash: 'y'}, deep)
  expect(screen).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  const lines = screen.split('\n')
  expect(lines.length).toBeLessThanOrEqual(150)
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(100)
})
