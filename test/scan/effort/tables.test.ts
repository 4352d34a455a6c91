import {expect, test} from 'vitest'
import {tablesOf} from '../../../src/scan/effort/tables.ts'

const facts = new Map([
  ['page.php', {tables: {reads: ['books', 'users'], writes: []}}],
  ['inc/db.php', {tables: {reads: ['users'], writes: ['log']}}],
  ['inc/text.php', {tables: {reads: [], writes: []}}],
])

test('joins the tables of a page with those of everything it includes, each once, sorted', () => {
  expect(tablesOf(facts)('page.php', ['inc/db.php', 'inc/text.php', 'not-read.php'])).toEqual({
    reads: ['books', 'users'],
    writes: ['log'],
  })
  expect(tablesOf(facts)('not-read.php', [])).toEqual({reads: [], writes: []})
})

test('gives one object for equal tables, so that thousands of pages share it', () => {
  const tables = tablesOf(facts)
  expect(tables('inc/text.php', ['inc/db.php'])).toBe(tables('other.php', ['inc/text.php', 'inc/db.php']))
})

test('takes no table of a text for two', () => {
  const odd = new Map([
    ['a.php', {tables: {reads: ['a', 'b'], writes: []}}],
    ['b.php', {tables: {reads: ['a'], writes: ['b']}}],
  ])
  const tables = tablesOf(odd)
  expect(tables('a.php', [])).toEqual({reads: ['a', 'b'], writes: []})
  expect(tables('b.php', [])).toEqual({reads: ['a'], writes: ['b']})
})
