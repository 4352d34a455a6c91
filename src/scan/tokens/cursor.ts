/** Where the tokenizer is: the place in the source, its mode, and PHP's stack of modes for `{` and `}`. */
import {TokenList} from './tokens.ts'

/** PHP's start conditions (Zend/zend_language_scanner.l). */
export const Mode = {Html: 0, Script: 1, DoubleQuotes: 2, Backtick: 3, Heredoc: 4, Offset: 5, VariableName: 6} as const

/** A file has rarely more than one token for this many bytes. */
const BYTES_PER_TOKEN = 5

export class Cursor {
  readonly source: string
  readonly tokens: TokenList
  at = 0
  mode: number = Mode.Html
  /** Labels of the heredocs we are in. */
  readonly labels: string[] = []
  private readonly modes: number[] = []

  constructor(source: string) {
    this.source = source
    this.tokens = new TokenList(16 + Math.ceil(source.length / BYTES_PER_TOKEN))
  }

  /** A token from here to `end`. */
  emit(kind: number, end: number): void {
    this.tokens.add(kind, this.at, end)
    this.at = end
  }

  /** Enters a mode that {@link leave} comes back from. */
  enter(mode: number): void {
    this.modes.push(this.mode)
    this.mode = mode
  }

  leave(): void {
    this.mode = this.modes.pop() ?? this.mode
  }
}
