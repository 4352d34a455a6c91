import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

describe('uses', () => {
  it('finds classes wherever they are named', () => {
    const code = `new A; new B(1); C::d(); E::F; $x instanceof G; try {} catch (H | I $e) {}
      class J extends K implements L, M { use N, O; private ?P $p; public Q|array $q; function r(S $s, T|null &$t = null): ?U {} }
      interface V extends W {} enum X: string implements Y { case Z = 'z'; } fn (AA $a): static => 1; #[BB, CC(1)] function dd() {}
      \\EE\\FF::gg(); HH::class; function ii(): JJ|(KK&LL) {}`
    expect(factsOf(code).uses.classes).toEqual(
      'A B BB AA C CC E EE\\FF G H HH I JJ K KK L LL M N O P Q S T U W Y'.split(' ').sort(),
    )
  })

  it('finds the constants that are read', () => {
    const code = `echo A, \\B; f(C, $x | D); $a[E] = F . G; const H = I; case J: return K ? L : M; define('N', O);
      function p($q = R) {} class S { const T = U; public $v = W; } X & $y; if (Y) {} $z = -Z; match (AA) { BB => CC };`
    expect(factsOf(code).uses.constants).toEqual('A AA B BB C CC D E F G I J K L M O R U W X Y Z'.split(' ').sort())
  })

  it('leaves types, keywords, members, labels, names of arguments, text and imports out', () => {
    const code = `namespace A\\B; use C\\D, E; use function F\\g; use const H; declare(strict_types=1);
      function i(int $j, self $k, ?string $l): void {} new static; self::m(); parent::n(); $x->O; P: goto P; f(q: 1);
      true; FALSE; \\null; __LINE__; "$r[S] {$t}"; 'U'; /* V */ $x instanceof static; clone $w; yield $y; class Z {} enum AA { case BB; }`
    expect(factsOf(code).uses).toEqual({classes: [], constants: []})
  })

  it('gives each name once, without the backslash before it', () => {
    expect(factsOf('new \\A; new A; \\B; B; new \\C\\D;').uses).toEqual({classes: ['A', 'C\\D'], constants: ['B']})
  })
})
