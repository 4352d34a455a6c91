/** The modes of text with variables in it: `"…"`, backticks and heredocs, and the names and keys inside them. */
import {isDigit, isLabelStart} from './characters.ts'
import {type Cursor, Mode} from './cursor.ts'
import {Kind} from './kinds.ts'
import {labelEnd, startsInterpolation} from './lexemes.ts'
import {documentEnd, documentStart, documentTextEnd, offsetNumberEnd, quotedTextEnd} from './templates.ts'

/** Opens the heredoc or nowdoc whose `<<<` is at `arrows`. */
export function document(cursor: Cursor, arrows: number): boolean {
  const start = documentStart(cursor.source, arrows)
  if (!start) return false
  cursor.emit(Kind.TemplateStart, start.end)
  const end = documentEnd(cursor.source, cursor.at, start.label)
  if (end >= 0) cursor.emit(Kind.TemplateEnd, end)
  else if (start.plain) nowdoc(cursor, start.label)
  else {
    cursor.labels.push(start.label)
    cursor.mode = Mode.Heredoc
  }
  return true
}

function nowdoc(cursor: Cursor, label: string): void {
  const text = documentTextEnd(cursor.source, cursor.at, label, true)
  if (text.end > cursor.at) cursor.emit(Kind.TemplateText, text.end)
  if (text.close >= 0) cursor.emit(Kind.TemplateEnd, text.close)
}

/** One piece of a heredoc. */
export function heredoc(cursor: Cursor): void {
  const {source, at} = cursor
  const text = documentTextEnd(source, at, cursor.labels.at(-1) ?? '', false)
  if (text.end === at) interpolation(cursor, source.charCodeAt(at))
  else cursor.emit(Kind.TemplateText, text.end)
  if (text.close < 0) return
  cursor.emit(Kind.TemplateEnd, text.close)
  cursor.labels.pop()
  cursor.mode = Mode.Script
}

/** One piece of `"…"` or of backticks. */
export function quoted(cursor: Cursor, quote: number): void {
  const {source, at} = cursor
  const code = source.charCodeAt(at)
  if (code === quote) {
    cursor.emit(Kind.TemplateEnd, at + 1)
    cursor.mode = Mode.Script
  } else if (startsInterpolation(source, at, code)) interpolation(cursor, code)
  else cursor.emit(Kind.TemplateText, quotedTextEnd(source, at, quote))
}

/** `{$`, `${` or `$name`, the last with one `[key]` or `->property` at most. */
function interpolation(cursor: Cursor, code: number): void {
  const {source, at} = cursor
  if (code === 123) {
    cursor.emit(Kind.CurlyOpen, at + 1)
    cursor.enter(Mode.Script)
  } else if (source.charCodeAt(at + 1) === 123) {
    cursor.emit(Kind.DollarCurlyOpen, at + 2)
    cursor.enter(Mode.VariableName)
  } else {
    cursor.emit(Kind.Variable, labelEnd(source, at + 1))
    interpolatedPart(cursor)
  }
}

function interpolatedPart(cursor: Cursor): void {
  const {source, at} = cursor
  if (source.charCodeAt(at) === 91) {
    cursor.emit(91, at + 1)
    cursor.enter(Mode.Offset)
    return
  }
  const arrow = source.startsWith('->', at) ? 2 : source.startsWith('?->', at) ? 3 : 0
  if (arrow && isLabelStart(source.charCodeAt(at + arrow))) {
    cursor.emit(Kind.Arrow, at + arrow)
    cursor.emit(Kind.Name, labelEnd(source, cursor.at))
  }
}

/** After `${`: a name, when `[` or `}` follows it; else an expression. */
export function variableName(cursor: Cursor): void {
  const {source, at} = cursor
  cursor.mode = Mode.Script
  if (!isLabelStart(source.charCodeAt(at))) return
  const end = labelEnd(source, at)
  const next = source.charCodeAt(end)
  if (next === 91 || next === 125) cursor.emit(Kind.VariableName, end)
}

/** Between `[` and `]` of `"$a[key]"`: one name, number or variable. */
export function offset(cursor: Cursor): void {
  const {source, at} = cursor
  const code = source.charCodeAt(at)
  if (code === 93) {
    cursor.emit(code, at + 1)
    cursor.leave()
  } else if (isDigit(code)) cursor.emit(Kind.Number, offsetNumberEnd(source, at))
  else if (isLabelStart(code)) cursor.emit(Kind.Name, labelEnd(source, at))
  else if (code === 36 && isLabelStart(source.charCodeAt(at + 1))) cursor.emit(Kind.Variable, labelEnd(source, at + 1))
  else if (" \n\r\t\\'#".includes(source.charAt(at))) cursor.leave()
  else cursor.emit(code < 128 ? code : Kind.Invalid, at + 1)
}
