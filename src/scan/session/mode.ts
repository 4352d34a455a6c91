/** What a page does with the session, through everything that it includes and calls. */
import {type PagePath, printable} from '../../page.ts'
import type {Evidence, SessionMode, SessionUse} from '../types.ts'
import type {CallGraph, UseInFunction} from './call-graph.ts'
import {SessionReach} from './session-reach.ts'

interface SessionOfPage {
  session: SessionMode
  sessionEvidence: Evidence[]
}

/** What is shown: places that start the session, and others. */
const MOST_STARTS = 3
const MOST_USES = 20

/**
 * `write` when code that the page reaches changes the session: its top level, that of its includes, and functions
 * called from there, by name. `read` when the session is started anywhere in its closure or read from reached code.
 *
 * Pages that share a closure as one array share the work that it makes.
 */
export function sessionMode(page: PagePath, closure: readonly PagePath[], calls: CallGraph): SessionOfPage {
  const own = calls.sessionUsesIn(page)
  const {usesIn, reach} = ofSite(calls)
  const others = usesIn(closure)
  if (own.length + others.length === 0) return {session: 'none', sessionEvidence: []}
  const isReached = reach().from(page, closure)
  const starts: UseInFunction[] = []
  const reads: UseInFunction[] = []
  const writes: UseInFunction[] = []
  for (const uses of [own, others]) {
    for (const found of uses) {
      const {kind} = found.use
      if (kind === 'start') starts.push(found)
      else if (found.name !== -1 && !isReached(found.name)) continue
      else if (kind === 'read') reads.push(found)
      else if (kind === 'write' || kind === 'destroy' || kind === 'regenerate') writes.push(found)
    }
  }
  const session = writes.length ? 'write' : starts.length || reads.length ? 'read' : 'none'
  const shown = [...starts.slice(0, MOST_STARTS), ...(writes.length ? writes : reads).slice(0, MOST_USES)]
  return {session, sessionEvidence: shown.map(({path, use}) => evidence(path, use))}
}

/** What is found once for a site. */
interface SessionOfSite {
  /** The uses of the session in the files of a closure. */
  usesIn: (closure: readonly PagePath[]) => readonly UseInFunction[]
  reach: () => SessionReach
}

const sites = new WeakMap<CallGraph, SessionOfSite>()

function ofSite(calls: CallGraph): SessionOfSite {
  const before = sites.get(calls)
  if (before) return before
  const uses = new WeakMap<readonly PagePath[], readonly UseInFunction[]>()
  let reach: SessionReach | undefined
  const site: SessionOfSite = {
    usesIn(closure) {
      const known = uses.get(closure) ?? closure.flatMap((path) => calls.sessionUsesIn(path))
      uses.set(closure, known)
      return known
    },
    reach() {
      reach ??= new SessionReach(calls)
      return reach
    },
  }
  sites.set(calls, site)
  return site
}

const VERBS = {
  start: 'starts',
  read: 'reads',
  write: 'writes',
  destroy: 'destroys',
  regenerate: 'renews',
  close: 'closes',
  settings: 'sets up',
} as const

function evidence(file: PagePath, {kind, text, line, inside}: SessionUse): Evidence {
  const because = `${VERBS[kind]} the session: \`${printable(text)}\`${inside ? ` in \`${printable(inside)}\`` : ''}`
  return {because, file, line}
}
