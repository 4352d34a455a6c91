/** Tells pages from what pages share, with the evidence. */
import {data, declarationsOnly, nothing, sendsAway} from './by-contents.ts'
import {
  automatic,
  begunWith,
  dependent,
  includedOnly,
  includesFromElsewhere,
  readAsText,
  routed,
  unlikePages,
} from './by-includes.ts'
import {amongScripts, amongShared, hidden, notRun, test, vendor} from './by-place.ts'
import {asScript, closed, guarded, script} from './by-refusal.ts'
import {asPage} from './page-role.ts'
import type {RoleOf} from './role-of.ts'
import type {Signals} from './signals.ts'

/** A rule gives a role, or leaves the file to the next. */
type Rule = (signals: Signals) => RoleOf | undefined

/** The role of one file: of the rules below, in order, the first that knows. */
export function roleOf(signals: Signals): RoleOf {
  for (const rule of RULES) {
    const role = rule(signals)
    if (role) return role
  }
  return asPage(signals)
}

const RULES: readonly Rule[] = [
  vendor,
  test,
  hidden,
  closed,
  guarded,
  automatic,
  script,
  nothing,
  sendsAway,
  data,
  routed,
  begunWith,
  asScript,
  includedOnly,
  declarationsOnly,
  notRun,
  readAsText,
  includesFromElsewhere,
  dependent,
  amongScripts,
  unlikePages,
  amongShared,
]
