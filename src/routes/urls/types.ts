/** URLs of a site: what is asked, what Apache does with it, and the ways on which visitors reach a page. */
import type {ServerSetting} from '../../ledger/types.ts'
import type {PagePath} from '../../page.ts'

/** A prefix of URLs that means another place, as `Alias` gives it in the server's configuration. */
export interface UrlAlias {
  /** `/old`, as `Alias` has it: it takes whole segments. */
  url: string
  /** The directory below the document root, `''` for the root itself; `null` when it lies elsewhere. */
  to: PagePath | null
}

/** What routing takes from a site. */
export interface SiteToRoute {
  /** The PHP files of the site: the directories in which they are have indexes. */
  pages: readonly PagePath[]
  /** What the `.htaccess` files say, in their order. */
  settings: readonly ServerSetting[]
  /**
   * What there is at a path below the document root, `''` for the root itself. Asked for any path, and remembered:
   * {@link routedSite} again once files came or went.
   */
  kindOf: (path: PagePath) => 'file' | 'directory' | undefined
  /** As the web server sees it, without a slash at its end; rules that name paths of the file system need it. */
  documentRoot?: string
  /** Endings of the names that the server's configuration gives to PHP, without the dot. */
  extensions?: readonly string[]
  /** `DirectoryIndex` of the server's configuration. */
  directoryIndex?: readonly string[]
  aliases?: readonly UrlAlias[]
}

/** A request, as far as rewriting looks at it. */
export interface Visit {
  /** The raw request target: `/cart.php?id=1`, `http://shop.example/`. */
  target: string
  /** `GET` when absent. */
  method?: string
  /** The `Host` header; what depends on it is conditional when it is absent. An absolute target has its own. */
  host?: string
  https?: boolean
}

/** A line of an `.htaccess`. */
export interface SettingPlace {
  file: PagePath
  line: number
  text: string
}

/** A step on the way from a URL to a page. */
export type UrlStep =
  | {how: 'alias'; url: string}
  | ({how: 'rewrite'} & SettingPlace)
  | {how: 'index'; directory: PagePath}
  | {how: 'fallback'; directory: PagePath}
  | {how: 'path-info'}
  /** An `ErrorDocument` shows it, with this status. */
  | {how: 'error'; status: number}

/** What Apache does with a request. Paths and names in it are page paths; parts of URLs are one character a byte. */
export type UrlOutcome =
  | {
      kind: 'page'
      /** The file that PHP runs. */
      page: PagePath
      /** As PHP has them; `…` stands for what depends on the request. */
      scriptName: string
      pathInfo: string
      query: string
      /** Empty when the URL is the page's own path. */
      via: UrlStep[]
    }
  | {kind: 'static'; file: PagePath}
  /** A directory without an index: a listing, or 403 with the PHP page that an `ErrorDocument` shows for that. */
  | {kind: 'directory'; directory: PagePath; page?: PagePath}
  /** `location` is absent when it depends on the request; `rule` when Apache does it by itself, at a directory without a slash. */
  | {kind: 'redirect'; status: number; location?: string; rule?: SettingPlace}
  /** `rule` says so, when there is one; `page` is the PHP page that an `ErrorDocument` shows for it. */
  | {kind: 'error'; status: number; rule?: SettingPlace; page?: PagePath}
  /** Another server, or a directory out of the site. */
  | {kind: 'elsewhere'; because: string; rule?: SettingPlace}
  | {kind: 'unknown'; because: string; rule?: SettingPlace}

/** Something that the answer depends on and that is not known here. */
export interface Dependency extends SettingPlace {
  /** `a condition of the request`, `a section of the configuration`. */
  because: string
}

/** What becomes of a URL: one outcome, or one for each case that can be. */
export interface Resolution {
  /** Never empty; each once. */
  outcomes: UrlOutcome[]
  /** Empty when it is certain. Lines of which it is not known whether they hold. */
  depends: Dependency[]
}

/** A way on which visitors reach a page. */
export interface UrlForm {
  /** The URL, or a pattern of URLs: `/article/{1}`, `/cart.php/{path}`. */
  url: string
  /** A URL of this form that leads to the page, where one was found. */
  example?: string
  /** How it leads there, from its first step; empty for the page's own path. */
  via: UrlStep[]
  /** Whether the example leads there whatever else the request says; false without an example. */
  isCertain: boolean
}
