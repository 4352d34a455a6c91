/** How much work it is to port a page, with the reasons. */
import {count} from '../../progress.ts'
import type {AccessRule, Effort, FileFacts, IncludeEdge, SessionMode, WorkKind} from '../types.ts'
import {
  DYNAMIC_INCLUDE_POINTS,
  OWN_INCLUDE_SHARE,
  PROTECTION_POINTS,
  SESSION_POINTS,
  SET_INCLUDE_POINTS,
  SHARED_INCLUDE_POINTS,
  SIZES,
  WEIGHTS,
} from './weights.ts'

/** How often a file does what has to be done by hand when it is ported. */
type Work = FileFacts['work']

/** What the effort of a page is made of. */
export interface EffortOf {
  /** What the page itself does. */
  work: Work
  session: SessionMode
  /** Access rules that govern requests for the page. */
  access: readonly Pick<AccessRule, 'kind'>[]
  /** The includes of the page itself: those that PHP decides at run time cost something. */
  includes: readonly Pick<IncludeEdge, 'how'>[]
  /** Work of the files that this page includes, directly or not, and no other page does. */
  ownIncludes: readonly Work[]
  /** How many files it includes, directly or not, that other pages include too. */
  sharedIncludes: number
}

/**
 * The effort of a page: counts times {@link WEIGHTS}, each reason rounded to whole points, so that they add up. It
 * compares pages with each other and says nothing of hours.
 *
 *     effortOf({work: {lines: 250, queries: 3}, session: 'read', access: [], includes: [], ownIncludes: []})
 *     // {points: 15, size: 'S', reasons: [{because: '250 lines of code', points: 10}, {because: '3 queries', points: 3}, …]}
 */
export function effortOf(page: EffortOf): Effort {
  const reasons: Effort['reasons'] = []
  const add = (points: number, because: () => string): void => {
    const whole = Math.round(points)
    if (whole > 0) reasons.push({because: because(), points: whole})
  }
  for (const kind of KINDS) add(pointsOf(kind, page.work), () => amountOf(kind, page.work))
  add(SESSION_POINTS[page.session], () => (page.session === 'write' ? 'writes the session' : 'reads the session'))
  add(page.access.length > 0 ? PROTECTION_POINTS : 0, () => 'access rules that must still hold')
  const dynamic = page.includes.filter(({how}) => how === 'dynamic').length
  add(dynamic * DYNAMIC_INCLUDE_POINTS, () => `${counted(dynamic, 'include', 'includes')} known only at run time`)
  const sets = page.includes.filter(({how}) => how === 'set').length
  add(sets * SET_INCLUDE_POINTS, () => `${counted(sets, 'include', 'includes')} chosen from a set of files`)
  const own = page.ownIncludes.length
  add(OWN_INCLUDE_SHARE * page.ownIncludes.reduce((sum, work) => sum + totalOf(work), 0), () =>
    own === 1 ? '1 file that only this page includes' : `${count(own)} files that only this page includes`,
  )
  const {sharedIncludes: shared} = page
  add(shared * SHARED_INCLUDE_POINTS, () => `${counted(shared, 'file', 'files')} shared with other pages`)
  reasons.sort((a, b) => b.points - a.points)
  const points = reasons.reduce((sum, reason) => sum + reason.points, 0)
  return {points, size: SIZES.find(([, most]) => points <= most)?.[0] ?? 'XL', reasons}
}

const KINDS = Object.keys(WEIGHTS) as WorkKind[]

function pointsOf(kind: WorkKind, work: Work): number {
  const weight = WEIGHTS[kind]
  if (!weight) return 0
  const {harder} = weight
  return weight.points * (work[kind] ?? 0) + (harder ? harder.points * (work[harder.kind] ?? 0) : 0)
}

function totalOf(work: Work): number {
  let total = 0
  for (const kind of KINDS) total += pointsOf(kind, work)
  return total
}

function amountOf(kind: WorkKind, work: Work): string {
  const {one = '', many = '', harder} = WEIGHTS[kind] ?? {}
  const all = counted(work[kind] ?? 0, one, many)
  const hard = harder ? (work[harder.kind] ?? 0) : 0
  if (hard === 0) return all
  return work[kind] === hard ? `${all} ${harder?.are}` : `${all}, ${count(hard)} of them ${harder?.are}`
}

function counted(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${count(number)} ${many}`
}
