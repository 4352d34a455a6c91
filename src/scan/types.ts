/**
 * What a scan gives: `SourceFile → FileFacts → ScannedSite`. Facts are a function of one file's bytes alone; what
 * crosses files (includes, roles, session mode of a page) is computed from all facts, in `ScannedSite`.
 */
import type {PagePath} from '../page.ts'

/** What `stat` said of a file, as git's index keeps it: enough to know that it did not change. */
export interface FileStat {
  /** Bytes. */
  size: number
  /** Nanoseconds since 1970, as decimal text: a number would lose digits. */
  mtime: string
  ctime: string
  /** Device and inode, `dev:ino`. */
  inode: string
}

/** What is wrong with a file, as a fact about it. The file stays in the ledger. */
export interface FileProblem {
  kind:
    | 'unreadable'
    | 'dangling-symlink'
    | 'symlink-loop'
    | 'outside'
    | 'too-large'
    | 'binary'
    | 'empty'
    | 'not-utf8'
    | 'name'
  /** A sentence for people, without a full stop. */
  message: string
  /** Where in the file, when there is a place. */
  line?: number
}

/** One PHP file as found on disk. */
export interface SourceFile {
  path: PagePath
  /** Absent when even `stat` failed. */
  stat?: FileStat
  /** The target of a symbolic link, as written in it. */
  link?: string
  problems: FileProblem[]
}

/** Where in its own file a fact was seen. Lines count from 1. */
export interface At {
  line: number
}

export type InputSource = 'get' | 'post' | 'request' | 'cookie' | 'files' | 'server' | 'env' | 'session' | 'globals'

/** One use of a superglobal: `(int) $_GET['id']`. */
export interface InputUse extends At {
  source: InputSource
  /** The literal first key; `null` when the key is computed or the whole array is used. */
  key: string | null
  /** Further literal keys or `''` for `[]`, as in `$_POST['qty'][]`; absent when there are none. */
  path?: string[]
  access: 'read' | 'test' | 'write' | 'unset'
  /** What PHP turned the value into, when it is seen in the same expression. */
  conversion?: 'int' | 'float' | 'bool' | 'string' | 'array'
  /** The literal default of `?? 'x'` or `isset(…) ? … : 'x'`, as PHP source text. */
  fallback?: string
  /** The source text of the expression, on one line, at most 80 characters. */
  text: string
}

/** An `include`, `include_once`, `require` or `require_once`. */
export interface IncludeUse extends At {
  keyword: 'include' | 'include_once' | 'require' | 'require_once'
  /** The expression as written, on one line. */
  text: string
  /**
   * The file name the expression evaluates to, when it is made of literals, `__DIR__`, `dirname(__FILE__)` and the
   * like: `{file}` marks the directory of the including file. `null` when it is not constant in its own file.
   */
  target: {base: 'file-directory' | 'include-path' | 'absolute'; path: string} | null
}

/** A call that touches the session, or a use of `$_SESSION`. */
export interface SessionUse extends At {
  kind: 'start' | 'read' | 'write' | 'destroy' | 'regenerate' | 'close' | 'settings'
  key: string | null
  text: string
}

/** A response header, status or cookie that the file sends. */
export interface OutputUse extends At {
  kind: 'header' | 'status' | 'redirect' | 'content-type' | 'cookie' | 'download'
  /** Header or cookie name, status code, redirect target or content type when literal; else `null`. */
  value: string | null
  text: string
}

/** A function, class, interface, trait or constant that the file defines at its top level or conditionally. */
export interface DefinitionUse extends At {
  kind: 'function' | 'class' | 'interface' | 'trait' | 'enum' | 'constant'
  name: string
}

/** Something that needs thought when the file is ported. */
export interface PortingNote extends At {
  kind:
    | 'database'
    | 'sql'
    | 'file-write'
    | 'file-read'
    | 'upload'
    | 'mail'
    | 'exec'
    | 'eval'
    | 'extract'
    | 'variable-variable'
    | 'dynamic-include'
    | 'reference'
    | 'global'
    | 'goto'
    | 'output-buffer'
    | 'exit'
  /** What to read: the call or construct as written, on one line. */
  text: string
}

