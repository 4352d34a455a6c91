import type {Notice} from '../routes/notice.ts'
import type {RoutePlan} from '../routes/plan.ts'

/** The configuration of one web server for the routes of one site. */
export interface ServerConfig {
  /** Empty when there are refusals. */
  files: ServerConfigFile[]
  /** What works and has a price or a condition. */
  warnings: Notice[]
  /** Why nothing may be written. */
  refusals: Notice[]
}

export interface ServerConfigFile {
  /** A file name without folders. */
  name: string
  /** ASCII, lines ended by `\n`. May be empty: then nothing is to be configured. */
  text: string
}

/** How a server sends pages to the backend, and where the text will stand. */
export interface EmitOptions {
  /** A short name of the site in lower-case letters, digits and dashes: `shop`. Part of file and worker names. */
  site: string
  /** Where the backend listens, for FastCGI: `unix:/run/migrate/shop.sock`, `127.0.0.1:9000` or `[::1]:9000`. */
  backend: string
  /**
   * The document root as the web server sees it, an absolute path: as its configuration spells it and, when that is
   * another, the path without symbolic links. A page below any of them is routed.
   */
  documentRoots: readonly string[]
  /** One of the emitter's `styles`. */
  style: string
  /** One of the emitter's `forms`. */
  form: string
}

/** A web server that `migrate` can configure. Pure: the same plan and options give the same text, to the byte. */
export interface ServerEmitter {
  /** The server's name in commands: `apache`. */
  name: string
  /** The ways it can be told to route a page, the usual one first. */
  styles: readonly string[]
  /** The places its text can stand in, the usual one first. */
  forms: readonly string[]
  /** Throws a `MigrateError` for a style or form that is not in its lists. */
  emit: (plan: RoutePlan, options: EmitOptions) => ServerConfig
}
