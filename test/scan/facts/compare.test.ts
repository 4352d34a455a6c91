import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {parse} from '../../../src/scan/deep/parse.ts'
import {differences, ourFacts} from './compared-facts.ts'
import {treeFacts} from './tree-facts.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const compared = (source: Buffer): string[] =>
  differences(treeFacts(parse(source.toString('latin1')).program), ourFacts(source))

/** PHP files of the test sites and examples. */
const files = ['test/sites', 'examples'].flatMap((directory) =>
  readdirSync(`${root}/${directory}`, {recursive: true, encoding: 'utf8'})
    .filter((path) => /\.(php\d?|inc|phtml)$/.test(path) && !path.includes('node_modules'))
    .map((path) => `${directory}/${path}`),
)

/** php-parser does not know `<script language="php">`. */
const UNKNOWN = new Set(['test/sites/museum/index.php3'])

describe('our facts and those of a syntax tree', () => {
  it.each(files.filter((path) => !UNKNOWN.has(path)))('are the same for %s', (path) => {
    expect(compared(readFileSync(`${root}/${path}`))).toEqual([])
  })

  it.each([
    ["\"$_GET[a] {$_POST['b'][$c]} ${d}\"; $GLOBALS['_COOKIE']['e']; $$_GET['f']; static::$_POST;"],
    ['function &f(A &$a, ?B ...$b): ?C { static $d; global $_GET; return $a ? new D : new static; }'],
    [
      'abstract class A extends B implements C { use D; const E = F; static $g; function h() { self::i(); parent::j(); $this->k(); } }',
    ],
    ['$f(1); $a->$b; $a->{$b}(); $a::b(); new $c(1); A::$d(); $e["f"](); (function () { g(); })();'],
    ['match ($a) { 1, 2 => b(), default => c() }; $a ?? $b ?: $c; $d?->e(); fn (?A $x) => $x and $y;'],
    ['include "a"; require_once($b); @$c = &$d; `ls`; exit; die(1); eval($e); goto f; f: list($a, , $b) = $c;'],
    [
      'namespace A\\B; use C\\D; const E = 1; function f() {} \\g(); namespace\\h(); D\\i(); enum J: int { case K = 1; }',
    ],
    [
      'call_user_func("a"); usort($b, [$c, "d"]); array_map(["E", "f"], $g); define("H", 1); $i = <<<X\n{$_GET["j"]}\nX;',
    ],
  ])('are the same for %s', (code) => {
    expect(compared(Buffer.from(`<?php ${code}`))).toEqual([])
  })

  it('differ where one side has more', () => {
    const none = ourFacts(Buffer.from(''))
    const one = ourFacts(Buffer.from("<?php a(); exit; exit; $_GET['b'];"))
    expect(differences(none, one)).toEqual(['+ inputs: get[b]', '+ calls: a', '+ callers: : a', '+ exit: line 1 ×2'])
    expect(differences(one, one)).toEqual([])
  })
})
