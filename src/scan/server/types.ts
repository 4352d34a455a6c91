/** What is known of a web server's own configuration, from its files to the facts about one document root. */
import type {PagePath} from '../../page.ts'
import type {Directive, Section} from '../access/apache-config.ts'
import type {AccessRule} from '../types.ts'

/** A directive of the server, in the order in which the server reads it; conditions that are known are resolved. */
export interface ServerDirective extends Directive {
  /** Absolute path. */
  file: string
}

/** A place in the server's configuration. */
export interface Place {
  /** Absolute path. */
  file: string
  line: number
}

/** Something in the configuration that is not understood, or that could not be read. */
export interface ConfigProblem {
  /** Absolute path; absent for what is about the server as a whole. */
  file?: string
  /** Absent for what is about a whole file. */
  line?: number
  kind:
    | 'unreadable'
    | 'missing'
    | 'loop'
    | 'unbalanced'
    | 'macro'
    | 'variable'
    | 'condition'
    | 'code'
    | 'access'
    | 'host'
  /** A sentence for people, without a full stop. */
  message: string
  /** Whether it could change which pages are protected, or who answers them. */
  matters: boolean
}

/** The modules of a server, named as after `mod_`: `proxy_fcgi`. PHP is `php` in every version. */
export interface ServerModules {
  /** False when only fragments of a configuration were given: then a module that is not named may still be there. */
  isComplete: boolean
  /** Sorted. */
  loaded: readonly string[]
}

/** A configuration with all it includes, in the order in which the server reads it. */
export interface ServerConfiguration {
  directives: ServerDirective[]
  /** Every section that is open when its directives are read, those without directives too. */
  sections: Section[]
  /** Every file that was read, absolute, in order. */
  files: string[]
  /** Absolute path. */
  serverRoot: string
  modules: ServerModules
  problems: ConfigProblem[]
}

/** How one virtual host, or the server outside of them, serves the document root. */
export interface ServerHost {
  /** The `<VirtualHost>`; `undefined` for the main server. */
  section: Section | undefined
  /** Where it begins; absent for the main server. */
  at?: Place
  /** As written: `*:443`; of the main server, what it listens on. */
  addresses: string[]
  /** The name and then the aliases. */
  names: string[]
  /** As the server spells it, absolute, without a slash at its end: `<Directory>` is compared with this spelling. */
  documentRoot: string
  /** `SSLEngine on`. */
  isTls: boolean
  /** All requests are sent elsewhere: `Redirect / https://…`. Pages are not answered here. */
  redirectsAll?: Place
  /** The directives of the main server and then its own. */
  directives: readonly ServerDirective[]
}

/** What a server says of one document root. */
export interface ServerFacts {
  /** As it was asked for. */
  documentRoot: string
  /** The hosts that serve it; empty when there are none. */
  hosts: ServerHost[]
  /** Hosts that serve another one. */
  otherHosts: ServerHost[]
  modules: ServerModules
  files: readonly string[]
  serverRoot: string
  problems: readonly ConfigProblem[]
}

/** Yes, no, or it can't be known. */
export type Certainty = boolean | 'unknown'

/** A directive as written, and where. */
export interface PlacedText extends Place {
  text: string
}

/** A rule of the server's files and the pages that it protects. */
export interface ProtectingRule extends AccessRule {
  pages: PagePath[]
}

/** How PHP is called for one page. */
export interface PhpCall {
  /**
   * `fpm`: by `SetHandler "proxy:…"` · `module`: mod_php · `proxy-pass`: by `ProxyPass` or `ProxyPassMatch`, before
   * Apache looks for a file, so that `.htaccess` and `<Directory>` do not hold · `other`: another handler, such as a CGI
   * program · `none`: nothing runs it
   */
  how: 'fpm' | 'module' | 'proxy-pass' | 'other' | 'none'
  /** Where PHP-FPM listens: `unix:/run/php/php8.2-fpm.sock` or `127.0.0.1:9000`. */
  address?: string
  /** The handler or target, as written. */
  handler?: string
  /** `unknown` when a condition or a pattern round the directive can't be decided. */
  certainty: Exclude<Certainty, false>
}

/** What is allowed in the `.htaccess` of one directory. */
export interface AllowedOverrides {
  /** In lower case: `fileinfo`, `authconfig`, `limit`, `options`, `indexes`, or `all`; empty means that none is read. */
  classes: readonly string[]
  /** Single directives, in lower case (core, "AllowOverrideList"). */
  directives: readonly string[]
  /** What is forbidden is passed over in silence, where else it is an error 500: classes, or `all`. */
  nonfatal: readonly string[]
  certainty: Exclude<Certainty, false>
}

/** A host that serves the document root, as it is printed. */
export interface HostOverview extends Pick<ServerHost, 'at' | 'addresses' | 'names' | 'documentRoot' | 'isTls'> {
  redirectsAll?: Place
  php: PhpCall & {at?: Place}
  /** Of the document root; `from` has the last words on it. */
  allowOverride: AllowedOverrides & {from: PlacedText[]}
  options: string[]
  directoryIndex: string[]
  /** Further settings that differ from Apache's own. */
  settings: PlacedText[]
  protection: ProtectingRule[]
  /** What proxies or rewrites pages, or has an `Alias` over them, before their files are looked for. */
  elsewhere: (PlacedText & {pages: PagePath[]})[]
}

/** What `migrate server` prints. */
export interface ServerOverview {
  documentRoot: string
  serverRoot: string
  files: string[]
  /** Those that a way of routing needs. */
  modules: Record<string, Certainty>
  hosts: HostOverview[]
  otherHosts: Pick<ServerHost, 'at' | 'addresses' | 'names' | 'documentRoot'>[]
  problems: ConfigProblem[]
}
