/**
 * PHP's lexical grammar in one pass: PHP 4 to 8.5 in one mode. Takes any bytes, never throws and never recurses.
 * The modes are those of PHP's own scanner (Zend/zend_language_scanner.l), with its stack of modes for `{` and `}`.
 */
import {isDigit, isLabelStart} from './characters.ts'
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
  startsInterpolation,
} from './lexemes.ts'
import {operatorAt} from './operators.ts'
import {documentEnd, documentStart, documentTextEnd, offsetNumberEnd, quotedTextEnd} from './templates.ts'
import {Kind, keywordKind} from './token-kinds.ts'
import {TokenList, type Tokens} from './tokens.ts'

/** Splits a file, decoded as Latin-1, into PHP's tokens. */
export function tokenize(source: string): Tokens {
  const tokenizer = new Tokenizer(source)
  tokenizer.run()
  const {count, kinds, starts, ends} = tokenizer.tokens
  return {source, count, kinds, starts, ends}
}

const Mode = {Html: 0, Script: 1, DoubleQuotes: 2, Backtick: 3, Heredoc: 4, Offset: 5, VariableName: 6} as const

/** A file has rarely more than one token for this many bytes. */
const BYTES_PER_TOKEN = 5

class Tokenizer {
  readonly tokens: TokenList
  private readonly source: string
  private at = 0
  private mode: number = Mode.Html
  private readonly modes: number[] = []
  /** Labels of the heredocs we are in. */
  private readonly labels: string[] = []
  /** Whether PHP was entered by `<script language="php">`, so that `</script>` leaves it. */
  private inScriptTag = false
  /** The token after which `__halt_compiler` ends the program. */
  private lastToken = Number.POSITIVE_INFINITY

  constructor(source: string) {
    this.source = source
    this.tokens = new TokenList(16 + Math.ceil(source.length / BYTES_PER_TOKEN))
  }

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
        this.offset()
        break
      case Mode.VariableName:
        this.variableName()
        break
      case Mode.Heredoc:
        this.heredoc()
        break
      default:
        this.quoted(this.mode === Mode.Backtick ? 96 : 34)
    }
  }

  private emit(kind: number, end: number): void {
    this.tokens.add(kind, this.at, end)
    this.at = end
  }

  private pop(): void {
    this.mode = this.modes.pop() ?? this.mode
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
          this.modes.push(Mode.Script)
          this.emit(code, at + 1)
          break
        case 125: // }
          this.emit(code, at + 1)
          this.pop()
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
    else return next === 60 && this.source.startsWith('<<<', this.at + 1) && this.document(this.at + 1)
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
    if (source.startsWith('<<<', at) && this.document(at)) return
    const end = this.inScriptTag ? scriptEnd(source, at) : -1
    if (end < 0) this.operator(60)
    else this.closeTag(end)
  }

  /** The line end right after a closing tag belongs to it. */
  private closeTag(end: number): void {
    this.emit(Kind.CloseTag, newlineEnd(this.source, end))
    this.mode = Mode.Html
  }

  /** Opens the heredoc or nowdoc whose `<<<` is at `arrows`. */
  private document(arrows: number): boolean {
    const start = documentStart(this.source, arrows)
    if (!start) return false
    this.emit(Kind.TemplateStart, start.end)
    const end = documentEnd(this.source, this.at, start.label)
    if (end >= 0) this.emit(Kind.TemplateEnd, end)
    else if (start.plain) this.nowdoc(start.label)
    else {
      this.labels.push(start.label)
      this.mode = Mode.Heredoc
    }
    return true
  }

  private nowdoc(label: string): void {
    const text = documentTextEnd(this.source, this.at, label, true)
    if (text.end > this.at) this.emit(Kind.TemplateText, text.end)
    if (text.close >= 0) this.emit(Kind.TemplateEnd, text.close)
  }

  /** One piece of a heredoc. */
  private heredoc(): void {
    const {source, at} = this
    const text = documentTextEnd(source, at, this.labels.at(-1) ?? '', false)
    if (text.end === at) this.interpolation(source.charCodeAt(at))
    else this.emit(Kind.TemplateText, text.end)
    if (text.close < 0) return
    this.emit(Kind.TemplateEnd, text.close)
    this.labels.pop()
    this.mode = Mode.Script
  }

  /** One piece of `"…"` or of backticks. */
  private quoted(quote: number): void {
    const {source, at} = this
    const code = source.charCodeAt(at)
    if (code === quote) {
      this.emit(Kind.TemplateEnd, at + 1)
      this.mode = Mode.Script
    } else if (startsInterpolation(source, at, code)) this.interpolation(code)
    else this.emit(Kind.TemplateText, quotedTextEnd(source, at, quote))
  }

  /** `{$`, `${` or `$name`, the last with one `[key]` or `->property` at most. */
  private interpolation(code: number): void {
    const {source, at} = this
    if (code === 123) {
      this.modes.push(this.mode)
      this.emit(Kind.CurlyOpen, at + 1)
      this.mode = Mode.Script
    } else if (source.charCodeAt(at + 1) === 123) {
      this.modes.push(this.mode)
      this.emit(Kind.DollarCurlyOpen, at + 2)
      this.mode = Mode.VariableName
    } else {
      this.emit(Kind.Variable, labelEnd(source, at + 1))
      this.interpolatedPart()
    }
  }

  private interpolatedPart(): void {
    const {source, at} = this
    if (source.charCodeAt(at) === 91) {
      this.modes.push(this.mode)
      this.emit(91, at + 1)
      this.mode = Mode.Offset
      return
    }
    const arrow = source.startsWith('->', at) ? 2 : source.startsWith('?->', at) ? 3 : 0
    if (arrow && isLabelStart(source.charCodeAt(at + arrow))) {
      this.emit(Kind.Arrow, at + arrow)
      this.emit(Kind.Name, labelEnd(source, this.at))
    }
  }

  /** After `${`: a name, when `[` or `}` follows it; else an expression. */
  private variableName(): void {
    const {source, at} = this
    this.mode = Mode.Script
    if (!isLabelStart(source.charCodeAt(at))) return
    const end = labelEnd(source, at)
    const next = source.charCodeAt(end)
    if (next === 91 || next === 125) this.emit(Kind.VariableName, end)
  }

  /** Between `[` and `]` of `"$a[key]"`: one name, number or variable. */
  private offset(): void {
    const {source, at} = this
    const code = source.charCodeAt(at)
    if (code === 93) {
      this.emit(code, at + 1)
      this.pop()
    } else if (isDigit(code)) this.emit(Kind.Number, offsetNumberEnd(source, at))
    else if (isLabelStart(code)) this.emit(Kind.Name, labelEnd(source, at))
    else if (code === 36 && isLabelStart(source.charCodeAt(at + 1))) this.emit(Kind.Variable, labelEnd(source, at + 1))
    else if (" \n\r\t\\'#".includes(source.charAt(at))) this.pop()
    else this.emit(code < 128 ? code : Kind.Invalid, at + 1)
  }
}