/** A link or form target of the page: `href`, `action`, `Location`. */
export interface LinkUse extends At {
  kind: 'href' | 'action' | 'location' | 'src'
  /** As written in the page. */
  target: string
}

/** Everything one file says by itself; a pure function of its bytes (and of the analyser's version). */
export interface FileFacts {
  /** Lines of the file: line ends, plus one when the last line has no end. */
  lines: number
  bytes: number
  /** Bytes outside `<?php … ?>`. */
  inlineHtmlBytes: number
  inputs: InputUse[]
  includes: IncludeUse[]
  session: SessionUse[]
  outputs: OutputUse[]
  definitions: DefinitionUse[]
  /** Names of functions called, lower case, each once, sorted; calls in comments and strings are not calls. */
  calls: string[]
  links: LinkUse[]
  notes: PortingNote[]
  /** Statements at the top level that are not definitions or includes. */
  topLevelStatements: number
  /** `defined('X') or die` and the like at the top: the file refuses to be requested by itself. */
  guard?: {constant: string; line: number}
  /** `#!` on the first line, or a test for the command line. */
  commandLine?: {line: number; text: string}
  /** `return [...]` or `return array(...)` at the top level. */
  returnsArray?: number
  /** What is odd about the contents, such as bytes that are not UTF-8. */
  problems: FileProblem[]
}

export type Role =
  | 'page'
  | 'subpage'
  | 'include'
  | 'library'
  | 'template'
  | 'config'
  | 'script'
  | 'test'
  | 'vendor'
  | 'stub'
  | 'unsure'

/** Why a role was given; shown to people. */
export interface Evidence {
  because: string
  file: PagePath
  line?: number
}

/** An include resolved across the site. */
export interface IncludeEdge extends At {
  from: PagePath
  text: string
  /** The files it can be: one, several for a set (`'pages/' . $x . '.php'`), none when unresolved. */
  targets: PagePath[]
  how: 'literal' | 'directory' | 'include-path' | 'set' | 'absent' | 'dynamic'
}

/** An access rule or handler setting found in `.htaccess`, with the directory it governs. */
export interface AccessRule extends At {
  /** The `.htaccess` file. */
  file: PagePath
  kind: 'closed' | 'auth' | 'restricted'
  /** The `<Files>` or `<FilesMatch>` condition it stands in, as written; absent when it governs the whole directory. */
  files?: string
  text: string
}

export type SessionMode = 'none' | 'read' | 'write'

/** What a scan knows of one file once all facts are in. */
export interface ScannedFile extends SourceFile {
  /** SHA-1 of the contents, hex; absent when the file could not be read. Facts are kept by it. */
  hash?: string
  /** Present when the file was read in this scan; absent when it did not change. */
  facts?: FileFacts
  role: Role
  /** 0 to 1. */
  confidence: number
  evidence: Evidence[]
  includes: IncludeEdge[]
  /** Every file the page can include, directly or not, sorted. */
  closure: PagePath[]
  session: SessionMode
  /** Where the session mode comes from. */
  sessionEvidence: Evidence[]
  /** Access rules that govern requests for this file. */
  access: AccessRule[]
}

/** What the previous scan left, for a scan that only reads what changed. */
export interface PreviousFile {
  stat?: FileStat
  hash?: string
  facts?: FileFacts
}

export interface ScanOptions {
  /** Absolute path of the document root. */
  docroot: string
  /** Globs below the document root that are not walked: `vendor/**`. */
  exclude: readonly string[]
  /** File name endings that PHP runs, without the dot. */
  extensions: readonly string[]
  /** What is known from before, by page path; facts of unchanged files come from here. */
  previous: ReadonlyMap<PagePath, PreviousFile>
  /** Facts already known for a content hash: a moved or reverted file is not analysed again. */
  factsOfHash: (hash: string) => FileFacts | undefined
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface ScannedSite {
  docroot: string
  files: ScannedFile[]
  /** Files whose contents were read in this scan. */
  read: number
  accessRules: AccessRule[]
}
