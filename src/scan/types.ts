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
    | 'linked'
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
  /**
   * Absent when even `stat` failed, when the contents could not be read, or when the file changed so shortly before
   * the scan that another change might leave the same stat: the next scan then reads it again.
   */
  stat?: FileStat
  /** The target of a symbolic link, as written in it. */
  link?: string
  problems: FileProblem[]
}

/** Where in its own file a fact was seen. Lines count from 1. */
interface At {
  line: number
}

export type InputSource = 'get' | 'post' | 'request' | 'cookie' | 'files' | 'server' | 'env' | 'session' | 'globals'

/** A fact about code that may stand in a function. */
interface InCode extends At {
  /** The function or method it stands in: `login`, `Cart::add`. Absent at the top level of the file. */
  inside?: string
}

/** One use of a superglobal: `(int) $_GET['id']`. */
export interface InputUse extends InCode {
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

/**
 * A piece of an expression that makes a file name: text, the including file's directory (`up` directories above its
 * own name: 1 is `__DIR__`, 0 `__FILE__`), the document root, a constant or variable, a parameter of the function it
 * stands in (0 is the first), or something else; `input` is the key when that comes from the request: `$_GET['page']`.
 */
export type NamePart =
  | {text: string}
  | {up: number}
  | {root: true}
  | {constant: string}
  | {variable: string}
  | {parameter: number}
  | {unknown: true; input?: string}

/** An `include`, `include_once`, `require` or `require_once`. */
export interface IncludeUse extends InCode {
  keyword: 'include' | 'include_once' | 'require' | 'require_once'
  /** The expression as written, on one line. */
  text: string
  /**
   * The file name the expression evaluates to, when it is made of literals, `__DIR__`, `dirname(__FILE__)` and the
   * like: `path` is below the base (`../inc/a.php` below the including file's directory). `null` when it is not
   * constant in its own file.
   */
  target: {base: 'file-directory' | 'include-path' | 'absolute' | 'document-root'; path: string} | null
  /** The expression in pieces, where `target` is `null` but some of it is known: `'pages/' . $page . '.php'`. */
  parts?: NamePart[]
}

/** A call that includes a file if its function includes what it is given, which another file says: `need('a.php')`. */
export interface FileCall extends InCode {
  /** As in {@link CallsOf}: `need`, `loader::need`. */
  name: string
  /** The call as written, on one line. */
  text: string
  arguments: NamePart[][]
}

/** A call that touches the session, or a use of `$_SESSION`. */
export interface SessionUse extends InCode {
  kind: 'start' | 'read' | 'write' | 'destroy' | 'regenerate' | 'close' | 'settings'
  key: string | null
  text: string
}

/** A response header, status or cookie that the file sends. */
export interface OutputUse extends InCode {
  kind: 'header' | 'status' | 'redirect' | 'content-type' | 'cookie' | 'download'
  /** Header or cookie name, status code, redirect target or content type when literal; else `null`. */
  value: string | null
  text: string
}

/** A function, class, interface, trait or constant that the file defines at its top level or conditionally. */
export interface DefinitionUse extends At {
  kind: 'function' | 'class' | 'interface' | 'trait' | 'enum' | 'constant'
  name: string
  /** Of a class, what it extends; without its namespace. */
  extends?: string
  /** Of a constant that may be part of a file name: its value in pieces. */
  value?: NamePart[]
}

/** What one function, or the top level of the file, calls; for who-reaches-what across files. */
export interface CallsOf {
  /** `login`, `Cart::add`, or `''` for the top level; as in {@link InCode}. */
  inside: string
  /**
   * Lower case, sorted: `login` a function, `->add` a method of any object, `cart::add` a static method, `new cart`
   * a constructor; also functions named in a callback such as `usort($a, 'by_name')`.
   */
  names: string[]
}

/** Something that needs thought when the file is ported. */
export interface PortingNote extends InCode {
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

/**
 * A link or form target of the page: `href`, `action`, `Location`. `literal` is other text that names a PHP file and
 * is not included: `print_link('view.php?id=' . $id)`.
 */
export interface LinkUse extends At {
  kind: 'href' | 'action' | 'location' | 'src' | 'literal'
  /** As written in the page, up to the first thing that is computed. Images, styles and scripts are left out. */
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
  callsOf: CallsOf[]
  /** Absent when there are none. */
  fileCalls?: FileCall[]
  links: LinkUse[]
  notes: PortingNote[]
  /** Statements at the top level that are not definitions or includes. */
  topLevelStatements: number
  /** How many of them only give a variable a value: all of them in a configuration. */
  topLevelAssignments: number
  /**
   * `defined('X') or die` and the like at the top, before anything is included: the file refuses to be requested by
   * itself. `constant` is what is asked for: a constant, or a variable with its `$`.
   */
  guard?: {constant: string; line: number}
  /**
   * `#!` on the first line, or a test for the command line; `only` when the file refuses to run otherwise.
   */
  commandLine?: {line: number; text: string; only?: boolean}
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
  /** The `.htaccess` or `.user.ini` that `line` and `text` are in, when `from` does not say so itself. */
  settings?: PagePath
  text: string
  /** The files it can be: one, several for a set (`'pages/' . $x . '.php'`), none when unresolved. */
  targets: PagePath[]
  /**
   * `literal`: a name relative to the file or to the page that includes it · `directory`: made from `__DIR__`, the
   * document root or a constant · `include-path`: found in a directory above · `suffix`: an unknown directory, but
   * only one file has that ending · `wrapper`: through a function that includes what it is given · `prepend`,
   * `append`: PHP's settings put it before or after every page · `set`: all files that fit · `absent`: the name is
   * known, the file is not there (generated, or the user's own) · `dynamic`: nothing known.
   */
  how:
    | 'literal'
    | 'directory'
    | 'include-path'
    | 'suffix'
    | 'wrapper'
    | 'prepend'
    | 'append'
    | 'set'
    | 'absent'
    | 'dynamic'
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

/** What `.htaccess` or `.user.ini` says beside access: how requests reach pages and how PHP runs them. */
export interface ServerSetting extends At {
  /** The `.htaccess` or `.user.ini` it stands in; it governs that directory. */
  file: PagePath
  kind: 'directory-index' | 'error-document' | 'handler' | 'php-setting' | 'rewrite'
  /** What is set: the PHP setting's name, the status, the pattern of a rewrite; else the directive. */
  name: string
  /** Its value; of a rewrite, the substitution. */
  value: string
  /** The PHP file that is named, when it exists: `book/([0-9]+)` → `book.php`. */
  target?: PagePath
  text: string
}

export type SessionMode = 'none' | 'read' | 'write'

/** What a scan knows of one file once all facts are in. */
export interface ScannedFile extends SourceFile {
  /**
   * SHA-1 of the contents, hex. Facts are kept by it. Absent when the file could never be read; when it could be
   * before but not now, what it was then, with a problem that says so.
   */
  hash?: string
  /** Present when the file was read in this scan; absent when it did not change. */
  facts?: FileFacts
  role: Role
  /** 0 to 1. */
  confidence: number
  evidence: Evidence[]
  includes: IncludeEdge[]
  /** Every file the page can include, directly or not, sorted; of a file that nobody requests, only the direct ones. */
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
  settings: ServerSetting[]
  /** What is wrong with what is not a PHP file itself: directories that can't be read, links that are not followed. */
  problems: (FileProblem & {path: PagePath})[]
}
