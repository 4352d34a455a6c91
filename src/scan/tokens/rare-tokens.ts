/** Tokens of code that are rare, or that change the mode. */
import {DIGIT, LABEL_START} from './characters.ts'
import {type Cursor, Mode} from './cursor.ts'
import {Kind} from './kinds.ts'
import {
  blockCommentEnd,
  lineCommentEnd,
  newlineEnd,
  numberEnd,
  plainDoubleQuotedEnd,
  qualifiedNameEnd,
  singleQuotedEnd,
} from './lexemes.ts'
import {pairAt, tripleAt} from './operators.ts'
import {scriptEnd} from './tags.ts'
import {document} from './text-modes.ts'
import {word} from './words.ts'

/** Reads such a token, which starts with `byte`, or a comment. */
export function rareToken(cursor: Cursor, byte: number): void {
  const {source, bytes, at} = cursor
  const next = bytes[at + 1] as number
  switch (byte) {
    case 34: // ", before variables
      cursor.emit(Kind.TemplateStart, at + 1)
      cursor.mode = Mode.DoubleQuotes
      break
    case 39: // ', without an end
      cursor.emit(Kind.TemplateText, cursor.length)
      break
    case 96: // `
      cursor.emit(Kind.TemplateStart, at + 1)
      cursor.mode = Mode.Backtick
      break
    case 35: // #
      // What follows `->` is no attribute, but a comment may.
      if (next === 91 && cursor.previous() !== Kind.Arrow) cursor.emit(Kind.Attribute, at + 2)
      else cursor.at = lineCommentEnd(bytes, at + 1, cursor.length, cursor.hasAspTags)
      break
    case 47: // /
      if (next === 47) cursor.at = lineCommentEnd(bytes, at + 2, cursor.length, cursor.hasAspTags)
      else if (next === 42) cursor.at = blockCommentEnd(source, at)
      else operator(cursor, byte)
      break
    case 63: // ?
      if (next === 62) closeTag(cursor, at + 2)
      else operator(cursor, byte)
      break
    case 37: // %
      if (next === 62 && cursor.hasAspTags) closeTag(cursor, at + 2)
      else operator(cursor, byte)
      break
    case 60: // <
      lessThan(cursor)
      break
    case 125: // }
      cursor.emit(byte, at + 1)
      cursor.leave()
      break
    case 92: // \
      if (LABEL_START[next]) cursor.emit(Kind.Name, qualifiedNameEnd(bytes, at + 1))
      else cursor.emit(byte, at + 1)
      break
    case 46: // .
      if (DIGIT[next]) cursor.emit(Kind.Number, numberEnd(bytes, at))
      else operator(cursor, byte)
      break
    case 66: // B
    case 98: // b
      if (cursor.previous() === Kind.Arrow || !binaryString(cursor, next)) word(cursor)
      break
    default:
      if (LABEL_START[byte]) word(cursor)
      else operator(cursor, byte)
  }
}

function operator(cursor: Cursor, byte: number): void {
  const {bytes, at} = cursor
  // Printable characters are tokens by themselves; others are not part of the language (PHP: "Invalid characters").
  const isPrintable = byte > 32 && byte < 127
  const triple = isPrintable ? tripleAt(bytes, at) : 0
  const pair = triple || !isPrintable ? triple : pairAt(bytes, at)
  if (pair) cursor.emit(pair, at + (triple ? 3 : 2))
  else cursor.emit(isPrintable ? byte : Kind.Invalid, at + 1)
}

/** `b'…'`, `b"…"` and `b<<<X`: the prefix belongs to the string. */
function binaryString(cursor: Cursor, next: number): boolean {
  const {source, bytes, at, length} = cursor
  if (next === 39) {
    const end = singleQuotedEnd(bytes, at + 2, length)
    cursor.emit(end ? Kind.String : Kind.TemplateText, end || length)
  } else if (next === 34) {
    const end = plainDoubleQuotedEnd(bytes, at + 2, length)
    cursor.emit(end ? Kind.String : Kind.TemplateStart, end || at + 2)
    if (!end) cursor.mode = Mode.DoubleQuotes
  } else return source.startsWith('<<<', at + 1) && document(cursor, at + 1)
  return true
}

/** A heredoc, `</script>` or a comparison. */
function lessThan(cursor: Cursor): void {
  const {source, at} = cursor
  if (source.startsWith('<<<', at) && document(cursor, at)) return
  const end = cursor.isInScriptTag ? scriptEnd(source, at) : 0
  if (end) closeTag(cursor, end)
  else operator(cursor, 60)
}

/** The line end right after a closing tag belongs to it. */
function closeTag(cursor: Cursor, end: number): void {
  cursor.emit(Kind.CloseTag, newlineEnd(cursor.bytes, end))
  cursor.mode = Mode.Html
}
