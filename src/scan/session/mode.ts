/** What a page does with the session, through everything that it includes and calls. */
import {type PagePath, printable} from '../../page.ts'
import type {Evidence, FileFacts, SessionMode, SessionUse} from '../types.ts'
import type {CallGraph} from './call-graph.ts'

interface SessionOfPage {
  session: SessionMode
  sessionEvidence: Evidence[]
}

/**
 * `write` when code that the page reaches changes the session: its top level, that of its includes, and functions
 * called from there, by name. `read` when the session is started anywhere in its closure or read from reached code.
 */
export function sessionMode(
  page: PagePath,
  closure: readonly PagePath[],
  facts: ReadonlyMap<PagePath, FileFacts>,
  calls: CallGraph,
): SessionOfPage {
  const files = [page, ...closure]
  const uses = files.flatMap((path) => (facts.get(path)?.session ?? []).map((use) => ({path, use})))
  if (!uses.length) return {session: 'none', sessionEvidence: []}
  const isReached = calls.reachedFrom(new Set(files))
  const inReach = uses.filter(({use}) => use.inside === undefined || isReached(use.inside.toLowerCase()))
  const writes = inReach.filter(({use}) => use.kind === 'write' || use.kind === 'destroy' || use.kind === 'regenerate')
  const starts = uses.filter(({use}) => use.kind === 'start')
  const reads = inReach.filter(({use}) => use.kind === 'read')
  const session = writes.length ? 'write' : starts.length || reads.length ? 'read' : 'none'
  const shown = [...starts.slice(0, 3), ...(session === 'write' ? writes : reads).slice(0, 20)]
  return {session, sessionEvidence: session === 'none' ? [] : shown.map(({path, use}) => evidence(path, use))}
}

function evidence(file: PagePath, {kind, text, line, inside}: SessionUse): Evidence {
  const verb = {
    start: 'starts',
    read: 'reads',
    write: 'writes',
    destroy: 'destroys',
    regenerate: 'renews',
    close: 'closes',
    settings: 'sets up',
  }[kind]
  return {because: `${verb} the session: \`${printable(text)}\`${inside ? ` in \`${inside}\`` : ''}`, file, line}
}
