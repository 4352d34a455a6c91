/** A bounded run of `npm run prove`: every style on every server, with fixed seeds, and all cases that once were wrong. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {isVisitorOf} from '../prove/check.ts'
import {fronts} from '../prove/fronts.ts'
import {proveFronts, withFronts} from '../prove/prove.ts'
import {isOfWay, replayCase} from '../prove/replay.ts'
import type {ProofCase} from '../prove/site.ts'
import {describeWith} from '../support/programs.ts'

const folder = join(import.meta.dirname, 'proof-cases')
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({name, proofCase: JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProofCase}))

for (const front of fronts) {
  describeWith(front.needs, front.title, () => {
    const own = cases.filter(({proofCase}) => proofCase.front === front.name)

    test(`${own.length} cases that once were wrong are right`, {timeout: 240_000}, async () => {
      await withFronts([front], async ([started]) => {
        for (const {name, proofCase} of own) {
          const way = front.ways.find((candidate) => isOfWay(proofCase, candidate))
          if (!started || !way) throw new Error(`${name}: no way \`${proofCase.style}\`, \`${proofCase.form}\``)
          const {wrong, requests} = await replayCase(started, way, proofCase)
          expect({name, wrong}).toEqual({name, wrong: []})
          expect(requests).toBeGreaterThan(0)
        }
      })
    })

    test('random requests to a random site are answered by the right side, in every style', {
      timeout: 240_000,
    }, async () => {
      const options = {
        seed: 'bookshop',
        requests: 1,
        cgiRequests: 1,
        requestsOfSite: 100,
        fronts: [],
        styles: [],
        json: undefined,
        updateDocs: false,
        minutes: 1,
        from: 0,
      }
      const {lines, failures} = await proveFronts([front], options, () => {})
      expect(failures).toEqual([])
      expect(lines.map(({style, form}) => `${style}, ${form}`)).toEqual(
        front.ways.map(({style, form}) => `${style}, ${form}`),
      )
      for (const line of lines)
        expect(line).toMatchObject({wrong: 0, typescript: expect.toSatisfy((count: number) => count > 0)})
    })
  })
}

test('of many visitors about as many are in a share as it says: every answer of the proof is held against this', () => {
  for (const percent of [5, 30, 75]) {
    const visitors = Array.from({length: 2000}, (_, index) => ({
      target: '/',
      headers: [['User-Agent', `browser ${index}`]] as const,
    }))
    const inside = visitors.filter((request) => isVisitorOf({percent}, request)).length
    expect(Math.abs(inside / 20 - percent)).toBeLessThan(4)
  }
})
