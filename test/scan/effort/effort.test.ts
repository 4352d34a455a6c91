import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type EffortOf, effortOf} from '../../../src/scan/effort/effort.ts'
import {SIZES, WEIGHTS} from '../../../src/scan/effort/weights.ts'
import type {WorkKind} from '../../../src/scan/types.ts'
import {factsOfFile} from '../facts-of.ts'

const NOTHING: EffortOf = {work: {}, session: 'none', access: [], includes: [], ownIncludes: [], sharedIncludes: 0}

test('a page that does nothing is no effort', () => {
  expect(effortOf(NOTHING)).toEqual({points: 0, size: 'XS', reasons: []})
})

test('says the reasons in words, the largest first', () => {
  const effort = effortOf({
    ...NOTHING,
    work: {lines: 2500, queries: 14, 'dynamic-queries': 3, inputs: 4, 'dynamic-inputs': 4, forms: 1},
    session: 'read',
    access: [{kind: 'auth'}],
    includes: [{how: 'literal'}, {how: 'dynamic'}, {how: 'set'}, {how: 'set'}],
    ownIncludes: [{lines: 100}, {queries: 4}],
    sharedIncludes: 200,
  })
  expect(effort).toEqual({
    points: 149,
    size: 'L',
    reasons: [
      {because: '2,500 lines of code', points: 100},
      {because: '14 queries, 3 of them put together at run time', points: 17},
      {because: '4 inputs with a computed name', points: 10},
      {because: '1 include known only at run time', points: 4},
      {because: '2 includes chosen from a set of files', points: 4},
      {because: '2 files that only this page includes', points: 4},
      {because: '200 files shared with other pages', points: 4},
      {because: '1 form', points: 2},
      {because: 'reads the session', points: 2},
      {because: 'access rules that must still hold', points: 2},
    ].sort((a, b) => b.points - a.points),
  })
})

const kinds = Object.entries(WEIGHTS).flatMap(([kind, weight]) => [
  kind,
  ...(weight.harder ? [weight.harder.kind] : []),
])
const work = fc.dictionary(fc.constantFrom(...kinds), fc.integer({min: 0, max: 5000}))

test('reasons add up to the points, are sorted, and each is worth a whole point', () => {
  fc.assert(
    fc.property(
      work,
      fc.constantFrom('none', 'read', 'write'),
      fc.array(work, {maxLength: 4}),
      (own, session, others) => {
        const {points, size, reasons} = effortOf({...NOTHING, work: own, session, ownIncludes: others})
        expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(points)
        expect(reasons.map((reason) => reason.points)).toEqual(
          reasons.map((reason) => reason.points).sort((a, b) => b - a),
        )
        for (const reason of reasons)
          expect(reason.points).toSatisfy((number: number) => Number.isInteger(number) && number > 0)
        expect(SIZES.find(([, most]) => points <= most)?.[0] ?? 'XL').toBe(size)
      },
    ),
  )
})

test('more work is never less effort', () => {
  fc.assert(
    fc.property(work, fc.constantFrom(...kinds), fc.integer({min: 1, max: 500}), (own, kind, more) => {
      const before = effortOf({...NOTHING, work: own}).points
      const after = effortOf({...NOTHING, work: {...own, [kind]: (own[kind as WorkKind] ?? 0) + more}}).points
      expect(after).toBeGreaterThanOrEqual(before)
    }),
  )
})

describe('docs/effort.md', () => {
  const document = readFileSync(new URL('../../../docs/effort.md', import.meta.url), 'utf8')
  const cells = [...document.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '))
  const pointsOf = (text = ''): number => {
    const [points = '0', apiece = '1'] = text.split(' for ')
    return Number(points) / Number(apiece)
  }

  test('has every kind of work with its weight', () => {
    const documented = cells.flatMap(([kind = '', points]) =>
      kind.startsWith('`') ? [[kind.slice(1, -1), pointsOf(points)]] : [],
    )
    const weights = Object.entries(WEIGHTS).flatMap(([kind, {points, harder}]) => [
      [kind, points],
      ...(harder ? [[harder.kind, harder.points]] : []),
    ])
    expect(documented).toEqual(weights)
  })

  test('says what surrounds the page as the code counts it', () => {
    const documented = (start: string) => pointsOf(cells.find(([text = '']) => text.startsWith(start))?.[1])
    const points = (changes: Partial<EffortOf>) => effortOf({...NOTHING, ...changes}).points
    expect(documented('it reads the session')).toBe(points({session: 'read'}))
    expect(documented('it writes the session')).toBe(points({session: 'write'}))
    expect(documented('access rules')).toBe(points({access: [{kind: 'auth'}]}))
    expect(documented('an include that is known only')).toBe(points({includes: [{how: 'dynamic'}]}))
    expect(documented('an include of one file')).toBe(points({includes: [{how: 'set'}]}))
    expect(documented('a file that other pages') * 5000).toBe(points({sharedIncludes: 5000}))
    expect(points({ownIncludes: [{lines: 5000}]})).toBe(points({work: {lines: 5000}}) / 2)
    expect(cells.find(([text = '']) => text.startsWith('a file that only'))?.[1]).toMatch(/^half the points/)
  })

  test('has the bounds of the sizes', () => {
    for (const [size, most] of SIZES)
      expect(cells.find(([name]) => name === size)?.[1]).toMatch(new RegExp(` to ${most}$`))
  })

  test('counts its example as the code does', () => {
    const [, code = ''] = /```php\n([\s\S]*?)```/.exec(document) ?? []
    const effort = effortOf({...NOTHING, work: factsOfFile(code).work, session: 'write', sharedIncludes: 1})
    const [, example = ''] = document.split('## An example')
    const reasons = [...example.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, points, because]) => ({
      because,
      points: Number(points),
    }))
    expect(effort.reasons).toEqual(reasons)
    expect(example).toContain(`That is ${effort.points} points, size ${effort.size}.`)
  })
})
