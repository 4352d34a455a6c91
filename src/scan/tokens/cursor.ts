/** Where the tokenizer is: the place in the source, its mode, and PHP's stack of modes for `{` and `}`. */
import type {TokenMemory, Tokens} from './tokens.ts'

/** PHP's start conditions (Zend/zend_language_scanner.l). */
export const Mode = {Html: 0, Code: 1, DoubleQuotes: 2, Backtick: 3, Heredoc: 4, Offset: 5, VariableName: 6} as const

/** Zeros after the last byte, so that what looks a few bytes ahead needs not ask where the source ends. */
const ZEROS = 4

export class Cursor {
  readonly source: string
  readonly length: number
  /** The source, and some zeros. Reading a byte is cheaper than reading a character, in cold code too. */
  readonly bytes: Uint8Array
  at = 0
  mode: number = Mode.Html
  /** How many tokens there are. */
  count = 0
  readonly kinds: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** How many `{` are open in the mode; it is left by the `}` after them. */
  blocks = 0
  /** The token `__halt_compiler`; -1 when there is none. */
  halted = -1
  /** Whether PHP is what stands between `<%` and `%>`. */
  hasAspTags = false
  /** Whether PHP was entered by `<script language="php">`, so that `</script>` leaves it. */
  isInScriptTag = false
  /** Labels of the heredocs we are in. */
  readonly labels: string[] = []
  /** Modes that we come back to, each followed by its `blocks`. */
  private readonly stack: number[] = []

  constructor(source: string, memory: TokenMemory) {
    const {length} = source
    const bytes = memory.bytes.take(length + ZEROS)
    bytes.write(source, 0, 'latin1')
    bytes.fill(0, length, length + ZEROS)
    this.source = source
    this.length = length
    this.bytes = bytes
    // No token is empty, so there are never more of them than bytes.
    this.kinds = memory.kinds.take(length)
    this.starts = memory.starts.take(length)
    this.ends = memory.ends.take(length)
  }

  /** A token from here to `end`. */
  emit(kind: number, end: number): void {
    const {count} = this
    this.kinds[count] = kind
    this.starts[count] = this.at
    this.ends[count] = end
    this.count = count + 1
    this.at = end
  }

  /** The kind of the token before this place. */
  previous(): number {
    return this.count ? (this.kinds[this.count - 1] as number) : 0
  }

  /** Enters a mode that {@link leave} comes back from. */
  enter(mode: number): void {
    this.stack.push(this.mode, this.blocks)
    this.mode = mode
    this.blocks = 0
  }

  /** Back to the mode before; without one, things stay as they are. */
  leave(): void {
    if (!this.stack.length) return
    this.blocks = this.stack.pop() ?? 0
    this.mode = this.stack.pop() ?? this.mode
  }

  /** The tokens so far. They hold until the next file takes the memory. */
  tokens(): Tokens {
    const {source, count} = this
    return {
      source,
      count,
      kinds: this.kinds.subarray(0, count),
      starts: this.starts.subarray(0, count),
      ends: this.ends.subarray(0, count),
    }
  }
}
