/** Whether one answer is what it must be: the invariants of routing. */
import {createHash} from 'node:crypto'
import type {Canary} from '../../src/routes/plan.ts'
import {type Answer, headerValues, type Request} from '../support/http.ts'
import {differences} from '../support/same-answer.ts'
import {environmentDifferences} from './environment.ts'
import type {Front, Way} from './front.ts'
import {CONDITION_LIMIT, HEADER_LIMIT, LINK_LIMIT, limitOf} from './limits.ts'
import {reportOf, sideOf} from './report-page.ts'
import type {Moved, Site} from './site.ts'

/** What an answer turned out to be. */
export type Verdict =
  | {kind: 'right'; typescript: boolean}
  | {kind: 'limit'; name: string}
  | {kind: 'wrong'; problems: string[]}

/** What all answers of a site under one configuration are held against. */
export interface Expectation {
  way: Way
  site: Site
  /** Pages that TypeScript answers, by their files as PHP is told of them, one character a byte. */
  moved: ReadonlyMap<string, Moved>
  /** Files of the disk behind those names. */
  realPaths: ReadonlySet<string>
  documentRoot: string
  realPathOf: (file: string) => string | undefined
  /** A canary's condition is asked before access is refused. */
  hasCanary: boolean
  backendOf: (file: string) => string
  isModule: boolean
  /** What else than Apache's the front has. */
  front: Pick<Front, 'down' | 'isInShare'>
  /** The backend is down. */
  isDown?: boolean
}

/** Compares an answer with the one before anything was moved. */
export function checkAnswer(request: Request, before: Answer, after: Answer, expected: Expectation): Verdict {
  const file = fileOf(before)
  const moved = file === undefined ? undefined : expected.moved.get(file)
  const leaks =
    /\/\/ SECRET|<\?php/.test(after.body.toString('latin1')) &&
    !/\/\/ SECRET|<\?php/.test(before.body.toString('latin1'))
  const problems = leaks ? ['shows PHP source'] : []
  if (
    moved !== undefined ||
    (file === undefined &&
      (expected.hasCanary || ['rewrite', 'map'].includes(expected.way.style)) &&
      (before.status >= 400 || request.method === 'TRACE'))
  )
    [before, after] = [withoutVary(before), withoutVary(after)]
  if (
    moved === undefined ||
    !isVisitorOf(moved.canary, request, expected.front.isInShare) ||
    (expected.isDown && expected.way.fallback)
  ) {
    problems.push(...changes(before, after))
    if (problems.length > 0) return {kind: 'wrong', problems}
    return file !== undefined && moved === undefined && isAlias(file, expected)
      ? {kind: 'limit', name: LINK_LIMIT}
      : {kind: 'right', typescript: false}
  }
  if (sideOf(after) === 'php') {
    const limit = limitOf({way: expected.way, site: expected.site, request, file: moved.file})
    const changed = [...problems, ...changes(before, after)]
    if (limit !== undefined && changed.length === 0) return {kind: 'limit', name: limit}
    return {kind: 'wrong', problems: ['answered by PHP', ...changed]}
  }
  if (expected.isModule && isForServer(request, before, after)) {
    return {kind: 'limit', name: CONDITION_LIMIT}
  }
  problems.push(
    ...(expected.isDown
      ? outageProblems(before, after, expected.front.down)
      : pageProblems(before, after, expected, moved.file)),
  )
  if (expected.way.backend === 'cgi' && problems.length === 1 && problems[0] === SITE_HEADER_LOST) {
    return {kind: 'limit', name: HEADER_LIMIT}
  }
  return problems.length > 0 ? {kind: 'wrong', problems} : {kind: 'right', typescript: true}
}

/** A header that the server answers for a backend, and not for mod_php, or the other way round. */
function isForServer({headers = []}: Request, before: Answer, after: Answer): boolean {
  const has = (name: RegExp): boolean => headers.some(([key]) => name.test(key))
  if (before.status === 206 && after.status === 200) return has(/^range$/i)
  return before.status === 200 && after.status === 304 && has(/^if-(?:none-match|modified-since)$/i)
}

/** The order of the methods in `Allow` changes when Apache is started anew. */
function changes(before: Answer, after: Answer): string[] {
  const found = differences(before, after)
  if (!found.some((line) => line.startsWith('allow:'))) return found
  return differences(...([before, after].map(withSortedMethods) as [Answer, Answer]))
}

function withSortedMethods(answer: Answer): Answer {
  const sorted = (value: string): string => value.split(/,\s*/).sort().join(',')
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, name.toLowerCase() === 'allow' ? sorted(value) : value]),
  }
}

/** Of a page that moved Apache tells caches by what it chose who answers: cookie, header, browser, password. */
function withoutVary(answer: Answer): Answer {
  return {...answer, headers: answer.headers.filter(([name]) => name.toLowerCase() !== 'vary')}
}

/** What a rule of the generated sites sets. */
const SITE_HEADER_LOST = 'x-site: ["of the site"] → []'

/** The file that PHP ran, as it was told of it. */
export function fileOf(answer: Answer): string | undefined {
  const hex = headerValues(answer, 'x-file')[0]
  return hex === undefined ? undefined : Buffer.from(hex, 'hex').toString('latin1')
}

function isAlias(file: string, {realPathOf, realPaths}: Expectation): boolean {
  const real = realPathOf(file)
  return real !== undefined && realPaths.has(real)
}

/** What the two sides say in headers of their own, and what follows from the length of their bodies. */
const own = new Set(['x-side', 'x-file', 'x-backend', 'x-powered-by', 'content-range'])

function pageProblems(before: Answer, after: Answer, expected: Expectation, page: string): string[] {
  if (sideOf(after) !== 'typescript') return [`answered by nobody, status ${before.status} → ${after.status}`]
  const head = (answer: Answer): Answer => ({
    ...answer,
    headers: answer.headers.filter(([name]) => !own.has(name.toLowerCase())),
    body: Buffer.alloc(0),
  })
  const problems = changes(head(before), head(after))
  const [backend] = headerValues(after, 'x-backend')
  if (backend !== expected.backendOf(page)) problems.push(`answered by backend ${backend}`)
  const [php, typescript] = [reportOf(before), reportOf(after)]
  if (php && typescript)
    problems.push(...environmentDifferences(php, typescript, expected.way, page, expected.documentRoot))
  else if ((php === undefined) !== (typescript === undefined)) problems.push('no report of one side')
  return problems
}

/** 503 or 502, or what an error document answered with before: then the error is that of the document. */
function outageProblems(before: Answer, after: Answer, down = 503): string[] {
  return after.status === down || (before.status >= 400 && after.status === before.status)
    ? []
    : [`status ${after.status} while the backend is down`]
}

/** Whether a page answers the visitor, told in another way than the server is told it. */
export function isVisitorOf(
  canary: Canary | undefined,
  {headers = []}: Request,
  isInShare: NonNullable<Front['isInShare']> = isInShareOfApache,
): boolean {
  if (canary === undefined) return true
  const value = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1].trim()
  if (canary.header !== undefined && value(canary.header) === '1') return true
  const pairs = (value('cookie') ?? '').split(';').map((pair) => pair.trim())
  if (canary.cookie !== undefined && pairs.includes(`${canary.cookie}=1`)) return true
  return canary.percent !== undefined && isInShare(canary.percent, value('user-agent') ?? '')
}

function isInShareOfApache(percent: number, userAgent: string): boolean {
  const hash = createHash('md5').update(`shop${userAgent}127.0.0.1`).digest('hex')
  return Number.parseInt(hash.slice(0, 3), 16) < Math.round((percent / 100) * 0x1000)
}
