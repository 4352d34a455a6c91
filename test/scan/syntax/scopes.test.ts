import {describe, expect, it} from 'vitest'
import {parametersOf} from '../../../src/scan/syntax/parameters.ts'
import {PhpFile} from '../../../src/scan/syntax/php-file.ts'

/** For every number in the code the function it stands in; `''` in a class, but in no function; `top` outside. */
function scopesOf(code: string): Record<string, string> {
  const file = new PhpFile(`<?php ${code}`)
  const found: Record<string, string> = {}
  for (let token = 0; token < file.count; token++) {
    if (!/^\d+$/.test(file.raw(token))) continue
    found[file.raw(token)] = file.isTopLevel(token) ? 'top' : (file.inside(token).inside ?? '')
  }
  return found
}

describe('scopes', () => {
  it('says for every token which function or method it stands in', () => {
    const code = `1; function &a($x = 2) { 3; function b() { 4; } 5; }
      abstract class C extends D implements E, F { const G = 6; abstract function h(); function list(): ?static { 7; } }
      trait T { function t() { 8; } } interface I { function i(); } enum S: int implements I { case A = 9; function s() { 10; } } 11;`
    expect(scopesOf(code)).toEqual({
      ...{1: 'top', 2: 'top', 3: 'a', 4: 'b', 5: 'a', 6: '', 7: 'C::list', 8: 'T::t', 9: '', 10: 'S::s', 11: 'top'},
    })
  })

  it('gives closures the name of what they stand in, and anonymous classes none', () => {
    const code = `$a = function () use ($b): int { 1; }; function c() { $d = static function &() { 2; }; array_map(fn() => 3, []); }
      $e = new class(4) extends F { function g() { 5; } }; 6;`
    expect(scopesOf(code)).toEqual({1: '', 2: 'c', 3: 'c', 4: 'top', 5: '', 6: 'top'})
  })

  it('is not led astray by imports, constants and calls that look like headers', () => {
    const code = `use function a\\b; use const C; $x->function(); X::class; f(class: 1); class D { const FUNCTION = 2; } { 3; } function`
    expect(scopesOf(code)).toEqual({1: 'top', 2: '', 3: 'top'})
  })

  it('ends a body that is never closed with the one around it', () => {
    expect(scopesOf('class A { function b() { if (1) { 2; } } function c() { 3;')).toEqual({
      1: 'A::b',
      2: 'A::b',
      3: 'A::c',
    })
    expect(scopesOf('if (x) { function a() { 1; ) } 2;')).toEqual({1: 'a', 2: 'top'})
  })

  it('says which class a class extends and what it is', () => {
    const file = new PhpFile(
      '<?php class A extends \\B\\C {} interface D extends E {} final class F {} new class extends G {};',
    )
    expect(file.scopes.list.slice(1).map(({name, declared, extends: base}) => [name, declared, base])).toEqual([
      ['A', 'class', '\\B\\C'],
      ['D', 'interface', undefined],
      ['F', 'class', undefined],
      ['class@anonymous', undefined, 'G'],
    ])
  })
})

describe('parametersOf', () => {
  it('names the parameters of a function in order', () => {
    const file = new PhpFile('<?php function f(int $a, &$b = [1, 2], ?C ...$d) {} class E { function g() {} }')
    expect(file.scopes.list.map((_, scope) => [...parametersOf(file, scope)])).toEqual([
      [],
      [
        ['$a', 0],
        ['$b', 1],
        ['$d', 2],
      ],
      [],
      [],
    ])
  })
})
