/** What the rules for roles have in common. */
import {baseName} from '../disk-path.ts'
import type {Evidence, Role} from '../types.ts'
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

/** Whether its top level reads what visitors send, or sends headers. */
export function takesRequests({facts}: Signals): boolean {
  return (
    facts.outputs.some(({inside}) => inside === undefined) ||
    facts.inputs.some(
      ({source, inside}) => inside === undefined && source !== 'server' && source !== 'globals' && source !== 'env',
    )
  )
}

/** Whether it answers requests for its directory. */
export function isIndex({path}: Signals): boolean {
  return /^index\.php\d?$/.test(baseName(path))
}

export function isLinked({linkedFrom}: Signals): boolean {
  return linkedFrom.length > 0
}

/** By a link, form, redirect or rewrite, not only by its name in some text. */
export function isStronglyLinked({linkedFrom}: Signals): boolean {
  return linkedFrom.some(({kind}) => kind !== 'literal')
}
