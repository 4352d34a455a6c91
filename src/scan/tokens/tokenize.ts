/**
 * PHP's lexical grammar in one pass: PHP 4 to 8.5 in one mode. Takes any bytes, never throws and never recurses.
 * The modes are those of PHP's own scanner (Zend/zend_language_scanner.l), with its stack of modes for `{` and `}`.
 */
import {isDigit, isLabelStart} from './characters.ts'
import {Cursor, Mode} from './cursor.ts'
import {Kind, keywordKind} from './kinds.ts'
import {
  castEnd,
  labelEnd,
  lineCommentEnd,
  newlineEnd,
  nextOpenTag,
  numberEnd,
  plainDoubleQuotedEnd,
  qualifiedNameEnd,
  scriptEnd,
  singleQuotedEnd,
  spaceEnd,
} from './lexemes.ts'
import {operatorAt} from './operators.ts'
import {document, heredoc, offset, quoted, variableName} from './text-modes.ts'
import type {Tokens} from './tokens.ts'

/** Splits a file, decoded as Latin-1, into PHP's tokens. */
export function tokenize(source: string): Tokens {
  const tokenizer = new Tokenizer(source)
  tokenizer.run()
  const {count, kinds, starts, ends} = tokenizer.tokens
  return {source, count, kinds, starts, ends}
}

/** The modes of code and of what is around it. */
class Tokenizer extends Cursor {
  /** Whether PHP was entered by `<script language="php">`, so that `</script>` leaves it. */
  private inScriptTag = false
  /** The token after which `__halt_compiler` ends the program. */
  private lastToken = Number.POSITIVE_INFINITY

  run(): void {
    while (this.at < this.source.length) {
      if (this.tokens.count >= this.lastToken) this.emit(Kind.HaltData, this.source.length)
      else this.step()
    }
  }

  private step(): void {
    switch (this.mode) {
      case Mode.Html:
        this.html()
        break
      case Mode.Script:
        this.script()
        break
      case Mode.Offset:
        offset(this)
        break
      case Mode.VariableName:
        variableName(this)
        break
      case Mode.Heredoc:
        heredoc(this)
        break
      default:
        quoted(this, this.mode === Mode.Backtick ? 96 : 34)
    }
  }

  private html(): void {
    const tag = nextOpenTag(this.source, this.at)
    const end = tag?.start ?? this.source.length
    if (end > this.at) this.emit(Kind.InlineHtml, end)
    if (!tag) return
    this.emit(tag.kind === 'echo' ? Kind.OpenTagEcho : Kind.OpenTag, tag.end)
    this.inScriptTag = tag.kind === 'script'
    this.mode = Mode.Script
  }

  /** Tokens of code, until something changes the mode. */
  private script(): void {
    const {source, tokens} = this
    while (this.mode === Mode.Script && this.at < source.length && tokens.count < this.lastToken) {
      const at = this.at
      const code = source.charCodeAt(at)
      switch (code) {
        case 9:
        case 10:
        case 13:
        case 32:
          this.at = spaceEnd(source, at)
          break
        case 36: // $
          if (isLabelStart(source.charCodeAt(at + 1))) this.emit(Kind.Variable, labelEnd(source, at + 1))
          else this.emit(code, at + 1)
          break
        case 39: // '
          this.singleQuoted(at + 1)
          break
        case 34: // "
          this.doubleQuoted(at + 1)
          break
        case 96: // `
          this.emit(Kind.TemplateStart, at + 1)
          this.mode = Mode.Backtick
          break
        case 35: // #
          if (source.charCodeAt(at + 1) === 91) this.emit(Kind.Attribute, at + 2)
          else this.at = lineCommentEnd(source, at)
          break
        case 47: // /
          this.slash()
          break
        case 63: // ?
          if (source.charCodeAt(at + 1) === 62) this.closeTag(at + 2)
          else this.operator(code)
          break
        case 60: // <
          this.lessThan()
          break
        case 40: {
          // (
          const end = castEnd(source, at)
          if (end < 0) this.emit(code, at + 1)
          else this.emit(Kind.Cast, end)
          break
        }
        case 123: // {
          this.emit(code, at + 1)
          this.enter(Mode.Script)
          break
        case 125: // }
          this.emit(code, at + 1)
          this.leave()
          break
        case 92: // \
          if (isLabelStart(source.charCodeAt(at + 1))) this.emit(Kind.Name, qualifiedNameEnd(source, at))
          else this.emit(code, at + 1)
          break
        case 46: // .
          if (isDigit(source.charCodeAt(at + 1))) this.emit(Kind.Number, numberEnd(source, at))
          else this.operator(code)
          break
        default:
          if (isLabelStart(code)) this.word(code)
          else if (isDigit(code)) this.emit(Kind.Number, numberEnd(source, at))
          else this.operator(code)
      }
    }
  }

  private operator(code: number): void {
    const {kind, length} = operatorAt(this.source, this.at, code)
    this.emit(kind, this.at + length)
  }

  private word(code: number): void {
    const {source, at} = this
    if ((code | 32) === 98 && this.binaryString()) return
    const previous = this.tokens.count ? (this.tokens.kinds[this.tokens.count - 1] ?? 0) : 0
    const label = labelEnd(source, at)
    const end = previous !== Kind.Arrow && source.charCodeAt(label) === 92 ? qualifiedNameEnd(source, at) : label
    const isMember = previous === Kind.Arrow || previous === Kind.DoubleColon || previous === Kind.Function
    const kind = isMember || end > label ? Kind.Name : keywordKind(source, at, end)
    this.emit(kind, end)
    // `(`, `)` and `;` (or `?>`) follow; then the data.
    if (kind === Kind.HaltCompiler) this.lastToken = this.tokens.count + 3
  }

  /** `b'…'`, `b"…"` and `b<<<X`: the prefix belongs to the string. */
  private binaryString(): boolean {
    const next = this.source.charCodeAt(this.at + 1)
    if (next === 39) this.singleQuoted(this.at + 2)
    else if (next === 34) this.doubleQuoted(this.at + 2)
    else return next === 60 && this.source.startsWith('<<<', this.at + 1) && document(this, this.at + 1)
    return true
  }

  private singleQuoted(textStart: number): void {
    const end = singleQuotedEnd(this.source, textStart)
    if (end < 0) this.emit(Kind.TemplateText, this.source.length)
    else this.emit(Kind.String, end)
  }

  private doubleQuoted(textStart: number): void {
    const end = plainDoubleQuotedEnd(this.source, textStart)
    this.emit(end < 0 ? Kind.TemplateStart : Kind.String, end < 0 ? textStart : end)
    if (end < 0) this.mode = Mode.DoubleQuotes
  }

  /** A comment, or division. */
  private slash(): void {
    const {source, at} = this
    const next = source.charCodeAt(at + 1)
    if (next === 47) this.at = lineCommentEnd(source, at)
    else if (next === 42) {
      const end = source.indexOf('*/', at + 2)
      this.at = end < 0 ? source.length : end + 2
    } else this.operator(47)
  }

  /** A heredoc, `</script>` or a comparison. */
  private lessThan(): void {
    const {source, at} = this
    if (source.startsWith('<<<', at) && document(this, at)) return
    const end = this.inScriptTag ? scriptEnd(source, at) : -1
    if (end < 0) this.operator(60)
    else this.closeTag(end)
  }

  /** The line end right after a closing tag belongs to it. */
  private closeTag(end: number): void {
    this.emit(Kind.CloseTag, newlineEnd(this.source, end))
    this.mode = Mode.Html
  }
}
