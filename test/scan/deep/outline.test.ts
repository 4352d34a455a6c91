import {expect, test} from 'vitest'
import type {OutlineNode} from '../../../src/scan/deep/types.ts'
import {viewOfCode} from './view-of.ts'

const lines = (nodes: readonly OutlineNode[], indent = ''): string[] =>
  nodes.flatMap((node) => [
    `${indent}${node.kind} ${node.text} ${node.line}-${node.lastLine}${node.ends ? ` ${node.ends}` : ''}`,
    ...lines(node.children, `${indent}  `),
  ])

test('shows branches and loops of the top level, as they are nested', () => {
  const code = `
if ($a == 1) {
  foreach ($rows as $id => $row) echo $id;
  exit;
} elseif ($b) {
  while ($x) { do { run(); } while ($y); }
} else {
  header('Location: /'); return;
}
switch ($_GET['mode']) {
  case 'add': add(); break;
  default: for ($i = 0; $i < 9; $i++) {}
}
try { risk(); } catch (A | B $e) { throw $e; } finally { done(); }
function f() { if ($hidden) {} }`
  expect(lines(viewOfCode(code).outline)).toEqual([
    'if $a == 1 2-5 exit',
    '  foreach $rows as $id => $row 3-3',
    'elseif $b 5-7',
    '  while $x 6-6',
    '    do $y 6-6',
    'else  7-9 return',
    "switch $_GET['mode'] 10-13",
    "  case 'add' 11-11",
    '  case default 12-12',
    '    for $i < 9 12-12',
    'try  14-14',
    'catch A | B 14-14 throw',
    'finally  14-14',
  ])
})

test('reads the other syntax and HTML between branches', () => {
  const code =
    'if ($a): ?>\n<p>one</p>\n<?php else: ?>\n<p>two</p>\n<?php endif ?>\n<?php foreach ($b as $c): endforeach;'
  expect(lines(viewOfCode(code).outline)).toEqual(['if $a 1-3', 'else  3-5', 'foreach $b as $c 6-6'])
})
