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

/**
 * One use of a superglobal: `(int) $_GET['id']`. What functions say of the same arrays counts as a use of them:
 * `filter_input()`, `getenv()`, `import_request_variables()`; `php://input` is `post` as a whole.
 */
export interface InputUse extends InCode {
  source: InputSource
  /** The literal first key; `null` when the key is computed or the whole array is used. */
  key: string | null
  /** Further literal keys or `''` for `[]`, as in `$_POST['qty'][]`; absent when there are none. */
  path?: string[]
  /** One of the keys is computed: `$_GET[$name]`, `$_POST['qty'][$id]`. */
  dynamic?: true
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
 * own name: 1 is `__DIR__`, 0 `__FILE__`), the document root, a constant or something else that has a name in other
 * files too (see {@link NameValue}), a variable to which the file gives no value (`isLocal`: one of a function, so that
 * only what the function includes may), a parameter of the function it stands in (0 is the first), one of
 * several values, or something else: `input` is the key when that comes from the request, `$_GET['page']`; `isPath`
 * when there may be directories in it, as in a class name of which `\\` becomes `/`; `call` is the function that gives
 * it, named as in {@link CallsOf}, with what that is given.
 */
export type NamePart =
  | {text: string}
  | {up: number}
  | {root: true}
  | {constant: string}
  | {variable: string; isLocal?: true}
  | {parameter: number}
  | {either: NamePart[][]}
  | {unknown: true; input?: string; isPath?: true; call?: NameCall}

/** A call that gives the name of a file, or a part of it; `file` is the place of the argument that names a PHP file. */
export interface NameCall {
  name: string
  arguments: NamePart[][]
  file?: number
}

/**
 * A value that other files may use in the names of what they include: of a constant `ROOT`, a variable of the top
 * level `$root`, what is in such an array `$files[]`, a constant or property of a class (in lower case) `cart::DIR`,
 * `cart::$dir`, `cart->dir`; what a function gives, `path()`, `cart::path()`, made of its parameters; of PHP's own
 * `include_path`, or the directory that PHP changes to, `chdir`.
 */
export interface NameValue {
  name: string
  value: NamePart[]
}

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
  /** The status that is sent along with a header: `header('Location: /', true, 301)`. */
  status?: number
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

/**
 * Something that needs thought when the file is ported, beside databases and SQL, which are facts of their own.
 * `network`: sockets, curl and other servers · `eval`: also
 * `create_function()`, `assert()` of text and `/e` · `extract`: variables made from an array or text ·
 * `variable-variable`: also `compact()` · `dynamic-name`: a function, class, method or property named at run time ·
 * `callback`: a function or method handed over by name · `static`: a variable or property that outlives the call, and
 * in Node the request · `array-pointer`: `each()`, `current()`, `reset()` … · `hook`: what PHP calls by itself, such as
 * error handlers, shutdown functions and autoloaders · `magic-method`: `__get()`, `__call()` … · `serialize`: PHP's own
 * format · `setting`: `ini_set()`, `setlocale()` and others that change how PHP goes on · `silence`: `@`.
 */
export interface PortingNote extends InCode {
  kind:
    | 'file-write'
    | 'file-read'
    | 'upload'
    | 'mail'
    | 'network'
    | 'exec'
    | 'eval'
    | 'extract'
    | 'variable-variable'
    | 'dynamic-name'
    | 'callback'
    | 'dynamic-include'
    | 'reference'
    | 'global'
    | 'static'
    | 'array-pointer'
    | 'hook'
    | 'magic-method'
    | 'serialize'
    | 'setting'
    | 'silence'
    | 'goto'
    | 'output-buffer'
    | 'exit'
  /** What to read: the call or construct as written, on one line. */
  text: string
}

/** A use of a database that the code itself shows, by PHP's extension or a common layer over it. */
export interface DatabaseUse extends InCode {
  /**
   * `mysql`, `mysqli`, `pdo`, `pgsql`, `sqlite`, `odbc` …, or the layer: `adodb`, `pear`, `wpdb`. `own` is a function of
   * the site, or a method of an object of which the file does not say the class.
   */
  layer: string
  does: 'connect' | 'query' | 'prepare' | 'fetch' | 'transaction' | 'escape' | 'other'
  text: string
}

