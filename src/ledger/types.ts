/** What the ledger keeps and gives back. */
import type {PagePath} from '../page.ts'
import type {
  AccessRule,
  DefinitionUse,
  Effort,
  Evidence,
  FileFacts,
  FileProblem,
  IncludeEdge,
  InputSource,
  LinkTo,
  PageInput,
  Role,
  ScannedSite,
  SessionMode,
  TablesUsed,
} from '../scan/types.ts'

export type {ServerSetting, SettingSection} from '../scan/types.ts'

/** Where a page is on its way, set by people. `retired`, `dead` and `kept` are ends. */
export type Status = 'todo' | 'scaffolded' | 'porting' | 'done' | 'retired' | 'dead' | 'kept'

/** What a visitor of the page gets. */
export type Exposure = 'php' | 'shadow' | 'canary' | 'typescript'

/**
 * The visitors who get TypeScript while a page's exposure is `canary`: those who ask for it, and so many of the others.
 * At least one of the three is set.
 */
export interface Canary {
  /** Name of a cookie; who sends it with the value `1` is in. */
  cookie?: string
  /** Name of a request header; who sends it with the value `1` is in. */
  header?: string
  /** How many of all visitors are in, 1 to 100; the same visitor always gets the same answer. */
  percent?: number
}

/** A page that does not go to PHP alone, as far as routing must know it. */
export interface RoutedPage {
  path: PagePath
  exposure: Exposure
  /** Set when the exposure is `canary`. */
  canary: Canary | null
  /** Target of the symbolic link that it is, as written. */
  link: string | null
  /** Whether its PHP file disappeared. */
  gone: boolean
  /** The rules of `.htaccess` files that protect it. */
  access: readonly AccessRule[]
}

export type {AccessRule} from '../scan/types.ts'

/**
 * Computed, never typed in: `stale` (its PHP, or that of a file it includes, changed after it was scaffolded or
 * ported), `problem` (something is wrong with the file), `gone` (the file disappeared).
 */
export type Flag = 'stale' | 'problem' | 'gone'

/** One line of `migrate list`. */
export interface LedgerPage {
  path: PagePath
  role: Role
  /** Whether a person gave the role. */
  classified: boolean
  status: Status
  exposure: Exposure
  /** Who gets TypeScript while the exposure is `canary`. */
  canary: Canary | null
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
  /** Points of {@link Effort}, and its size. */
  effort: number
  size: Effort['size']
  /** How many pages change when this file does. */
  reach: number
}

/** Everything known of one file. */
export interface LedgerPageDetail extends Omit<LedgerPage, 'includes' | 'effort' | 'size'> {
  effort: Effort
  /** Tables that it and what it includes name in their SQL. */
  tables: TablesUsed
  /** What leads here from other files. */
  linkedFrom: readonly LinkTo[]
  confidence: number
  evidence: Evidence[]
  sessionEvidence: Evidence[]
  access: readonly AccessRule[]
  includes: IncludeEdge[]
  /** Every file it can include, directly or not. */
  closure: PagePath[]
  /** Files that include it directly. */
  includedBy: PagePath[]
  problems: FileProblem[]
  /** Absent when the file could not be read. */
  facts: FileFacts | null
  /** SHA-1 of the contents that the facts are of, hex; `null` when the file could not be read. */
  hash: string | null
  history: LedgerEvent[]
}

/** A function or class that a page names, and where it is defined. */
export interface CalledDefinition extends Pick<DefinitionUse, 'kind' | 'name' | 'line'> {
  file: PagePath
}

export type EventKind =
  | 'found'
  | 'gone'
  | 'returned'
  | 'scaffolded'
  | 'started'
  | 'done'
  | 'reopened'
  | 'canary'
  | 'assigned'
  | 'classified'
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

/** What there is in the site, files that disappeared left out. */
export interface SiteCounts {
  files: number
  lines: number
  roles: Partial<Record<Role, number>>
  /** How many files read each kind of input. */
  inputs: Partial<Record<InputSource, number>>
  /** Files behind an access rule of an `.htaccess`. */
  protected: number
  /** Files with which something is wrong. */
  problems: PagePath[]
}

/** What a scan changed in the ledger, and what there is now. */
export interface ScanRecord {
  counts: SiteCounts
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
export type Move = 'scaffold' | 'start' | 'canary' | 'done' | 'reopen'

/** What a move did. */
export interface Moved {
  path: PagePath
  from: Status
  to: Status
  exposure: Exposure
}
