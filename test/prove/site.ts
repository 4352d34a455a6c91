/** A small site as the proof makes them, in no web server's own words. */
import type {Canary} from '../../src/routes/plan.ts'
import type {Request} from '../support/http.ts'

/** Paths are below the document root, without a slash at either end; a folder is `''` for the root itself. */
export interface Site {
  /** PHP files and others; `.php`, `.phtml` and `.phar` are PHP's. */
  files: string[]
  links: Link[]
  rules: Rule[]
  /** Files of another folder, outside the document root, which an alias may show. */
  outside: string[]
}

/** A symbolic link; the target is written as in `ln -s`. */
export interface Link {
  path: string
  target: string
}

/** Something that the site's own configuration says. What a front can't say it leaves out. */
export type Rule =
  /** A password for the folder (`bob:secret`). */
  | {kind: 'password'; folder: string}
  /** A password or an address that nobody has: either is enough. */
  | {kind: 'any'; folder: string}
  /** Nobody gets in; `old` in the words of Apache 2.2. */
  | {kind: 'deny'; folder: string; old?: boolean}
  /** Nobody gets files of the name, in the folder and below. */
  | {kind: 'deny-name'; folder: string; name: string; pattern?: boolean}
  /** Nobody gets in, said in the server's configuration, by folder. */
  | {kind: 'deny-folder'; folder: string}
  /** Nobody gets in, said in the server's configuration, by URL. */
  | {kind: 'deny-url'; folder: string}
  /** A rewrite rule refuses what begins with the text. */
  | {kind: 'forbid'; folder: string; begins: string}
  /** `folder/word/12` is answered by the file. */
  | {kind: 'pretty'; folder: string; word: string; file: string}
  /** The same, said in the server's configuration. */
  | {kind: 'server-pretty'; word: string; file: string}
  /** What is no file and no folder is answered by the file. */
  | {kind: 'front-controller'; folder: string; file: string}
  /** `folder/word` is a redirect to the URL. */
  | {kind: 'redirect'; folder: string; word: string; to: string; rewrite?: boolean}
  /** The files that a folder's URL shows, the first that exists. */
  | {kind: 'index'; folder: string; names: string[]}
  /** An error is answered by the file. */
  | {kind: 'error'; folder: string; status: number; file: string; query?: boolean}
  /** The folder says itself how PHP is run. */
  | {kind: 'php'; folder: string; how: 'files' | 'if' | 'folder' | 'add'}
  /** The folder has the rewrite engine on, and a rule that changes nothing. */
  | {kind: 'engine'; folder: string}
  /** A header on every answer below. */
  | {kind: 'header'; folder: string; value: string}
  /** A variable for every page below. */
  | {kind: 'variable'; folder: string; value: string}
  /** Content negotiation: `page` may be `page.html`. */
  | {kind: 'negotiate'; folder: string}
  /** Below the URL lies a folder of the site, or the folder outside. */
  | {kind: 'alias'; url: string; folder: string | undefined}

/** A page that moved, by its file, and for whom. */
export interface Moved {
  file: string
  canary?: Canary
}

/** Everything that makes up one comparison: what a failure is kept as. */
export interface ProofCase {
  /** What was wrong, as a sentence; for people. */
  what?: string
  front: string
  style: string
  form: string
  site: Site
  moved: Moved[]
  requests: Request[]
}

/** What PHP runs where the server goes by endings. */
export function isPhp(file: string): boolean {
  return /[^/]\.ph(?:ar|p|tml)$/.test(file)
}

/** `admin/users.php` → `users.php`. */
export function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

/** Folder and name with a slash between, where the folder is not the root. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** All folders of a site, the root first. */
export function foldersOf({files}: Pick<Site, 'files'>): string[] {
  const folders = new Set([''])
  for (const file of files) {
    const parts = file.split('/').slice(0, -1)
    for (let depth = 1; depth <= parts.length; depth++) folders.add(parts.slice(0, depth).join('/'))
  }
  return [...folders]
}
