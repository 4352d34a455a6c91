import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {pagePathOfBytes} from '../../src/page.ts'
import {type PageToRoute, planRoutes} from '../../src/routes/plan.ts'

const moved = (path: string): PageToRoute => ({path, exposure: 'typescript'})

describe('planRoutes', () => {
  test('routes the pages that TypeScript answers, and no other', () => {
    const plan = planRoutes([
      moved('index.php'),
      {path: 'cart.php', exposure: 'php'},
      {path: 'news.php', exposure: 'shadow'},
      {path: 'search.php', exposure: 'canary'},
      {path: 'new.php', exposure: 'canary', canary: {percent: 5}},
      moved('admin/users.php'),
    ])
    expect(plan).toEqual({
      routes: [
        {page: 'admin/users.php', file: 'admin/users.php', backend: 'main', access: []},
        {page: 'index.php', file: 'index.php', backend: 'main', access: []},
        {page: 'new.php', file: 'new.php', backend: 'main', canary: {percent: 5}, access: []},
      ],
      refusals: [],
    })
  })

  test('names the file as the file system has it, where the page path escapes it', () => {
    expect(planRoutes([moved('\\x5Cx41.php')]).routes).toMatchObject([{page: '\\x5Cx41.php', file: '\\x41.php'}])
  })

  test.each([
    ['a\tb.php', 'NAME_CONTROL_CHARACTER'],
    ['a\rb.php', 'NAME_CONTROL_CHARACTER'],
    ['a\nb.php', 'NAME_CONTROL_CHARACTER'],
    ['a\x7fb.php', 'NAME_CONTROL_CHARACTER'],
    ['a\x00b.php', 'NAME_CONTROL_CHARACTER'],
    ['what?.php', 'NAME_QUESTION_MARK'],
    ['caf\\xE9.php', 'NAME_NOT_UTF8'],
    ['../secret.php', 'PATH_NOT_BELOW_ROOT'],
    ['a/../b.php', 'PATH_NOT_BELOW_ROOT'],
    ['./a.php', 'PATH_NOT_BELOW_ROOT'],
    ['/a.php', 'PATH_NOT_BELOW_ROOT'],
    ['a//b.php', 'PATH_NOT_BELOW_ROOT'],
    ['', 'PATH_NOT_BELOW_ROOT'],
    [`${'é'.repeat(128)}`, 'NAME_TOO_LONG'],
    [`${'a/'.repeat(2048)}b.php`, 'NAME_TOO_LONG'],
  ])('refuses %j', (path, code) => {
    const {routes, refusals} = planRoutes([moved(path), moved('fine.php')])
    expect(routes).toMatchObject([{page: 'fine.php', file: 'fine.php'}])
    expect(refusals).toEqual([{code, page: path, reason: expect.any(String), remedy: expect.any(String)}])
  })

  test('refuses a page that is a symbolic link', () => {
    const {routes, refusals} = planRoutes([{...moved('old.php'), link: 'new.php'}])
    expect([routes, refusals]).toMatchObject([[], [{code: 'PAGE_IS_LINK', page: 'old.php'}]])
  })

  test('gives an area its own backend, the first that takes the page', () => {
    const areas = [
      {name: 'admin', pages: ['admin/**']},
      {name: 'rest', pages: ['**/*.php', '**/*.txt']},
    ]
    const {routes} = planRoutes([moved('admin/a/b.php'), moved('list.php'), moved('.hidden/c.txt')], areas)
    expect(routes.map(({file, backend}) => `${file} ${backend}`)).toEqual([
      '.hidden/c.txt rest',
      'admin/a/b.php admin',
      'list.php rest',
    ])
  })

  test('does not mind what PHP still answers', () => {
    expect(planRoutes([{path: 'a\nb.php', exposure: 'php', link: 'x'}])).toEqual({routes: [], refusals: []})
  })

  test('loses no page: each moved one is either routed or refused, once, whatever the order', () => {
    const name = fc.uint8Array({minLength: 1, maxLength: 12}).map(pagePathOfBytes)
    fc.assert(
      fc.property(fc.uniqueArray(name, {maxLength: 20}), fc.func(fc.integer()), (paths, order) => {
        const plan = planRoutes(paths.map(moved))
        const seen = [...plan.routes, ...plan.refusals].map(({page}) => page)
        expect(seen.sort()).toEqual([...paths].sort())
        const shuffled = [...paths].sort((a, b) => order(a) - order(b))
        expect(planRoutes([...shuffled, ...paths].map(moved))).toEqual(plan)
      }),
    )
  })
})
