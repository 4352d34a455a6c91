/** What is known of a web server's own configuration, from its files to the facts about one document root. */
import type {Directive, Section} from '../access/apache-config.ts'

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
  kind: 'unreadable' | 'missing' | 'loop' | 'unbalanced' | 'macro' | 'variable' | 'condition' | 'code' | 'access' | 'host'
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
