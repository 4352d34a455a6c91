/** What a syntax tree says of one file, beyond its token facts. Every text is on one line, at most 80 characters. */

import type {InputSource} from '../types.ts'

/** The deep view of a file, or why there is none. */
export type DeepResult = DeepView | DeepFailure

/** Why a file has no syntax tree; its token facts stand. */
export interface DeepFailure {
  failure: {
    reason: 'unreadable' | 'syntax' | 'too-deep' | 'too-long' | 'too-much-memory' | 'unexpected'
    /** A sentence for people, without a full stop; of `syntax` in php-parser's words. */
    message: string
    line?: number
  }
}

export interface DeepView {
  parser: {
    name: 'php-parser'
    version: string
    /** The version of PHP that the file was read as: the newest, or 5.6 for what PHP has dropped since. */
    php: '8.5' | '5.6'
  }
  /** SHA-1 of the contents that were read, hex. */
  hash: string
  /** The top level of the file first, with an empty name, then functions and methods in their order. */
  functions: DeepFunction[]
  /** Inputs that are read through functions of the site. */
  inputs: NamedInput[]
  flows: InputFlow[]
  unreachable: UnreachableCode[]
  /** Control structure of the top level. */
  outline: OutlineNode[]
}

export interface DeepFunction {
  /** `cart_total`, `Cart::add`; `''` is the top level of the file. */
  name: string
  line: number
  lastLine: number
  parameters: DeepParameter[]
  /** What it returns, as far as the tree says: `int`, `string|null`, `array{id, name}`, `mixed`; `void` without a value. */
  returns: string
  /** Whether `returns` was declared; else it is inferred. */
  isDeclared: boolean
  /** What it calls, most often called first: `db_query`, `->fetch`, `Cart::find`, `new Mail`. */
  calls: {name: string; times: number; line: number}[]
  /** Variables that the code reads or writes and that are not its own. */
  outside: OutsideVariable[]
}

export interface DeepParameter {
  /** Without `$`. */
  name: string
  /** Declared, or inferred from the default value; `mixed` when nothing is known. */
  type: string
  /** As written. */
  fallback?: string
  byReference?: true
  variadic?: true
}

export interface OutsideVariable {
  /** `$db`, `$_SESSION`. */
  name: string
  /**
   * `global`: named in a `global` statement or as `$GLOBALS['db']` · `superglobal` · `unset`: read at the top level and
   * given no value before in this file, so an include gives it one, or nobody · `this`: a property `$this->items`.
   */
  how: 'global' | 'superglobal' | 'unset' | 'this'
  access: 'read' | 'write' | 'both'
  line: number
}

/** An input that a function of the site reads: `get_int('id', 0)`. */
export interface NamedInput {
  /** `null` when the name is computed. */
  key: string | null
  /** Where the function looks for it. */
  sources: InputSource[]
  /** The function: `get_int`. */
  through: string
  text: string
  line: number
  /** The function that the call stands in; absent at the top level. */
  inside?: string
}

/** Where the value of an input goes, followed through plain assignments inside one function. */
export interface InputFlow {
  /** As written: `$_GET['id']`; also a call of a function of the site that reads one. */
  input: string
  line: number
  /** The function; absent at the top level. */
  inside?: string
  /** What it goes through, in order: variables (`$id`), casts (`(int)`), calls (`trim()`), text (`"…"`). */
  steps: {text: string; line: number}[]
  /** `condition`: it decides which way the code goes · `call`: given to a function that is not PHP's own. */
  into:
    | 'sql'
    | 'output'
    | 'header'
    | 'cookie'
    | 'session'
    | 'include'
    | 'file'
    | 'mail'
    | 'process'
    | 'eval'
    | 'condition'
    | 'call'
    | 'return'
  /** The code that it ends in. */
  text: string
  endLine: number
  /** It was not converted, escaped or bound on its way: it arrives as the visitor sent it. */
  asSent: boolean
}

/** Code that nothing reaches, because the statement before it always leaves. */
export interface UnreachableCode {
  line: number
  lastLine: number
  /** How it begins. */
  text: string
  /** The statement that leaves: `exit;`. */
  after: {line: number; text: string}
}

/** A branch or loop of the top level, with those inside it. */
export interface OutlineNode {
  kind: 'if' | 'elseif' | 'else' | 'switch' | 'case' | 'for' | 'foreach' | 'while' | 'do' | 'try' | 'catch' | 'finally'
  /** The condition as written; `''` when it has none. */
  text: string
  line: number
  lastLine: number
  /** How it always ends, if it does: the page stops there. */
  ends?: 'exit' | 'return' | 'throw'
  children: OutlineNode[]
}