/** An SQL statement in a string of the file, as far as it is written there. */
export interface SqlUse extends InCode {
  verb: 'select' | 'insert' | 'update' | 'delete' | 'replace' | 'create' | 'alter' | 'drop' | 'truncate'
  /**
   * Tables, in lower case only where PHP's source is; what is computed in a name is `…`: `…users`. A name that is one
   * constant or property is written as in the source: `TABLE_ORDERS`, `$wpdb->posts`. Each once, sorted.
   */
  reads: string[]
  writes: string[]
  /** Put together at run time, from more than constants. */
  dynamic?: true
  text: string
}

/** An HTML form that the page prints. */
export interface FormUse extends At {
  /** `post` also when it is computed: then the handler has to take both. */
  method: 'get' | 'post'
  /** As written up to the first thing that is computed; `null` when it is left out or computed from its start. */
  action: string | null
  /** `multipart/form-data`. */
  upload: boolean
  fields: FormField[]
}

/** A control of a form; its name is what the request will carry. */
export interface FormField extends At {
  /** As written: `qty[]`; computed parts are `…`. */
  name: string
  /** Of an `input` its type, else `select`, `textarea` or `button`. */
  type: string
}

/** A PHP extension that is not in every PHP, and the first use that needs it. */
export interface ExtensionUse extends At {
  /** As `extension_loaded()` names it: `gd`, `curl`, `mbstring`. */
  extension: string
  text: string
}

/**
 * What has to be done by hand when a file is ported; how much each is worth is said in one place. `lines` have code in
 * them, `html` is bytes, `branches` is the complexity less one, `functions` are those defined, methods too; of the
 * others, uses are counted. `dynamic-inputs` have a computed key and `dynamic-queries` are put together at run time:
 * both are counted among all.
 */
export type WorkKind =
  | 'lines'
  | 'html'
  | 'branches'
  | 'inputs'
  | 'dynamic-inputs'
  | 'queries'
  | 'dynamic-queries'
  | 'forms'
  | 'outputs'
  | 'functions'
  | 'files'
  | 'uploads'
  | 'mail'
  | 'processes'
  | 'eval'
  | 'variables'
  | 'globals'
  | 'references'
  | 'goto'
  | 'buffers'
  | 'extensions'

/**
 * A link or form target of the page: `href`, `action`, `Location`. `literal` is other text that names a PHP file and
 * is not included: `print_link('view.php?id=' . $id)`.
 */
export interface LinkUse extends At {
  kind: 'href' | 'action' | 'location' | 'src' | 'literal'
  /** As written in the page, up to the first thing that is computed. Images, styles and scripts are left out. */
  target: string
}

/** Tables that are read and written, each once, sorted. */
export interface TablesUsed {
  reads: string[]
  writes: string[]
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
  /** What it says of names that may be part of a file name elsewhere; absent when there are none. */
  nameValues?: NameValue[]
  links: LinkUse[]
  databases: DatabaseUse[]
  sql: SqlUse[]
  /** Tables of all `sql`, each once, sorted. */
  tables: TablesUsed
  forms: FormUse[]
  extensions: ExtensionUse[]
  /** Classes named by `new`, `::`, `instanceof`, `catch`, `extends` and types, and constants read; each once, sorted. */
  uses: {classes: string[]; constants: string[]}
  /**
   * Cyclomatic complexity of all code in the file: one, plus every `if`, `elseif`, `for`, `foreach`, `while`, `case`,
   * `catch`, arm of a `match` that is not `default`, `?:`, `??`, `&&`, `||`, `and`, `or` and `xor`.
   */
  complexity: number
  /** The first use at the top level of what visitors send; of `$_SERVER` and `$_ENV` only when there is no other. */
  takes?: InputUse
  /** How much there is to do, by kind; kinds that do not occur are left out. */
  work: Partial<Record<WorkKind, number>>
  notes: PortingNote[]
  /** Statements at the top level that are not definitions or includes. */
  topLevelStatements: number
  /** How many of them only give a variable a value: all of them in a configuration. */
  topLevelAssignments: number
  /**
   * `defined('X') or die` and the like at the top, before anything is included: the file refuses to be requested by
   * itself. `constant` is what is asked for: a constant, a variable with its `$`, a function with `()`, `class X`, or
   * `PHP_SELF`, the name that was requested. Of a test that compares that with the name of a file, the file refuses
   * `when` it has that name, or `unless` it has it.
   */
  guard?: {constant: string; line: number; when?: string; unless?: string}
  /**
   * `#!` on the first line, or a test for the command line; `only` when the file refuses to run otherwise.
   */
  commandLine?: {line: number; text: string; only?: boolean}
  /** `return [...]` or `return array(...)` at the top level. */
  returnsArray?: number
  /**
   * The line where it begins to print a whole HTML document by itself, with no variables but its own; or that of
   * `phpinfo()`.
   */
  document?: number
  /** What is odd about the contents, such as bytes that are not UTF-8. */
  problems: FileProblem[]
}

