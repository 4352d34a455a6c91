/** A request on its way through Apache. */
import type {DirectoryConfig} from './directory-config.ts'
import type {RoutedSite} from './routed-site.ts'
import type {Dependency, SettingPlace, UrlOutcome, UrlStep, Visit} from './types.ts'

/** Who is asked what is not known. */
export interface Unknowns {
  /** Whether something holds; the same answer for the same key. */
  decide: (key: string, because: string, place: SettingPlace) => boolean
  /** Notes a line that may change everything. */
  note: (line: Dependency) => void
}

/** What stays the same for a request and those that it becomes. */
export interface World {
  site: RoutedSite
  unknowns: Unknowns
  visit: Visit
}

/** A request: the visitor's, or one that another was turned into. */
export interface Journey {
  /** The path as a URL, percent-encoded. */
  rawPath: string
  args: string | undefined
  /** How many internal redirects led to it. */
  redirects: number
  /** `REDIRECT_STATUS` of the environment; empty for the visitor's own request. */
  redirectStatus: string
  /** Whether a rule with `[END]` was applied; shared with the requests that this one becomes. */
  pool: {isEnded: boolean}
  /** How deep Apache is in looking what it would give, for `DirectoryIndex`; 0 for a request of its own. */
  subrequests: number
  via: readonly UrlStep[]
}

/** A request whose file was looked for, before anything answers. */
export interface Found {
  kind: 'found'
  /** The decoded path. */
  uri: string
  args: string | undefined
  /** Below the document root. */
  path: string
  pathInfo: string
  fileKind: 'file' | 'directory' | undefined
  config: DirectoryConfig
  /** That a rule set. */
  handler?: string
  /** What rules made of it: a request of its own. */
  next?: {path: string; args: string | undefined; rules: readonly SettingPlace[]}
  via: readonly UrlStep[]
}

/** A request that Apache answers itself, with a redirect or an error. */
export interface Stopped {
  kind: 'stopped'
  status: number
  rule?: SettingPlace
  /** Of a redirect, when it is known. */
  location?: string
  /** Where error documents are named. */
  config?: DirectoryConfig
}

/** What can be said at once: it is elsewhere, or not known. */
export interface Said {
  kind: 'said'
  outcome: UrlOutcome
}
