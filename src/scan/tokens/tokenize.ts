/**
 * PHP's lexical grammar in one pass: PHP 4 to 8.5 in one mode. Takes any bytes, never throws and never recurses.
 * The modes are those of PHP's own scanner (Zend/zend_language_scanner.l), with its stack of modes for `{` and `}`.
 */
import {code} from './code-mode.ts'
import {Cursor, Mode} from './cursor.ts'
import {Kind} from './kinds.ts'
import {nextAspTag, nextOpenTag, usesAspTags} from './tags.ts'
import {heredoc, offset, quoted, variableName} from './text-modes.ts'
import {TokenMemory, type Tokens} from './tokens.ts'

const BACKTICK = 96
const DOUBLE_QUOTE = 34

/**
 * Splits a file, decoded as Latin-1, into PHP's tokens. They lie in `memory`: the next file that is given the same
 * overwrites them.
 */
export function tokenize(source: string, memory: TokenMemory = new TokenMemory()): Tokens {
  const cursor = new Cursor(source, memory)
  while (cursor.at < cursor.length) step(cursor)
  if (cursor.halted >= 0) cutData(cursor)
  return cursor.tokens()
}

function step(cursor: Cursor): void {
  switch (cursor.mode) {
    case Mode.Html:
      html(cursor)
      break
    case Mode.Code:
      code(cursor)
      break
    case Mode.Offset:
      offset(cursor)
      break
    case Mode.VariableName:
      variableName(cursor)
      break
    case Mode.Heredoc:
      heredoc(cursor)
      break
    default:
      quoted(cursor, cursor.mode === Mode.Backtick ? BACKTICK : DOUBLE_QUOTE)
  }
}

function html(cursor: Cursor): void {
  const {source, at} = cursor
  let tag = cursor.hasAspTags ? nextAspTag(source, at) : nextOpenTag(source, at)
  if (!tag && cursor.count === 0 && usesAspTags(source)) {
    cursor.hasAspTags = true
    tag = nextAspTag(source, at)
  }
  const end = tag?.start ?? cursor.length
  if (end > at) cursor.emit(Kind.InlineHtml, end)
  if (!tag) return
  cursor.emit(tag.kind === 'echo' ? Kind.OpenTagEcho : Kind.OpenTag, tag.end)
  cursor.isInScriptTag = tag.kind === 'script'
  cursor.mode = Mode.Code
}

/**
 * `__halt_compiler` ends the program after three more tokens, `(`, `)` and `;` or `?>`. PHP does not count opening
 * tags among them.
 */
function cutData(cursor: Cursor): void {
  let last = cursor.halted
  for (let more = 3; more > 0; ) {
    if (++last >= cursor.count) return
    if (cursor.kinds[last] !== Kind.OpenTag) more--
  }
  cursor.count = last + 1
  cursor.at = cursor.ends[last] as number
  if (cursor.at < cursor.length) cursor.emit(Kind.HaltData, cursor.length)
}
