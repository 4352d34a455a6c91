/** What the rules for roles have in common. */
import {printable} from '../../page.ts'
import type {Evidence, InputSource, Role, SiteFacts} from '../types.ts'
import type {Signals} from './signals.ts'

export interface RoleOf {
  role: Role
  /** 0 to 1. */
  confidence: number
  evidence: Evidence[]
}

/** Evidence that stands in the file itself. */
export const evidenceIn =
  (signals: Signals) =>
  (because: string, line?: number): Evidence => ({because, file: signals.path, ...(line === undefined ? {} : {line})})

const FROM_VISITORS: ReadonlySet<InputSource> = new Set(['get', 'post', 'request', 'cookie', 'files'])

/** Whether its top level reads what came with the request itself. */
export function takesFromVisitors(facts: SiteFacts): boolean {
  const input = facts.takes
  return input !== undefined && FROM_VISITORS.has(input.source)
}

/** Whether its top level reads what visitors send or the session, or sends headers. */
export function takesRequests({facts}: Signals): boolean {
  const {source} = facts.takes ?? {}
  return isSending(facts) || (source !== undefined && source !== 'server' && source !== 'globals' && source !== 'env')
}

export function isSending({outputs}: SiteFacts): boolean {
  return outputs.some(({inside}) => inside === undefined)
}

/** Whether it prints a whole document with nothing that another file gives. */
export function isDocument({facts, missing}: Signals): boolean {
  return facts.document !== undefined && missing().length === 0
}

/** Whether it starts or uses the session at its top level. */
export function usesSession({session}: SiteFacts): boolean {
  return session.some(({inside}) => inside === undefined)
}

/** The includes that mean the file, those that name it first. */
export function includedEvidence({includedBy}: Signals): Evidence[] {
  const edges = includedBy?.named.length ? includedBy.named : includedBy?.set ? [includedBy.set] : []
  return edges
    .slice(0, MOST)
    .map(({from, line, text}) => ({because: `included: \`${printable(text)}\``, file: from, line}))
}

export function linkEvidence({linkedFrom}: Signals): Evidence[] {
  return linkedFrom.slice(0, MOST).map(({from, line, kind}) => ({
    because: kind === 'rewrite' ? 'a rewrite leads to it' : kind === 'literal' ? 'named' : `linked (${kind})`,
    file: from,
    line,
  }))
}

/** Places of one kind that are shown. */
const MOST = 3
