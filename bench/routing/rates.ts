/** Requests a second of all contestants, in turn, each beside the same site without our configuration. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {send} from '../../test/support/http.ts'
import {median} from '../result.ts'
import type {Contestant, Group} from './contestants.ts'
import type {Front} from './front.ts'
import {load, type Sample} from './load.ts'
import {askedPage, PHP, SIZES, STATIC_FILE, STAYING_PAGE, TYPESCRIPT} from './site.ts'

/** What is asked for: a static file, a page that stays in PHP, a page that moved. */
export const REQUESTS = ['static', 'php', 'moved'] as const
export type Request = (typeof REQUESTS)[number]

/** Medians of the rounds, by request and contestant: `static_files_vhost_1000`. */
export interface Rates {
  /** Requests a second to those of the same request of the empty site, sampled a moment before and after. */
  ratios: Map<string, number>
  /** The same of requests in a second of Apache's processor time, which depends less on what else the machine does. */
  cpuRatios: Map<string, number>
  perSecond: Map<string, number>
  /** Microseconds of Apache's processor time for one request. */
  cpu: Map<string, number>
  /** By request: how far two samples of one empty site lie from each other, as a share, the middle of all. */
  noise: Map<Request, number>
  cpuNoise: Map<Request, number>
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
  const taken = new Map<string, Compared[]>()
  const steps = new Map<Request, Compared[]>(REQUESTS.map((request) => [request, []]))
  const server = Number(readFileSync(join(front.apache.root, 'apache.pid'), 'utf8'))
  for (const contestant of all(groups)) await check(front, contestant, failed)
  for (let round = 0; round <= effort.rounds; round++) {
    const sample = async (contestant: Contestant, request: Request): Promise<Sample | undefined> => {
      if (failed.has(contestant.name)) return undefined
      try {
        return await load(urlOf(front, contestant, request), round === 0 ? 0.1 : effort.seconds, server)
      } catch (error) {
        failed.set(contestant.name, String(error).slice(0, 500))
        return undefined
      }
    }
    for (const request of REQUESTS) {
      for (const {empty, contestants} of groups) {
        const before = await sample(empty, request)
        const samples = new Map<string, Sample>()
        for (const contestant of round % 2 ? contestants : contestants.toReversed()) {
          if ((request === 'moved' && contestant.size === 0) || (contestant.hopeless && round !== 1)) continue
          const one = await sample(contestant, request)
          if (one) samples.set(`${request}_${contestant.name}`, one)
        }
        const after = await sample(empty, request)
        if (!before || !after || round === 0) continue
        const between = middle(before, after)
        steps.get(request)?.push(compare(before, after))
        samples.set(`${request}_${empty.name}`, between)
        for (const [name, one] of samples) taken.set(name, [...(taken.get(name) ?? []), compare(one, between)])
      }
    }
    process.stderr.write(`routing: round ${round} of ${effort.rounds}\n`)
  }
  const medians = (what: keyof Compared) => mapValues(taken, (all) => median(all.map((one) => one[what])))
  const noise = (what: 'ratio' | 'cpuRatio') =>
    mapValues(steps, (all) => median(all.map((one) => Math.abs(one[what] - 1))))
  return {
    ratios: medians('ratio'),
    cpuRatios: medians('cpuRatio'),
    perSecond: medians('perSecond'),
    cpu: medians('cpu'),
    noise: noise('ratio'),
    cpuNoise: noise('cpuRatio'),
    failed,
  }
}

/** A sample beside another: above 1 is better than that. */
interface Compared extends Sample {
  ratio: number
  cpuRatio: number
}

function compare(sample: Sample, other: Sample): Compared {
  return {...sample, ratio: sample.perSecond / other.perSecond, cpuRatio: other.cpu / sample.cpu}
}

function middle(one: Sample, other: Sample): Sample {
  return {perSecond: (one.perSecond + other.perSecond) / 2, cpu: (one.cpu + other.cpu) / 2}
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
