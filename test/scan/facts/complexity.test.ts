import {describe, expect, it} from 'vitest'
import {factsOf, factsOfFile} from '../facts-of.ts'

const decisions = (code: string): number => factsOf(code).complexity - 1

describe('complexity', () => {
  it.each([
    ['if ($a) {} elseif ($b) {} else {}', 2],
    ['if ($a) {} else if ($b) {}', 2],
    ['if ($a): elseif ($b): endif', 2],
    ['for (;;) {} foreach ($a as $b) {} while ($c) {} do {} while ($d)', 4],
    ['switch ($a) { case 1: case 2: default: }', 2],
    ['try {} catch (A $a) {} catch (B $b) {} finally {}', 2],
    ['$a ? 1 : 2; $a ?: 3', 2],
    ['$a ?? 1; $a ??= 2', 2],
    ['$a && $b || $c; $a and $b or $c xor $d', 5],
    ['match ($a) { 1, 2 => 3, 4 => [5 => 6], default => 7 }', 2],
    ['match (true) { default, => 1, $a && $b => match (1) { 2 => 3 } }', 3],
    ['A::b ? 1 : 2; A::class ? 1 : 2; f() ? 1 : 2; $a[0] ? 1 : 2; "$a" ? 1 : 2', 5],
  ])('counts in %s %i decisions', (code, count) => {
    expect(decisions(`${code};`)).toBe(count)
  })

  it.each([
    ['function f(?A $a, ?int $b = 1): ?B {} class C { private ?D $d; public static ?E $e; }'],
    ['$a?->b'],
    ['enum A { case B; case C; }'],
    ['$x->if; $x->case(); A::FOR; function match() {} "if ($a && $b)"; // if ($a)'],
    ['[1 => 2]; foreach_it(); $if'],
  ])('counts none in %s', (code) => {
    expect(decisions(`${code};`)).toBe(code.includes('foreach (') ? 1 : 0)
  })

  it('is one for a file without decisions', () => {
    expect(factsOfFile('<p>if ($a) and more</p>').complexity).toBe(1)
  })
})
