/** Site after site, on every server, in every way, until each style has been asked enough. */
import {randomBytes} from 'node:crypto'
import {chmodSync, mkdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type RunningBackends, startBackends} from './backends.ts'
import type {Front, RunningFront, Way} from './front.ts'
import {generateRequests} from './generate-requests.ts'
import {generateMoved, generateSite} from './generate-site.ts'
import type {ProveOptions} from './options.ts'
import {proveWay, type Wrong} from './prove-site.ts'
import {makeRandom} from './random.ts'
import {replayCase} from './replay.ts'
import {caseText} from './report.ts'
import {shrinkCase} from './shrink.ts'
import type {ProofCase} from './site.ts'
import {type Line, startTally} from './tally.ts'
import {sendAll} from './wire.ts'

/** What came of a run. */
export interface Proof {
  lines: Line[]
  /** One small case for each kind of failure. */
  failures: ProofCase[]
  versions: string[]
}

/** A front with backends of its own. */
export interface Started {
  front: Front
  running: RunningFront
  backends: RunningBackends
}

/** Starts the fronts in turn, gives them to `use`, and stops everything whatever happens. */
export async function withFronts<Value>(
  fronts: readonly Front[],
  use: (started: readonly Started[]) => Promise<Value>,
): Promise<Value> {
  // In small letters: mod_rewrite makes small letters of a handler's name, and of the socket in it.
  const folder = join(tmpdir(), `migrate-prove-${randomBytes(5).toString('hex')}`)
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  const started: Started[] = []
  try {
    for (const front of fronts) {
      const own = join(folder, front.name)
      mkdirSync(own)
      const backends = await startBackends(own)
      started.push({front, backends, running: await front.start(own, backends)})
    }
    return await use(started)
  } finally {
    for (const {running, backends} of started) await Promise.all([running.stop(), backends.goDown()])
    rmSync(folder, {recursive: true, force: true, maxRetries: 5})
  }
}

/** The proof of some fronts. */
export async function proveFronts(
  fronts: readonly Front[],
  options: ProveOptions,
  say: (line: string) => void,
): Promise<Proof> {
  const isWanted = ({style}: Way): boolean => options.styles.length === 0 || options.styles.includes(style)
  const chosen = fronts
    .filter(({name}) => options.fronts.length === 0 || options.fronts.some((part) => name.includes(part)))
    .filter(({ways}) => ways.some(isWanted))
  return withFronts(chosen, async (started) => {
    const tally = startTally()
    const failures = new Map<string, ProofCase>()
    const deadline = Date.now() + options.minutes * 60_000
    const isDue = ({server}: Front, way: Way): boolean =>
      isWanted(way) &&
      tally.requestsOf(server, way.style) < (way.backend === 'cgi' ? options.cgiRequests : options.requests)
    for (let number = options.from; Date.now() < deadline; number++) {
      const due = started
        .map((one) => ({...one, ways: one.front.ways.filter((way) => isDue(one.front, way))}))
        .filter(({ways}) => ways.length > 0)
      if (due.length === 0) break
      // All servers at once: each mostly waits for its processes.
      await Promise.all(
        due.map(async ({front, running, backends, ways}) => {
          const wrong = await proveNumber({front, running, backends}, ways, number, options, tally.add)
          for (const [kind, {way, proofCase}] of wrong) {
            if (failures.has(kind) || failures.size >= MOST_FAILURES) continue
            failures.set(kind, proofCase)
            say(`${front.name}, ${way.style}, ${way.form}, site ${number}: ${proofCase.what}`)
            const small = await shrink({front, running, backends}, way, proofCase)
            failures.set(kind, small)
            say(caseText(small))
          }
        }),
      )
      say(progress(number, tally.lines))
    }
    return {
      lines: tally.lines,
      failures: [...failures.values()],
      versions: [...new Set(started.map(({running}) => running.version))],
    }
  })
}

/** Beyond so many kinds of failures no more are made small. */
const MOST_FAILURES = 20
/** How long one may be made small, in milliseconds. */
const PATIENCE = 10_000
/** Requests of one site to a CGI program. */
const CGI_REQUESTS = 60

type Failing = Map<string, {way: Way; proofCase: ProofCase}>

/** One site, by its number, on one server, in all ways that are due. */
async function proveNumber(
  {front, running, backends}: Started,
  ways: readonly Way[],
  number: number,
  {seed, requestsOfSite}: Pick<ProveOptions, 'seed' | 'requestsOfSite'>,
  add: ReturnType<typeof startTally>['add'],
): Promise<Failing> {
  const random = makeRandom(`${seed} ${number}`)
  const site = generateSite(random)
  const moved = generateMoved(random, site)
  const requests = generateRequests(random, site, moved, requestsOfSite).filter(
    (request) => !front.isUnanswered?.(request),
  )
  await running.lay(site)
  const before = await sendAll(running.port, requests, front.connections)
  const failing: Failing = new Map()
  for (const [index, way] of ways.entries()) {
    const asked = way.backend === 'cgi' ? requests.slice(-CGI_REQUESTS) : requests
    const answers = before.slice(-asked.length)
    // Going down and back costs more than it shows: each site does it in some of the ways.
    const phases = {down: (number + index) % 3 === 0, back: (number + index) % 3 === 1}
    const outcome = await proveWay(
      {front, running, backends, way, site, moved, requests: asked, before: answers},
      phases,
    )
    add(front, way, outcome)
    for (const wrong of outcome.wrong) {
      const kind = `${front.name} ${way.style} ${way.form} ${kindOf(wrong)}`
      const what = `${wrong.request.method ?? 'GET'} ${wrong.request.target} (${wrong.phase}): ${wrong.problems.join('; ')}`
      const proofCase = {
        what: what.slice(0, 600),
        front: front.name,
        style: way.style,
        form: way.form,
        site,
        moved,
        requests: [wrong.request],
      }
      if (!failing.has(kind)) failing.set(kind, {way, proofCase})
    }
  }
  await running.install([])
  return failing
}

/** What two failures have in common that are one mistake. */
function kindOf({phase, problems}: Wrong): string {
  return `${phase} ${problems.map((problem) => problem.replace(/:.*/s, '').replace(/\d+/g, 'N')).join()}`
}

async function shrink(started: Started, way: Way, found: ProofCase): Promise<ProofCase> {
  const fails = async (smaller: ProofCase): Promise<boolean> =>
    (await replayCase(started, way, smaller)).wrong.length > 0
  if (!(await fails(found))) return {...found, what: `Not wrong when asked alone: ${found.what}`}
  return shrinkCase(found, fails, Date.now() + PATIENCE)
}

function progress(number: number, lines: readonly Line[]): string {
  const nameOf = ({server, style}: Line): string => `${server} ${style}`
  const counts = [...new Set(lines.map(nameOf))].map((name) => {
    const own = lines.filter((line) => nameOf(line) === name)
    const sum = (key: 'requests' | 'wrong'): number => own.reduce((total, line) => total + line[key], 0)
    return `${name} ${sum('requests')}${sum('wrong') > 0 ? ` (${sum('wrong')} wrong)` : ''}`
  })
  return `site ${number}: ${counts.join(', ')}`
}
