/** The tokens of one file with what every fact needs to ask of them. */

import {decodeText, oneLine} from '../text.ts'
import {ReusedArray} from '../tokens/reused-array.ts'
import {tokenize} from '../tokens/tokenize.ts'
import {TokenMemory, type Tokens} from '../tokens/tokens.ts'
import {matchBrackets} from './brackets.ts'
import {KindIndex} from './kind-index.ts'
import {lineAt, lineStarts} from './lines.ts'
import type {Scope} from './scope.ts'
import {findScopes, type Scopes} from './scopes.ts'

const BACKSLASH = 92

/** What every file writes its tokens into, and what is known of them. */
const memory = {
  tokens: new TokenMemory(),
  partners: new ReusedArray((length) => new Int32Array(length)),
  scopes: new ReusedArray((length) => new Uint32Array(length)),
  lines: new ReusedArray((length) => new Uint32Array(length)),
  byKind: new ReusedArray((length) => new Uint32Array(length)),
}

/** The tokens of one file. It is good until the next file is made: that one takes its memory. */
export class PhpFile {
  readonly source: string
  readonly count: number
  readonly kinds: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** The partner of every bracket, -1 for other tokens. */
  readonly partners: Int32Array
  readonly lineStarts: Uint32Array
  readonly scopes: Scopes
  /** What was found in the file once, by {@link oncePerFile}. */
  readonly found: object[] = []
  private readonly byKind: KindIndex
  /** What {@link inside} says, by scope. */
  private readonly insides: {inside?: string}[] = []

  constructor(source: string) {
    const tokens: Tokens = tokenize(source, memory.tokens)
    this.source = source
    this.count = tokens.count
    this.kinds = tokens.kinds
    this.starts = tokens.starts
    this.ends = tokens.ends
    this.partners = matchBrackets(tokens, memory.partners)
    this.byKind = new KindIndex(tokens, memory.byKind)
    this.scopes = findScopes(tokens, this.partners, this.byKind, memory.scopes)
    this.lineStarts = lineStarts(source, memory.lines)
  }

  /** The kind of a token; 0 before the first and after the last. */
  kind(token: number): number {
    return this.kinds[token] ?? 0
  }

  /** All tokens of a kind, in order. */
  all(kind: number): Uint32Array {
    return this.byKind.of(kind)
  }

  /** The token as it is in the source (Latin-1); `''` before the first and after the last. */
  raw(token: number): string {
    return this.source.slice(this.starts[token] ?? 0, this.ends[token] ?? 0)
  }

  /** A name or keyword in lower case, without a leading `\`. */
  word(token: number): string {
    const word = this.raw(token).toLowerCase()
    return word.charCodeAt(0) === BACKSLASH ? word.slice(1) : word
  }

  /** The partner of a bracket, or `otherwise` when it has none. */
  partner(token: number, otherwise = token): number {
    const partner = this.partners[token] ?? -1
    return partner < 0 ? otherwise : partner
  }

  line(token: number): number {
    return lineAt(this.lineStarts, this.starts[token] ?? 0)
  }

  /** The source from one token to another, both included, on one line for people. */
  text(first: number, last: number): string {
    return oneLine(this.source.slice(this.starts[first], this.ends[Math.max(first, last)]))
  }

  scope(token: number): Scope | undefined {
    return this.scopes.list[this.scopes.of[token] ?? 0]
  }

  /** The function or method that a token stands in: `{inside: 'Cart::add'}`, or nothing at the top level. */
  inside(token: number): {inside?: string} {
    const index = this.scopes.of[token] ?? 0
    this.insides[index] ??= insideOf(this.scopes.list[index])
    return this.insides[index]
  }

  /** Whether a token runs when the file is included, not when something in it is called. */
  isTopLevel(token: number): boolean {
    return (this.scopes.of[token] ?? 0) === 0
  }
}

function insideOf(scope: Scope | undefined): {inside?: string} {
  const name = scope?.kind === 'class' ? '' : (scope?.name ?? '')
  return name === '' || name.startsWith('class@') ? {} : {inside: decodeText(name)}
}
