import {expect, test} from 'vitest'
import {valueOfInput} from '../../src/scaffold/input-value.ts'
import type {InputUse} from '../../src/scan/types.ts'

const use = (changes: Partial<InputUse>): InputUse => ({
  line: 1,
  source: 'get',
  key: 'n',
  access: 'read',
  text: "$_GET['n']",
  ...changes,
})
const value = (changes: Partial<InputUse>) => valueOfInput('query.n', use(changes))

test.each<[Partial<InputUse>, string]>([
  [{}, 'query.n'],
  [{conversion: 'int', text: "(int) $_GET['n']"}, 'toInt(query.n)'],
  [{conversion: 'int', text: "intval($_GET['n'])"}, 'toInt(query.n)'],
  [{conversion: 'float', text: "(float)$_GET['n']"}, 'toFloat(query.n)'],
  [{conversion: 'int', fallback: '0', text: "isset($_GET['n']) ? (int) $_GET['n'] : 0"}, 'toInt(query.n ?? 0)'],
  [{conversion: 'int', fallback: '1', text: "(int) ($_GET['n'] ?? 1)"}, 'toInt(query.n ?? 1)'],
  [{fallback: "'asc'", text: "$_GET['n'] ?? 'asc'"}, "query.n ?? 'asc'"],
  [{conversion: 'array', text: "is_array($_GET['n'])"}, 'query.n'],
])('says all that %o does', (changes, code) => {
  expect(value(changes)).toMatchObject({code, isWhole: true})
})

test.each<[Partial<InputUse>, string]>([
  [{conversion: 'int', path: ['m'], text: "(int) $_GET['n']['m']"}, 'query.n'],
  [{conversion: 'int', text: "intval($_GET['n'], 16)"}, 'query.n'],
  [{conversion: 'int', text: "filter_input(INPUT_GET, 'n', FILTER_VALIDATE_INT)"}, 'query.n'],
  [{conversion: 'string', fallback: "''", text: "trim($_GET['n'] ?? '')"}, "query.n ?? ''"],
  [{conversion: 'string', fallback: "'back\\\\slash'", text: "(string) ($_GET['n'] ?? 'back\\\\slash')"}, 'query.n'],
])('leaves out what it can not say exactly of %o, and says that it did', (changes, code) => {
  expect(value(changes)).toEqual({code, isWhole: false})
})
