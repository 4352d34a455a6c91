/**
 * A web server with PHP, as the proof needs it. A new one is a file beside `apache.ts` and a name in `fronts.ts`: how to
 * start it, how it says a site's own rules (what it can't say it leaves out), and how what we emit for it is put in place.
 */

import type {PageToRoute} from '../../src/routes/plan.ts'
import type {ServerConfig} from '../../src/servers/types.ts'
import type {Request} from '../support/http.ts'
import type {Program} from '../support/programs.ts'
import type {Site} from './site.ts'

/** One way to route pages there. */
export interface Way {
  style: string
  /** For people, unique with the style: `htaccess`, `vhost`, `vhost, fallback`. */
  form: string
  /** Who answers pages that moved. A CGI program is a process a request, so fewer are sent. */
  backend: 'fastcgi' | 'cgi'
  /** Whether it can tell visitors apart. */
  canary: boolean
  /** Whether areas of the site can have backends of their own. */
  areas: boolean
  /** Whether PHP answers while the backend is down. */
  fallback?: boolean
  /** Names of the limits of `limits.ts` by which PHP answers. */
  stays?: readonly LimitName[]
}

/** What lets PHP answer for a page that moved. */
export type LimitName = 'alias' | 'rewritten in the virtual host' | '% or # in the path' | 'dot or space at the end'

export interface Front {
  /** Short and fixed: it is part of the golden cases. */
  name: string
  /** For people. */
  title: string
  /** The name of the emitter, which the figures of several fronts go by. */
  server: string
  needs: readonly Program[]
  ways: readonly Way[]
  /** The status of a page that moved while the backend is down; 503 when absent. */
  down?: number
  /** Whether a visitor is in a share of so many percent; by the hash of Apache's text when absent. */
  isInShare?: (percent: number, userAgent: string) => boolean
  /** How many connections ask at once, where the usual number takes long. */
  connections?: number
  /** Requests that PHP itself can't be asked under this server. */
  isUnanswered?: (request: Request) => boolean
  /** Starts it with all its files below a folder of our own. */
  start: (folder: string, backends: Backends) => Promise<RunningFront>
}

/** Addresses of the backends, as emitters take them. */
export interface Backends {
  main: string
  area: string
}

export interface RunningFront {
  port: number
  /** Program and version, for the report. */
  version: string
  documentRoot: string
  /** Whether PHP is a module of the server, which knows nothing of what a server does with the answers of others. */
  isModule: boolean
  /** Whether a file of that name is run by PHP. */
  runs: (file: string) => boolean
  /** Puts a site in place of the one before, without anything of ours. */
  lay: (site: Site) => Promise<void>
  /** What we emit for these pages of the site: all parts, or some that refuse. */
  emit: (way: Way, site: Site, pages: readonly PageToRoute[]) => ServerConfig[]
  /** Puts emitted configuration in force, or takes ours out. */
  install: (configs: readonly ServerConfig[]) => Promise<void>
  stop: () => Promise<void>
}
