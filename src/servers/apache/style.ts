import type {Notice} from '../../routes/notice.ts'
import type {ServerTree} from '../types.ts'
import type {ApacheSite} from './site.ts'

/** What a style has to say. */
export interface ApacheText {
  /** The directives that route, indented for an enclosing `<IfModule>`. */
  directives: readonly string[]
  /** What they need in the virtual host when they stand in a .htaccess. */
  server?: readonly string[]
  trees?: readonly ServerTree[]
}

/** One way to tell Apache that a page is answered by the backend. */
export interface ApacheStyle {
  /** The forms it can stand in. */
  forms: readonly ('htaccess' | 'vhost')[]
  /** What it does, a sentence for the head of the file. */
  about: string
  /** Modules without which the directives are not read and PHP answers, as `<IfModule>` names them. */
  modules: readonly string[] | ((site: ApacheSite) => readonly string[])
  /** Where the block belongs in a .htaccess. */
  place: 'start' | 'end'
  /** Whether Apache's access control is asked before a page goes to the backend; else a protected page is refused. */
  keepsAccess: boolean
  /** Whether it is made of rewrite rules, which in a .htaccess replace those of `<Directory>`. */
  rewrites?: boolean
  /** Whether it can tell visitors apart. */
  canary: boolean
  /** Whether it has no text of its own for each page, so that the block also stands where there is no page yet. */
  constant?: boolean
  /** Whether our backend answers, rather than something that the user configured. */
  ownBackend?: boolean
  text: (site: ApacheSite) => ApacheText
  /** Why it can't say some of the routes. */
  refusals?: (site: ApacheSite) => Notice[]
  /** What has a price or a condition. */
  warnings?: (site: ApacheSite) => Notice[]
}

/** The modules that a style needs for a site, as `<IfModule>` names them. */
export function modulesOf(site: ApacheSite, {modules}: ApacheStyle): readonly string[] {
  return typeof modules === 'function' ? modules(site) : modules
}
