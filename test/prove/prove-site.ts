/** One site under one way of routing: everything is asked before and after, and while the backend is down. */
import {realpathSync} from 'node:fs'
import {join} from 'node:path'
import {pagePathOfBytes} from '../../src/page.ts'
import {planRoutes} from '../../src/routes/plan.ts'
import type {ServerConfig} from '../../src/servers/types.ts'
import type {Answer, Request} from '../support/http.ts'
import type {RunningBackends} from './backends.ts'
import {checkAnswer, type Expectation, fileOf, type Verdict} from './check.ts'
import type {Front, RunningFront, Way} from './front.ts'
import type {Moved, Site} from './site.ts'
import {sendAll} from './wire.ts'

/** A request and what was wrong with its answer. */
export interface Wrong {
  request: Request
  /** Which invariant was looked at: with pages moved, with the backend down, or with all taken back. */
  phase: 'moved' | 'down' | 'back'
  problems: string[]
}

/** What came of one site under one way. */
export interface Outcome {
  requests: number
  /** Answers of pages that moved. */
  typescript: number
  wrong: Wrong[]
  /** Answers that stayed with PHP, by the name of the limit. */
  limits: Record<string, number>
  /** Pages that were refused, by code; they stayed with PHP. */
  refused: Record<string, number>
}

/** What is looked at beside the pages that moved. */
export interface Phases {
  down: boolean
  back: boolean
}

/** A site that was laid, what is moved of it and how, and what it answered before. */
export interface LaidSite {
  front: Front
  running: RunningFront
  backends: RunningBackends
  way: Way
  site: Site
  moved: readonly Moved[]
  requests: readonly Request[]
  before: readonly Answer[]
}

/** Moves the pages, asks everything again, and compares. */
export async function proveWay(laid: LaidSite, phases: Phases): Promise<Outcome> {
  const {front, running, backends, way, site, moved, requests, before} = laid
  const outcome: Outcome = {requests: 0, typescript: 0, wrong: [], limits: {}, refused: {}}
  const {configs, pages} = emitWhatCan(running, way, site, moved, outcome)
  await running.install(configs)
  const expected = expectation(front, running, way, site, pages)
  const look = async (phase: Wrong['phase'], chosen: readonly number[], against: Expectation): Promise<void> => {
    const asked = chosen.flatMap((index) => requests[index] ?? [])
    const answers = await sendAll(running.port, asked, front.connections)
    for (const [position, index] of chosen.entries()) {
      const [request, was, now] = [requests[index], before[index], answers[position]]
      if (!request || !was || !now) continue
      count(outcome, phase, request, checkAnswer(request, was, now, against))
    }
  }
  await look('moved', [...requests.keys()], expected)
  if (phases.down && way.backend === 'fastcgi') {
    await backends.goDown()
    const isMoved = (index: number): boolean => expected.moved.has(fileOf(before[index] as Answer) ?? '')
    const [those, others] = [
      [...requests.keys()].filter(isMoved),
      [...requests.keys()].filter((index) => !isMoved(index)),
    ]
    await look('down', [...those.slice(0, 40), ...others.slice(0, 20)], {...expected, isDown: true})
    await backends.comeUp()
  }
  if (phases.back) {
    await running.install(running.emit(way, site, []))
    const some = [...requests.keys()].filter((index) => index % 5 === 0 || requests.length < 50)
    await look('back', some, {...expected, moved: new Map()})
  }
  return outcome
}

function count(outcome: Outcome, phase: Wrong['phase'], request: Request, verdict: Verdict): void {
  outcome.requests++
  if (verdict.kind === 'wrong') outcome.wrong.push({request, phase, problems: verdict.problems})
  else if (verdict.kind === 'limit') {
    if (phase === 'moved') outcome.limits[verdict.name] = (outcome.limits[verdict.name] ?? 0) + 1
  } else if (verdict.typescript) outcome.typescript++
}

/** Emits for all pages; those that are refused stay, and the others are emitted again. */
function emitWhatCan(
  running: RunningFront,
  way: Way,
  site: Site,
  moved: readonly Moved[],
  outcome: Outcome,
): {configs: ServerConfig[]; pages: Moved[]} {
  let pages = moved.filter(({file, canary}) => running.runs(file) && (way.canary || canary === undefined))
  for (;;) {
    const configs = running.emit(way, site, pages.map(toRoute))
    const refusals = configs.flatMap((config) => config.refusals)
    if (refusals.length === 0) return {configs, pages}
    const refusedPages = new Map(refusals.map(({page, code}) => [page, code]))
    for (const code of refusedPages.values()) outcome.refused[code] = (outcome.refused[code] ?? 0) + 1
    const left = pages.filter(({file}) => !refusedPages.has(pagePathOfBytes(Buffer.from(file))))
    if (left.length === pages.length)
      throw new Error(`${way.style}, ${way.form} is refused: ${JSON.stringify(refusals)}`)
    pages = left
  }
}

function toRoute({file, canary}: Moved) {
  const path = pagePathOfBytes(Buffer.from(file))
  return canary ? ({path, exposure: 'canary', canary} as const) : ({path, exposure: 'typescript'} as const)
}

function expectation(front: Front, running: RunningFront, way: Way, site: Site, pages: readonly Moved[]): Expectation {
  const {documentRoot} = running
  const latin1 = (text: string): string => Buffer.from(text).toString('latin1')
  const roots = new Set([documentRoot, realpathSync(documentRoot)])
  const areas = way.areas ? [{name: 'area', pages: ['admin/**', 'index.php']}] : []
  const backends = new Map(planRoutes(pages.map(toRoute), areas).routes.map(({file, backend}) => [file, backend]))
  return {
    front,
    way,
    site,
    documentRoot,
    isModule: running.isModule,
    moved: new Map(pages.flatMap((page) => [...roots].map((root) => [latin1(`${root}/${page.file}`), page] as const))),
    realPaths: new Set(pages.map(({file}) => realpathSync(join(documentRoot, file)))),
    realPathOf: (file) => {
      try {
        return realpathSync(Buffer.from(file, 'latin1'))
      } catch {
        return undefined
      }
    },
    hasCanary: pages.some(({canary}) => canary !== undefined),
    backendOf: (file) => backends.get(file) ?? '',
  }
}
