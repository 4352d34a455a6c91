import fc from 'fast-check'
import {expect, test} from 'vitest'
import {reachOf} from '../../../src/scan/effort/reach.ts'

test('counts the pages that a file is part of, the page itself among them', () => {
  const reach = reachOf([
    {path: 'index.php', closure: ['inc/db.php', 'inc/top.php', 'login.php']},
    {path: 'login.php', closure: ['inc/db.php']},
    {path: 'about.php', closure: []},
  ])
  expect(['inc/db.php', 'inc/top.php', 'login.php', 'index.php', 'about.php', 'unused.php'].map(reach.of)).toEqual([
    2, 1, 2, 1, 1, 0,
  ])
})

test('says which files only one page includes; another page is never one of them', () => {
  const reach = reachOf([
    {path: 'index.php', closure: ['inc/db.php', 'inc/home.php', 'login.php']},
    {path: 'login.php', closure: ['inc/db.php']},
  ])
  expect(reach.ownIncludesOf('index.php')).toEqual(['inc/home.php'])
  expect(reach.ownIncludesOf('login.php')).toEqual([])
  expect(reach.ownIncludesOf('inc/db.php')).toEqual([])
})

test('says the same whether pages share one closure or have equal ones', () => {
  const pages = fc.uniqueArray(fc.integer({min: 0, max: 20}), {maxLength: 12})
  const closures = fc.array(fc.uniqueArray(fc.integer({min: 0, max: 30}), {maxLength: 10}), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(pages, closures, (names, choices) => {
      const shared = names.map((name, index) => ({
        path: `page${name}.php`,
        closure: (choices[index % choices.length] ?? []).filter((other) => other !== name).map(file),
      }))
      const sameArrays = shared.map((page) => ({
        path: page.path,
        closure: shared.find(({closure}) => `${closure}` === `${page.closure}`)?.closure ?? [],
      }))
      const [one, other] = [reachOf(shared), reachOf(sameArrays)]
      for (let number = 0; number <= 30; number++) {
        const expected = shared.filter(
          ({path, closure}) => path === file(number) || closure.includes(file(number)),
        ).length
        expect(one.of(file(number))).toBe(expected)
        expect(other.of(file(number))).toBe(expected)
      }
      for (const {path} of shared) expect(other.ownIncludesOf(path)).toEqual(one.ownIncludesOf(path))
    }),
  )

  /** Files above 20 are never pages. */
  function file(number: number): string {
    return number <= 20 ? `page${number}.php` : `inc${number}.php`
  }
})

test('takes time in proportion to the closures: 38,000 files, and thousands of pages that share a closure', () => {
  const closure = Array.from({length: 3000}, (_, index) => `lib/file${index}.php`)
  const pages = Array.from({length: 35_000}, (_, index) => ({path: `page${index}.php`, closure}))
  const startedAt = performance.now()
  const reach = reachOf(pages)
  expect(reach.of('lib/file7.php')).toBe(35_000)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
