/** Forward and back: the URLs of a page lead to it, and what leads to a page is among its URLs. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {urlForms, wayOf} from '../../../src/routes/urls/forms.ts'
import {resolveUrl} from '../../../src/routes/urls/resolve.ts'
import {routedSite} from '../../../src/routes/urls/routed-site.ts'
import {randomSite, randomTarget, siteToRoute} from './random-site.ts'

/** More by hand: `URL_RUNS=4000 URL_SEED=7`. */
const runs = {
  numRuns: Number(process.env.URL_RUNS ?? 100),
  seed: Number(process.env.URL_SEED ?? 1),
  interruptAfterTimeLimit: 20_000,
}

test('every URL that is named for a page leads there', () => {
  fc.assert(
    fc.property(randomSite, (site) => {
      const routed = routedSite(siteToRoute(site))
      for (const page of Object.keys(site)) {
        for (const {example, via, isCertain} of urlForms(page, routed)) {
          if (example === undefined) continue
          const {outcomes} = resolveUrl(example, routed)
          const leads = outcomes.some(
            (outcome) =>
              (outcome.kind === 'page' && outcome.page === page && wayOf(outcome.via) === wayOf(via)) ||
              (outcome.kind === 'error' && outcome.page === page),
          )
          expect({page, example, leads}).toEqual({page, example, leads: true})
          if (isCertain) expect(outcomes).toHaveLength(1)
        }
      }
    }),
    runs,
  )
})

test('every URL that leads to a page goes a way that is named for the page', () => {
  fc.assert(
    fc.property(
      randomSite.chain((site) =>
        fc.tuple(fc.constant(site), fc.array(randomTarget(site), {minLength: 20, maxLength: 20})),
      ),
      ([site, targets]) => {
        const routed = routedSite(siteToRoute(site))
        for (const target of targets) {
          for (const outcome of resolveUrl(target, routed).outcomes) {
            if (outcome.kind !== 'page') continue
            const ways = urlForms(outcome.page, routed).map(({via}) => wayOf(via))
            expect({
              target,
              page: outcome.page,
              ways: ways.includes(wayOf(outcome.via)) ? [] : [wayOf(outcome.via), ...ways],
            }).toEqual({target, page: outcome.page, ways: []})
          }
        }
      },
    ),
    runs,
  )
})
