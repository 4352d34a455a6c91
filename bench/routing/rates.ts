/** Requests a second of all contestants, in turn, each beside the same site without our configuration. */
import {send} from '../../test/support/http.ts'
import {median} from '../result.ts'
import type {Contestant, Group} from './contestants.ts'
import type {Front} from './front.ts'
import {load} from './load.ts'
import {askedPage, PHP, SIZES, STATIC_FILE, STAYING_PAGE, TYPESCRIPT} from './site.ts'

/** What is asked for: a static file, a page that stays in PHP, a page that moved. */
export const REQUESTS = ['static', 'php', 'moved'] as const
export type Request = (typeof REQUESTS)[number]

/** Medians of the rounds, by request and contestant: `static_files_vhost_1000`. */
export interface Rates {
  /** To the same request of the empty site, sampled a moment before and after. */
  ratios: Map<string, number>
  perSecond: Map<string, number>
  /** By request: how far two samples of one empty site lie from each other, as a share, the middle of all. */
  noise: Map<Request, number>
  /** Contestants that answered wrongly or not at all, with what they said. */
  failed: Map<string, string>
}

export interface Effort {
  rounds: number
  /** Of one sample. */
  seconds: number
}

/** Samples; rounds over everything, so that what else the machine does meets all of it. The first does not count. */
export async function measureRates(front: Front, groups: readonly Group[], effort: Effort): Promise<Rates> {
  const failed = new Map<string, string>()
  const samples = new Map<string, {ratio: number; perSecond: number}[]>()
  const steps = new Map<Request, number[]>(REQUESTS.map((request) => [request, []]))
  const rate = async (contestant: Contestant, request: Request, seconds: number): Promise<number | undefined> => {
    if (failed.has(contestant.name)) return undefined
    try {
      return await load(urlOf(front, contestant, request), seconds)
    } catch (error) {
      failed.set(contestant.name, String(error).slice(0, 500))
      return undefined
    }
  }
  for (const contestant of all(groups)) await check(front, contestant, failed)
  for (let round = 0; round <= effort.rounds; round++) {
    const seconds = round === 0 ? 0.1 : effort.seconds
    for (const request of REQUESTS) {
      for (const {empty, contestants} of groups) {
        const before = await rate(empty, request, seconds)
        const rates = new Map<string, number>()
        for (const contestant of round % 2 ? contestants : contestants.toReversed()) {
          if ((request === 'moved' && contestant.size === 0) || (contestant.hopeless && round !== 1)) continue
          const perSecond = await rate(contestant, request, seconds)
          if (perSecond !== undefined) rates.set(`${request}_${contestant.name}`, perSecond)
        }
        const after = await rate(empty, request, seconds)
        if (before === undefined || after === undefined || round === 0) continue
        steps.get(request)?.push(Math.abs(before / after - 1))
        const between = (before + after) / 2
        rates.set(`${request}_${empty.name}`, between)
        for (const [name, perSecond] of rates) {
          samples.set(name, [...(samples.get(name) ?? []), {ratio: perSecond / between, perSecond}])
        }
      }
    }
    process.stderr.write(`routing: round ${round} of ${effort.rounds}\n`)
  }
  return {
    ratios: mapValues(samples, (each) => median(each.map(({ratio}) => ratio))),
    perSecond: mapValues(samples, (each) => median(each.map(({perSecond}) => perSecond))),
    noise: mapValues(steps, median),
    failed,
  }
}

/** Every contestant once, the empty sites too. */
export function all(groups: readonly Group[]): Contestant[] {
  return [...new Set(groups.flatMap(({empty, contestants}) => [empty, ...contestants]))]
}

/** One that answers something else would look fast. */
async function check({ports, apache}: Front, contestant: Contestant, failed: Map<string, string>): Promise<void> {
  for (const request of REQUESTS) {
    const target = `/${pathOf(contestant, request)}`
    const answer = await send({port: ports.get(contestant.name) ?? 0}, {target})
    const isMoved = request === 'moved' && contestant.size > 0
    const expected = request === 'static' ? 'color' : isMoved ? TYPESCRIPT : PHP
    if (answer.status === 200 && answer.body.includes(expected)) continue
    const log = apache.errorLog().split('\n').slice(-3).join('\n')
    failed.set(
      contestant.name,
      `${target} is answered by ${answer.statusLine}: ${answer.body.toString().slice(0, 100)}\n${log}`,
    )
  }
}

function urlOf({ports}: Front, contestant: Contestant, request: Request): string {
  return `http://127.0.0.1:${ports.get(contestant.name)}/${pathOf(contestant, request)}`
}

/** On the empty site the page that moves is still PHP's. */
function pathOf({size}: Contestant, request: Request): string {
  switch (request) {
    case 'static':
      return STATIC_FILE
    case 'php':
      return STAYING_PAGE
    case 'moved':
      return askedPage(size > 0 ? size : Math.max(...SIZES))
    default:
      return request satisfies never
  }
}

function mapValues<Key, From, To>(map: ReadonlyMap<Key, From>, change: (value: From) => To): Map<Key, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]))
}
