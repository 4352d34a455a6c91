import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

describe('calls', () => {
  it('finds functions by name, each once', () => {
    expect(factsOf('B(); a(b(), \\c\\d()); "{$x->y(e())}"; if (f()) g (1);').calls).toEqual([
      'a',
      'b',
      'd',
      'e',
      'f',
      'g',
    ])
  })

  it('leaves methods, definitions, constructors, comments and text out', () => {
    expect(
      factsOf("$x->a(); X::b(); function c() {} function &d() {} new E(); 'f()'; /* g() */ #[H(), J(1)]\nclass I {}")
        .calls,
    ).toEqual([])
  })
})

describe('callsOf', () => {
  it('says who calls what', () => {
    const code = `start(); function start() { $this->x->run(); Cart::open(); new Cart; }
      class Cart { function __construct() { self::open(); parent::boot(); } static function open() { usort($a, 'compare'); } }
      array_map(array($this, 'each'), $b);`
    expect(factsOf(code).callsOf).toEqual([
      {inside: '', names: ['->each', 'array_map', 'start']},
      {inside: 'start', names: ['->run', 'cart::open', 'new cart']},
      {inside: 'Cart::__construct', names: ['->boot', 'cart::open']},
      {inside: 'Cart::open', names: ['compare', 'usort']},
    ])
  })

  it('knows the own class, and no class that is named at run time', () => {
    const code = `class Cart { function a() { new self; new static; static::b(); self::c(); $x::d(); $this->e::f(); A::$g::h(); new $this->i(1); } }`
    expect(factsOf(code).callsOf).toEqual([
      {inside: 'Cart::a', names: ['->d', '->f', '->h', 'cart::b', 'cart::c', 'new cart']},
    ])
  })

  it('takes only what can be called for a callback', () => {
    const names = (code: string) => factsOf(code).callsOf[0]?.names
    expect(names("usort($a, ['b', 'c']);")).toEqual(['->c', 'usort'])
    expect(names("array_filter(['x' => 'y', 'z' => 'b']); ")).toEqual(['array_filter'])
    expect(names("array_filter(array('a', 'b', 'c'));")).toEqual(['array_filter'])
  })

  it('counts what a closure calls for the code that it stands in', () => {
    expect(factsOf('function a() { return function () { b(); }; } $c = fn() => d();').callsOf).toEqual([
      {inside: 'a', names: ['b']},
      {inside: '', names: ['d']},
    ])
  })
})
