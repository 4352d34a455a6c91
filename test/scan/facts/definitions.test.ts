import {describe, expect, it} from 'vitest'
import {factsOf} from '../facts-of.ts'

const names = (code: string): string[] => factsOf(code).definitions.map(({kind, name}) => `${kind} ${name}`)

describe('definitions', () => {
  it('finds functions, classes and constants', () => {
    const code = `define('A', 1); const B = 2, C = 3; function &d() {} if (1) { function e() {} }
      abstract class F extends G implements H { const I = 1; function j() {} } interface K {} trait L {} enum M: string {}`
    expect(names(code)).toEqual([
      'constant A',
      'constant B',
      'constant C',
      'function d',
      'function e',
      'class F',
      'interface K',
      'trait L',
      'enum M',
    ])
  })

  it('leaves imports, methods, closures, anonymous classes and look-alikes out', () => {
    const code =
      "use function a\\b; use const a\\C; $f = function () {}; $g = fn() => 1; new class { function h() {} }; X::class; $enum = enum; define($n, 1); 'function i() {}';"
    expect(names(code)).toEqual([])
  })

  it('keeps values that can be part of a file name', () => {
    const value = (code: string) => factsOf(code).definitions[0]?.value
    expect(value("define('ROOT', dirname(__FILE__) . '/');")).toEqual([{up: 1}, {text: '/'}])
    expect(value("define('LIB', ROOT . 'lib/');")).toEqual([{constant: 'ROOT'}, {text: 'lib/'}])
    expect(value("define('NOW', time());")).toBeUndefined()
  })
})
