/** The modes of text with variables in it: `"…"`, backticks and heredocs, and the names and keys inside them. */
import {DIGIT, LABEL_START} from './characters.ts'
import {type Cursor, Mode} from './cursor.ts'
import {Kind} from './kinds.ts'
import {integerEnd, labelEnd, startsInterpolation} from './lexemes.ts'
import {documentEnd, documentStart, documentTextEnd, quotedTextEnd} from './templates.ts'

/** Opens the heredoc or nowdoc whose `<<<` is at `arrows`. */
export function document(cursor: Cursor, arrows: number): boolean {
  const {source, bytes} = cursor
  const start = documentStart(source, bytes, arrows)
  if (!start) return false
  cursor.emit(Kind.TemplateStart, start.end)
  const end = documentEnd(source, bytes, cursor.at, start.label)
  if (end) cursor.emit(Kind.TemplateEnd, end)
  else if (start.plain) nowdoc(cursor, start.label)
  else {
    cursor.labels.push(start.label)
    cursor.mode = Mode.Heredoc
  }
  return true
}

function nowdoc(cursor: Cursor, label: string): void {
  const text = documentTextEnd(cursor.source, cursor.bytes, cursor.at, label, true)
  if (text.end > cursor.at) cursor.emit(Kind.TemplateText, text.end)
  if (text.close) cursor.emit(Kind.TemplateEnd, text.close)
}

/** One piece of a heredoc. */
export function heredoc(cursor: Cursor): void {
  const {source, bytes, at} = cursor
  const text = documentTextEnd(source, bytes, at, cursor.labels.at(-1) ?? '', false)
  if (text.end === at) interpolation(cursor)
  else cursor.emit(Kind.TemplateText, text.end)
  if (!text.close) return
  cursor.emit(Kind.TemplateEnd, text.close)
  cursor.labels.pop()
  cursor.mode = Mode.Code
}

/** One piece of `"…"` or of backticks. */
export function quoted(cursor: Cursor, quote: number): void {
  const {bytes, at} = cursor
  const byte = bytes[at] as number
  if (byte === quote) {
    cursor.emit(Kind.TemplateEnd, at + 1)
    cursor.mode = Mode.Code
  } else if (startsInterpolation(bytes, at, byte)) interpolation(cursor)
  else cursor.emit(Kind.TemplateText, quotedTextEnd(bytes, at, quote, cursor.length))
}

/** `{$`, `${` or `$name`, the last with one `[key]` or `->property` at most. */
function interpolation(cursor: Cursor): void {
  const {bytes, at} = cursor
  if (bytes[at] === 123) {
    cursor.emit(Kind.CurlyOpen, at + 1)
    cursor.enter(Mode.Code)
  } else if (bytes[at + 1] === 123) {
    cursor.emit(Kind.DollarCurlyOpen, at + 2)
    cursor.enter(Mode.VariableName)
  } else {
    cursor.emit(Kind.Variable, labelEnd(bytes, at + 1))
    interpolatedPart(cursor)
  }
}

function interpolatedPart(cursor: Cursor): void {
  const {source, bytes, at} = cursor
  if (bytes[at] === 91) {
    cursor.emit(91, at + 1)
    cursor.enter(Mode.Offset)
    return
  }
  const arrow = source.startsWith('->', at) ? 2 : source.startsWith('?->', at) ? 3 : 0
  if (arrow && LABEL_START[bytes[at + arrow] as number]) {
    cursor.emit(Kind.Arrow, at + arrow)
    cursor.emit(Kind.Name, labelEnd(bytes, cursor.at))
  }
}

/** After `${`: a name, when `[` or `}` follows it; else an expression. */
export function variableName(cursor: Cursor): void {
  const {bytes, at} = cursor
  cursor.mode = Mode.Code
  if (!LABEL_START[bytes[at] as number]) return
  const end = labelEnd(bytes, at)
  if (bytes[end] === 91 || bytes[end] === 125) cursor.emit(Kind.VariableName, end)
}

/** Between `[` and `]` of `"$a[key]"`: one name, number or variable. */
export function offset(cursor: Cursor): void {
  const {bytes, at} = cursor
  const byte = bytes[at] as number
  if (byte === 93) {
    cursor.emit(byte, at + 1)
    cursor.leave()
  } else if (DIGIT[byte]) cursor.emit(Kind.Number, integerEnd(bytes, at))
  else if (LABEL_START[byte]) cursor.emit(Kind.Name, labelEnd(bytes, at))
  else if (byte === 36 && LABEL_START[bytes[at + 1] as number]) cursor.emit(Kind.Variable, labelEnd(bytes, at + 1))
  else if (" \n\r\t\\'#".includes(String.fromCharCode(byte))) cursor.leave()
  else cursor.emit(byte > 32 && byte < 127 ? byte : Kind.Invalid, at + 1)
}
