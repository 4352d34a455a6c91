import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {viewOfCode} from './view-of.ts'

/** Every statement that says “dead” is dead, no other is. */
const PROGRAM = `
function both($x) {
  if ($x) { return 1; } else { throw new Exception('no'); }
  echo 'dead';
}
function chain($x) {
  if ($x == 1) return 1; elseif ($x == 2) return 2; else return 3;
  echo 'dead';
}
function open($x) {
  if ($x == 1) return 1; elseif ($x == 2) return 2;
  echo 'live';
}
function loop($all) {
  foreach ($all as $one) {
    if ($one > 1) continue;
    echo 'live';
    break;
    echo 'dead';
  }
  while (true) { if ($all) { break; echo 'dead'; } echo 'live'; }
  echo 'live';
}
function jump($x) {
  goto end;
  echo 'dead';
  end:
  echo 'live';
}
function choose($x) {
  switch ($x) {
    case 1: return 1; echo 'dead';
    default: break;
  }
  echo 'live';
}
both(1); try { both(0); } catch (Exception $e) { echo 'live'; }
chain(1); chain(2); chain(3); open(1); open(3); loop([1, 2]); loop([2]); jump(1); choose(1); choose(2);
if ($argc > 100) { exit; }
echo 'live';
exit;
echo 'dead';
`

test('finds exactly the code that PHP does not reach', () => {
  const directory = mkdtempSync(join(tmpdir(), 'unreachable-'))
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}))
  const file = join(directory, 'program.php')
  writeFileSync(file, `<?php ${PROGRAM}`)
  const printed = execFileSync('php', [file], {encoding: 'utf8'})
  expect(printed).toMatch(/^(live)+$/)
  const dead = `<?php ${PROGRAM}`.split('\n').flatMap((line, index) => (line.includes("'dead'") ? [index + 1] : []))
  expect(viewOfCode(PROGRAM).unreachable.map(({line}) => line)).toEqual(dead)
})

test('says what leaves, and does not mind declarations and habits after it', () => {
  expect(viewOfCode('exit;\n\nrun(1);\nrun(2);').unreachable).toEqual([
    {line: 3, lastLine: 4, text: 'run(1)', after: {line: 1, text: 'exit'}},
  ])
  expect(viewOfCode('return; function f() {} class A {}').unreachable).toEqual([])
  expect(viewOfCode('die("no"); exit;').unreachable).toEqual([])
  expect(viewOfCode('switch (1) { case 1: return; break; }').unreachable).toEqual([])
})
