/** Pages made by hand, for tests of their screens. */
import type {LedgerPageDetail} from '../../src/ledger/types.ts'
import type {FileFacts} from '../../src/scan/types.ts'
import {factsOfFile} from '../scan/facts-of.ts'

/** A page with the facts of some PHP, and with changes. */
export function somePage(source: string, changes: Partial<LedgerPageDetail> = {}): LedgerPageDetail {
  return pageWith(factsOfFile(source), changes)
}

/** A page with these facts. */
export function pageWith(facts: FileFacts, changes: Partial<LedgerPageDetail> = {}): LedgerPageDetail {
  return {
    path: 'cart.php',
    role: 'page',
    classified: false,
    status: 'todo',
    exposure: 'php',
    canary: null,
    flags: [],
    owner: null,
    lines: facts.lines,
    bytes: facts.bytes,
    session: 'none',
    protection: null,
    inputs: [],
    link: null,
    effort: {points: 12, size: 'S', reasons: [{because: '250 lines of code', points: 10}]},
    tables: {reads: [], writes: []},
    linkedFrom: [],
    reach: 1,
    confidence: 0.9,
    evidence: [],
    sessionEvidence: [],
    access: [],
    includes: [],
    closure: [],
    includedBy: [],
    problems: [],
    facts,
    hash: 'cafe',
    history: [],
    ...changes,
  }
}
