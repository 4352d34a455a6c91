import {describe, expect, it} from 'vitest'
import {expressionEnd} from '../../../src/scan/syntax/expressions.ts'
import {nameParts} from '../../../src/scan/syntax/name-parts.ts'
import {PhpFile} from '../../../src/scan/syntax/php-file.ts'
import {withVariables} from '../../../src/scan/syntax/variables.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'
import type {NamePart} from '../../../src/scan/types.ts'

/** What is known of the expression after the last `include`. */
function partsOf(code: string): NamePart[] {
  const file = new PhpFile(`<?php ${code}`)
  const at = file.all(Kind.Include).at(-1) ?? 0
  return withVariables(file, nameParts(file, at + 1, expressionEnd(file, at + 1)), at)
}

describe('withVariables', () => {
  it('knows a variable that has one value in its function', () => {
    expect(partsOf(`$a = 'lib/'; $b = $a . 'c'; include $b . '.php';`)).toEqual([{text: 'lib/c.php'}])
    expect(partsOf(`$a = 'x'; function f() { $a = 'y'; include $a; }`)).toEqual([{text: 'y'}])
  })

  it('knows the values that one may have: the last that it certainly gets, and those it may get after that', () => {
    expect(partsOf(`$a = 'x'; $a = 'y'; include $a;`)).toEqual([{text: 'y'}])
    expect(partsOf(`$a = 'x'; $a .= 'y'; include $a;`)).toEqual([{text: 'xy'}])
    expect(partsOf(`$a = 'w'; $a = 'x'; if ($b) { $a = 'y'; } include $a;`)).toEqual([
      {either: [[{text: 'y'}], [{text: 'x'}]]},
    ])
  })

  it('does not know one that depends on itself, or one of another class', () => {
    expect(partsOf(`$a = $a . 'x'; include $a;`)).toEqual([{variable: 'a'}, {text: 'x'}])
    expect(partsOf(`X::$a = 'x'; include $a;`)).toEqual([{variable: 'a'}])
    for (const code of ['foreach ($b as $a) {}', 'global $a;', '$a = $c;', '$a += 1;'])
      expect(partsOf(`${code} include $a;`), code).not.toContainEqual({text: expect.anything()})
  })

  it('finds the last of many values', () => {
    const values = Array.from({length: 1000}, (_, index) => `$a = '${index}'; f($a);`)
    expect(partsOf(`${values.join(' ')} include $a; $a = 'x';`)).toEqual([{text: '999'}])
  })

  it('takes nothing for a name that is longer than names are, so that adding again and again costs no more', () => {
    for (const added of ["$a .= 'x';", "$a .= 'x' . $b;", "$a = $a . 'x';", '$a = "x$a$a";']) {
      const parts = partsOf(`$a = ''; ${`${added} include $a; `.repeat(5000)}`)
      expect(JSON.stringify(parts).length, added).toBeLessThan(5000)
    }
  })

  it('knows where the request has a say', () => {
    expect(partsOf(`$a = 'x'; $a = $_GET['page']; include $a;`)).toEqual([{unknown: true, input: 'page'}])
  })

  it('takes a variable that nothing is assigned to for the parameter that it is', () => {
    expect(partsOf('function f($a, $b) { include $b; }')).toEqual([{parameter: 1}])
    expect(partsOf(`function f($a, $b) { $b = 'x'; include $b; }`)).toEqual([{text: 'x'}])
    expect(partsOf('function f($a) { function () use ($a) { include $a; }; }')).toEqual([{parameter: 0}])
    expect(partsOf('function f($a) { function () { include $a; }; }')).toEqual([{unknown: true}])
  })
})
