/** The tokens of one file with what every fact needs to ask of them. */

import {decodeText, oneLine} from '../text.ts'
import {tokenize} from '../tokens/tokenize.ts'
import type {Tokens} from '../tokens/tokens.ts'
import {matchBrackets} from './brackets.ts'
import {KindIndex} from './kind-index.ts'
import {lineAt, lineStarts} from './lines.ts'
import {findScopes, type Scope, type Scopes} from './scopes.ts'

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
  private readonly byKind: KindIndex
  /** What {@link inside} says, by scope. */
  private readonly insides: {inside?: string}[] = []

  constructor(source: string) {
    const tokens: Tokens = tokenize(source)
    this.source = source
    this.count = tokens.count
    this.kinds = tokens.kinds
    this.starts = tokens.starts
    this.ends = tokens.ends
    this.partners = matchBrackets(tokens)
    this.scopes = findScopes(tokens, this.partners)
    this.lineStarts = lineStarts(source)
    this.byKind = new KindIndex(tokens)
  }

  /** The kind of a token; 0 before the first and after the last. */
  kind(token: number): number {
    return this.kinds[token] ?? 0
  }

  /** All tokens of a kind, in order. */
  all(kind: number): Uint32Array {
    return this.byKind.of(kind)
  }

  /** The token as it is in the source (Latin-1). */
  raw(token: number): string {
    return this.source.slice(this.starts[token], this.ends[token])
  }

  /** A name or keyword in lower case, without a leading `\`. */
  word(token: number): string {
    const raw = this.raw(token).toLowerCase()
    return raw.startsWith('\\') ? raw.slice(1) : raw
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
