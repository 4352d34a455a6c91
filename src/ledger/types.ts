/** What the ledger keeps and gives back. */
import type {PagePath} from '../page.ts'
import type {
  AccessRule,
  Evidence,
  FileFacts,
  FileProblem,
  IncludeEdge,
  InputSource,
  Role,
  ScannedSite,
  SessionMode,
} from '../scan/types.ts'

/** Where a page is on its way, set by people. `retired`, `dead` and `kept` are ends. */
export type Status = 'todo' | 'scaffolded' | 'porting' | 'done' | 'retired' | 'dead' | 'kept'

/** What a visitor of the page gets. */
export type Exposure = 'php' | 'shadow' | 'canary' | 'typescript'

/**
 * Computed, never typed in: `stale` (its PHP, or that of a file it includes, changed after it was scaffolded or
 * ported), `problem` (something is wrong with the file), `gone` (the file disappeared).
 */
export type Flag = 'stale' | 'problem' | 'gone'

/** An input as `list` shows it: one line a key. */
export interface PageInput {
  source: InputSource
  /** `null` when the key is computed or the whole array is used. */
  key: string | null
  line: number
}

/** One line of `migrate list`. */
export interface LedgerPage {
  path: PagePath
  role: Role
  status: Status
  exposure: Exposure
  flags: Flag[]
  owner: string | null
  lines: number
  bytes: number
  session: SessionMode
  /** The access rule that protects it, if any: `auth`, `closed` or `restricted`. */
  protection: AccessRule['kind'] | null
  inputs: PageInput[]
  /** Files it can include, directly or not. */
  includes: number
  /** Target of the symbolic link that it is, as written. */
  link: string | null
}

/** Everything known of one file. */
export interface LedgerPageDetail extends Omit<LedgerPage, 'includes'> {
  confidence: number
  evidence: Evidence[]
  sessionEvidence: Evidence[]
  access: AccessRule[]
  includes: IncludeEdge[]
  /** Every file it can include, directly or not. */
  closure: PagePath[]
  /** Files that include it directly. */
  includedBy: PagePath[]
  problems: FileProblem[]
  /** Absent when the file could not be read. */
  facts: FileFacts | null
  history: LedgerEvent[]
}

export type EventKind =
  | 'found'
  | 'gone'
  | 'returned'
  | 'scaffolded'
  | 'started'
  | 'done'
  | 'reopened'
  | 'assigned'
  | 'note'

/** One line of the history; never changed, never deleted. */
export interface LedgerEvent {
  /** ISO 8601, UTC. */
  at: string
  who: string
  path: PagePath
  kind: EventKind
  /** A note's text, the reason of a forced move, the new owner. */
  text: string | null
  from: Status | null
  to: Status | null
  /** Whether a check was overruled with `--force`. */
  forced: boolean
}

/** What a scan changed in the ledger. */
export interface ScanRecord {
  files: number
  /** Files whose contents were read in this scan. */
  read: number
  added: PagePath[]
  changed: PagePath[]
  gone: PagePath[]
  returned: PagePath[]
  /** Pages that were scaffolded or ported from another version of the PHP. */
  stale: PagePath[]
  /** What is wrong with things that are not files: folders that can't be read, links that are not followed. */
  siteProblems: ScannedSite['problems']
}

/** Who does something, and when. */
export interface Actor {
  who: string
  /** ISO 8601, UTC. */
  at: string
}

/** A move that a person makes, named as its command. */
export type Move = 'scaffold' | 'start' | 'done' | 'reopen'

/** What a move did. */
export interface Moved {
  path: PagePath
  from: Status
  to: Status
  exposure: Exposure
}
