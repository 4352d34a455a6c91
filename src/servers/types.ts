import type {Notice} from '../routes/notice.ts'
import type {RoutePlan} from '../routes/plan.ts'

/** The configuration of one web server for the routes of one site. */
export interface ServerConfig {
  /** Empty when there are refusals. */
  files: ServerConfigFile[]
  /** What the server looks up while it runs, in folders of our own. */
  trees: ServerTree[]
  /** What works and has a price or a condition. */
  warnings: Notice[]
  /** Why nothing may be written. */
  refusals: Notice[]
}

export interface ServerConfigFile {
  /** A file name without folders. */
  name: string
  /**
   * Lines ended by `\n`; written as UTF-8, and ASCII where the server's language can say every name in it. May be empty: then nothing
   * is to be configured.
   */
  text: string
  /** Where our block has to stand in a file of the user, which the order of directives can depend on; the end when absent. */
  place?: 'start' | 'end'
}

/** A folder that belongs to us and that the server reads while it runs: it holds these files and no others. */
export interface ServerTree {
  /** Absolute path, outside every document root. */
  root: string
  /** Contents by path below the root; of a marker, nothing. */
  files: ReadonlyMap<string, Uint8Array>
}

/** How a server sends pages to the backend, and where the text will stand. */
export interface EmitOptions {
  /** A short name of the site in lower-case letters, digits and dashes: `shop`. Part of file and worker names. */
  site: string
  /** Where the main backend listens, for FastCGI: `unix:/run/migrate/shop.sock`, `127.0.0.1:9000` or `[::1]:9000`. */
  backend: string
  /** Addresses of the other backends by name, in the same form. */
  backends?: Readonly<Record<string, string>>
  /**
   * The document root as the web server sees it, an absolute path: as its configuration spells it and, when that is
   * another, the path without symbolic links. A page below any of them is routed; the first is the one that is written
   * where there can be only one.
   */
  documentRoots: readonly string[]
  /** One of the emitter's `styles`. */
  style: string
  /** One of the emitter's `forms`. */
  form: string
  /** Where PHP-FPM listens, in the form of `backend`: what answers pages that stay, or that a backend that is down leaves. */
  php?: string
  /** Let PHP answer while the backend is down. */
  fallback?: boolean
  /** Where the main backend listens for HTTP; only where the server can do nothing else. */
  http?: string
  /** The folder of the marker files: an absolute path outside the document root. */
  markers?: string
  /** The folder of the map of pages: an absolute path outside the document root. */
  maps?: string
  /** The CGI program that answers pages: its file, and the URL path that the server has it under. */
  cgi?: {script?: string; url?: string}
  /** Directives that hand a page to somebody else than our backend. */
  custom?: CustomHandler
  /** Folders below the document root, `''` for itself, where a file of the site's own rewrites URLs. */
  rewriting?: readonly string[]
  /** The server's own configuration, where it was read. */
  server?: ServerSituation
  /** Paths of all PHP source files of the site, for styles that can't tell two of one name apart. */
  files?: readonly string[]
}

/** What is known of the server's own configuration, as far as routing must know it. */
export interface ServerSituation {
  /** The virtual hosts that serve the document root and answer pages there. */
  hosts: readonly HostSituation[]
  /** Whether the server has a module, by its name without `mod_`; `unknown` where that can't be proven. */
  modules: Readonly<Record<string, boolean | 'unknown'>>
  /** What is not understood and could hide a rule that protects a page, each with its place. */
  unclear: readonly string[]
}

/** One virtual host. Places are `file:line`. */
export interface HostSituation {
  /** For people: `The virtual host *:443 (/etc/apache2/sites-enabled/shop.conf:3)`. */
  name: string
  /** How PHP is reached, and what says so. */
  php: {how: 'fpm' | 'module' | 'proxy-pass' | 'other' | 'none'; certainty: true | 'unknown'; at: string}
  /** What the .htaccess of the document root may say. */
  override: {
    fileInfo: boolean | 'unknown'
    /** `RewriteEngine`, `RewriteCond` and `RewriteRule`, also where nothing else is allowed. */
    rewriting: boolean | 'unknown'
    /** Whether the file is read at all. */
    isRead: boolean
    at: string
  }
  /** The first rewrite rule in a `<Directory>` over the document root. */
  rewriteInDirectory?: string
}

/** A page handler that is configured by directives of the user, such as mod_python. */
export interface CustomHandler {
  /** The module that the directives need, as `<IfModule>` names it: `python_module`. Without it PHP answers. */
  module: string
  /**
   * The directives of a section, with `{page}` (path below the document root), `{name}` (file name without its ending)
   * and `{file}` (absolute path) filled in: `PythonHandler {name}::handler`.
   */
  directives: readonly string[]
  /** Write plain `<Files name>` sections; a page whose name another file has too is refused. */
  plain?: boolean
}

/** A web server that `migrate` can configure. Pure: the same plan and options give the same text, to the byte. */
export interface ServerEmitter {
  /** The server's name in commands: `apache`. */
  name: string
  /** The ways it can be told to route a page, the usual one first. */
  styles: readonly string[]
  /** The places its text can stand in, the usual one first. */
  forms: readonly string[]
  /** Whether it can be told to let PHP answer while the backend is down. */
  fallsBack: boolean
  /** Throws a `MigrateError` for a style or form that is not in its lists. */
  emit: (plan: RoutePlan, options: EmitOptions) => ServerConfig
}

/** A configuration that says no. */
export function refused(refusals: Notice[]): ServerConfig {
  return {files: [], trees: [], warnings: [], refusals}
}
