/** From a URL to the page that PHP runs, as Apache 2.4 finds it. */
import {everyCase} from './decisions.ts'
import type {RoutedSite} from './routed-site.ts'
import {serveRequest} from './serve-request.ts'
import type {Dependency, Resolution, UrlOutcome, Visit} from './types.ts'

/**
 * What Apache does with a request. Access rules are not asked: a page behind a password is a page. Where the answer
 * depends on what is not known (a header, a condition on the time), every case is an outcome.
 */
export function resolveUrl(visit: Visit | string, site: RoutedSite): Resolution {
  const asked = typeof visit === 'string' ? {target: visit} : visit
  const depends = new Map<string, Dependency>()
  const {results, isComplete} = everyCase(({decide}) =>
    serveRequest(asked, site, {
      decide: (key, because, place) => {
        depends.set(`${place.file}:${place.line}`, {...place, because})
        return decide(key)
      },
      note: (line) => depends.set(`${line.file}:${line.line}`, line),
    }),
  )
  if (!isComplete) results.push({kind: 'unknown', because: 'it depends on too many conditions'})
  return {outcomes: eachOnce(results), depends: [...depends.values()]}
}

function eachOnce(outcomes: UrlOutcome[]): UrlOutcome[] {
  if (outcomes.length < 2) return outcomes
  return [...new Map(outcomes.map((outcome) => [JSON.stringify(outcome), outcome])).values()]
}
