import {expect, test} from 'vitest'
import {withPlaces} from '../../src/report/places.ts'
import {somePage} from './some-page.ts'

test('says file and line with every fact, fields of forms and the guard included', () => {
  const page = somePage("<?php\ndefined('SHOP') or die;\necho $_GET['id'];")
  Object.assign(page.facts ?? {}, {
    forms: [{method: 'get', action: null, upload: false, line: 7, fields: [{name: 'q', type: 'text', line: 8}]}],
  })
  expect(withPlaces(page).facts).toMatchObject({
    inputs: [{key: 'id', line: 3, at: 'cart.php:3'}],
    guard: {constant: 'SHOP', at: 'cart.php:2'},
    forms: [{at: 'cart.php:7', fields: [{name: 'q', at: 'cart.php:8'}]}],
    lines: 3,
  })
})

test('a file that could not be read has no facts', () => {
  expect(withPlaces({...somePage(''), facts: null}).facts).toBeNull()
})
