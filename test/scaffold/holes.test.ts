import {expect, test} from 'vitest'
import {findHoles, relativeImports} from '../../src/scaffold/holes.ts'

test('finds every hole by its line', () => {
  const source = `import {definePage, hole} from 'banyan/runtime'\n\nhole('a')\n  return hole (\n'b')\n`
  expect(findHoles(source)).toEqual([{line: 3}, {line: 4}])
})

test('finds a hole under another name, and inside a template', () => {
  expect(findHoles(`import {hole as gap} from 'banyan/runtime'\ngap('x')`)).toEqual([{line: 2}])
  expect(findHoles('echo`<b>${hole("x")}</b>`')).toEqual([{line: 1}])
  expect(findHoles("runtime.hole('x')")).toEqual([{line: 1}])
})

test('takes comments and quoted text for what they are', () => {
  expect(findHoles(`// hole('x')\n/* hole('y') */\nconst text = "hole('z')" + 'it\\'s hole()'`)).toEqual([])
  expect(findHoles('const blackhole = 1; blackhole(); holes()')).toEqual([])
})

test('is not fooled by a quote in a comment or an unclosed quote', () => {
  expect(findHoles(`// it's\nhole('x')`)).toEqual([{line: 2}])
  expect(findHoles(`const pattern = /'/\nhole('x')`)).toEqual([{line: 2}])
  expect(findHoles(`const pattern = /['"]/; hole('x')`)).toEqual([{line: 1}])
  expect(findHoles('const half = a / 2; hole(b / 2)')).toEqual([{line: 1}])
})

test('lists the modules of the project that a module imports', () => {
  const source = `import {shop} from './lib/shop.ts'\nimport fs from 'node:fs'\nexport * from "../x.ts"\nconst y = await import('./y.ts')`
  expect(relativeImports(source)).toEqual(['./lib/shop.ts', '../x.ts', './y.ts'])
})