/**
 * What the rest of the site needs to know of a file. It is in memory for all files at once, so it is kept small: the
 * other facts go into the ledger as soon as they are found.
 */
export type SiteFacts = Pick<FileFacts, (typeof SITE_FACTS)[number]>

/** The names of {@link SiteFacts}. */
export const SITE_FACTS = [
  'lines',
  'bytes',
  'inlineHtmlBytes',
  'includes',
  'fileCalls',
  'nameValues',
  'definitions',
  'callsOf',
  'links',
  'outputs',
  'session',
  'takes',
  'tables',
  'work',
  'topLevelStatements',
  'topLevelAssignments',
  'guard',
  'commandLine',
  'returnsArray',
  'document',
  'problems',
] as const satisfies readonly (keyof FileFacts)[]

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
   * document root or a constant · `include-path`: found where `include_path` leads, or in a directory above ·
   * `suffix`: an unknown directory, but only one file has that ending · `wrapper`: through a function that includes
   * what it is given; without targets, the include in that function, of which its calls say what it means ·
   * `prepend`, `append`: PHP's settings put it before or after every page · `set`: any of the files that fit ·
   * `absent`: the name is known, the file is not there (generated, or the user's own) · `dynamic`: nothing is known,
   * or so many files fit that it is as good as nothing.
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

/** A rule that closes or restricts something, found in `.htaccess` or in the web server's own configuration. */
export interface AccessRule extends At {
  /** The `.htaccess` file; with `server`, the absolute path of a file of the server. */
  file: PagePath
  kind: 'closed' | 'auth' | 'restricted'
  /** The `<Files>` or `<FilesMatch>` condition it stands in, as written; absent when it governs the whole directory. */
  files?: string
  text: string
  /** Absent for a rule of an `.htaccess`. */
  server?: ServerRule
}

/** Where in the server's own configuration a rule stands. */
export interface ServerRule {
  /** The sections round it, from the outside in: `<Directory "/srv/shop"> <Files "a.php">`; empty outside of any. */
  section: string
  /**
   * A page keeps all rules under another `SetHandler`. When `ProxyPass` or `RewriteRule … [P]` of the server takes it, it
   * keeps only those of `<Location>` and of rewriting outside of sections.
   */
  lostByProxy: boolean
}

/** What `.htaccess` or `.user.ini` says beside access: how requests reach pages and how PHP runs them. */
export interface ServerSetting extends At {
  /** The `.htaccess` or `.user.ini` it stands in; it governs that directory. */
  file: PagePath
  /**
   * `rewrite` is a `RewriteRule`, `rewriting` what else mod_rewrite is told, conditions among it; `routing` is what other
   * modules are told of which file a URL means.
   */
  kind: 'directory-index' | 'error-document' | 'handler' | 'php-setting' | 'rewrite' | 'rewriting' | 'routing'
  /** What is set: the PHP setting's name, the status, the pattern of a rewrite; else the directive, in lower case. */
  name: string
  /** Its value; of a rewrite, the substitution. */
  value: string
  /** The PHP file that is named, when it exists: `book/([0-9]+)` → `book.php`. */
  target?: PagePath
  text: string
  /** The directive's arguments, as Apache splits them: of a rewrite the pattern, the substitution and the flags. */
  args: readonly string[]
  /** The sections round it, from the outside in. */
  sections: readonly SettingSection[]
}

/** `<IfModule mod_rewrite.c>`, `<FilesMatch "\.php$">`. */
export interface SettingSection {
  /** In lower case: `ifmodule`. */
  name: string
  args: readonly string[]
}

export type SessionMode = 'none' | 'read' | 'write'

/** A place that leads to a page. */
export interface LinkTo {
  from: PagePath
  line: number
  /** `location` also for rewrites; `literal` is the weakest: text that names the file. */
  kind: LinkUse['kind'] | 'rewrite'
}

/** How much work a page is, for planning; an estimate made of what can be counted, never of time. */
export interface Effort {
  /** 0 and up; a page of nothing but HTML has few. */
  points: number
  size: 'XS' | 'S' | 'M' | 'L' | 'XL'
  /** What makes it so, the largest part first; their points add up to `points`. */
  reasons: EffortReason[]
}

interface EffortReason {
  /** `14 queries, 3 of them put together at run time`. */
  because: string
  points: number
}

/** What a scan knows of one file once all facts are in. */
export interface ScannedFile extends SourceFile {
  /**
   * SHA-1 of the contents, hex. Facts are kept by it. Absent when the file could never be read; when it could be
   * before but not now, what it was then, with a problem that says so.
   */
  hash?: string
  /** Lines of the file; 0 when it could never be read. */
  lines: number
  role: Role
  /** 0 to 1. */
  confidence: number
  evidence: Evidence[]
  includes: readonly IncludeEdge[]
  /** Every file the page can include, directly or not, sorted; of a file that nobody requests, only the direct ones. */
  closure: readonly PagePath[]
  session: SessionMode
  /** Where the session mode comes from. */
  sessionEvidence: Evidence[]
  /** Access rules that govern requests for this file. */
  access: readonly AccessRule[]
  /** What leads here from other files, the strongest first. */
  linkedFrom: readonly LinkTo[]
  /** Tables that the file and, of a page, what it includes name in their SQL. */
  tables: TablesUsed
  effort: Effort
  /** How many pages change when this file does: those that include it, directly or not, and itself when it is one. */
  reach: number
}

/** What the previous scan left of a file, for a scan that only reads what changed. */
export interface PreviousFile {
  stat?: FileStat
  hash?: string
}

/** An input as a list of pages shows it: one a key. */
export interface PageInput {
  source: InputSource
  /** `null` when the key is computed or the whole array is used. */
  key: string | null
  line: number
}

/** A file's facts as they are kept, each part in JSON. */
export interface StoredFacts {
  /** {@link SiteFacts} */
  site: string
  /** {@link PageInput}[] */
  takes: string
  /** All others of {@link FileFacts}. */
  own: string
}

/** By what an unchanged site is known. */
export interface SiteSum {
  /** Of the analyser, the options, all files and their stats. */
  tree: string
  /** Whether there are other files that includes name: a picture, a cache that may come and go. */
  others: Record<PagePath, boolean>
}

/** What earlier scans found, and where a scan puts the facts that it finds. */
export interface ScanMemory {
  /** Of the last scan, when it can be trusted. */
  sum?: SiteSum
  /** Asked for only when something changed. */
  files: () => ReadonlyMap<PagePath, PreviousFile>
  /** Facts already known for a content hash, by this version of the analyser, wherever the file lay. */
  siteFacts: (hash: string) => SiteFacts | undefined
  /** Called as soon as facts are found, for each file that was read. */
  keep: (hash: string, facts: StoredFacts) => void
}

/** A role that a person gave, and why. */
export interface GivenRole {
  role: Role
  /** Shown as the evidence: `classified by anna on 2026-11-22: entry of the shop`. */
  because: string
}

export interface ScanOptions {
  /** Absolute path of the document root. */
  docroot: string
  /** Globs below the document root that are not walked: `vendor/**`. */
  exclude: readonly string[]
  /** File name endings that PHP runs, without the dot. */
  extensions: readonly string[]
  memory: ScanMemory
  /** Roles that people gave, which no rule overrules. */
  roles?: ReadonlyMap<PagePath, GivenRole>
  /** How many of the files are known; called now and then. */
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface ScannedSite {
  docroot: string
  /** Globs that were left out. */
  exclude: readonly string[]
  /** What is in each file, in the order of `files`: {@link ScannedFile.hash}. */
  hashes: ReadonlyMap<PagePath, string | undefined>
  /** All files. Each is worked out when its turn comes, as all of them together would need much memory. */
  files: Iterable<ScannedFile>
  /** Files whose contents were read in this scan. */
  read: number
  accessRules: AccessRule[]
  settings: ServerSetting[]
  /** What is wrong with what is not a PHP file itself: directories that can't be read, links that are not followed. */
  problems: (FileProblem & {path: PagePath})[]
  /** Absent when a file changed so lately that its stat can't be trusted. */
  sum?: SiteSum
}
