/** The mode of PHP code. */
import {BLANK, LABEL, LABEL_START, SPACE} from './characters.ts'
import {type Cursor, Mode} from './cursor.ts'
import {KEYWORD_LENGTHS, keywordKind} from './keywords.ts'
import {Kind} from './kinds.ts'
import {castEnd, numberEnd, plainDoubleQuotedEnd, singleQuotedEnd} from './lexemes.ts'
import {MAY_START, PAIRS} from './operators.ts'
import {rareToken} from './rare-tokens.ts'
import {isContextual} from './words.ts'

const BACKSLASH = 92

/** What a byte may start, as the number of its case in {@link code}; 0 is anything rare. */
const STARTS = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) if (LABEL_START[byte]) STARTS[byte] = 2
const CASES = [' \t\r\n', '', '$', ';,)[]@~', '=-.:+*%!<>&|^?/', "'", '"', '0123456789', '(', '{', '}']
for (const [index, characters] of CASES.entries())
  for (const character of characters) STARTS[character.charCodeAt(0)] = index + 1

/**
 * Tokens of code, until the mode changes or the source ends. The loop has what is in every line of code, with
 * variables of its own: for most of a scan it runs as bytecode, to which a call or a field is dear.
 */
export function code(cursor: Cursor): void {
  const {source, bytes, length, kinds, starts, ends} = cursor
  const firsts = STARTS
  const spaces = SPACE
  const labels = LABEL
  let {at, count} = cursor
  for (;;) {
    const byte = bytes[at] as number
    let kind = byte
    // 0 leaves the token to `rareToken`.
    let end = at + 1
    switch (firsts[byte]) {
      case 1: // white space
        while (spaces[bytes[end] as number]) end++
        at = end
        continue
      case 2: // a label
        while (labels[bytes[end] as number]) end++
        // Most names are no keyword by their first letter and length alone.
        kind = ((KEYWORD_LENGTHS[byte] as number) >> (end - at)) & 1 ? keywordKind(bytes, at, end) : Kind.Name
        if (bytes[end] === BACKSLASH || end - at === 1) end = 0
        else if (kind !== Kind.Name && isContextual(kind, kinds[count - 1] as number)) end = 0
        break
      case 3: // $
        if (LABEL_START[bytes[end] as number]) {
          kind = Kind.Variable
          while (labels[bytes[end] as number]) end++
        }
        break
      case 4: // a character that is a token by itself whatever follows
        break
      case 5: // a character that may be the first of an operator
        kind = PAIRS[(byte << 8) | (bytes[end] as number)] as number
        if (kind === 0) kind = byte
        else if (kind === MAY_START) end = 0
        else end++
        break
      case 6: // '
        kind = Kind.String
        end = singleQuotedEnd(bytes, end, length)
        break
      case 7: // "
        kind = Kind.String
        end = plainDoubleQuotedEnd(bytes, end, length)
        break
      case 8: // a digit
        kind = Kind.Number
        end = numberEnd(bytes, at)
        break
      case 9: // (
        if (LABEL_START[bytes[end] as number] || BLANK[bytes[end] as number]) {
          end = castEnd(source, bytes, at, kinds[count - 1] as number)
          if (end > 0) kind = Kind.Cast
          else end = at + 1
        }
        break
      case 10: // {
        cursor.blocks++
        break
      case 11: // }
        if (cursor.blocks > 0) cursor.blocks--
        else end = 0
        break
      default:
        end = 0
    }
    if (end > 0) {
      kinds[count] = kind
      starts[count] = at
      ends[count] = end
      count++
      at = end
    } else {
      cursor.at = at
      cursor.count = count
      if (at >= length) return
      rareToken(cursor, byte)
      if (cursor.mode !== Mode.Code) return
      at = cursor.at
      count = cursor.count
    }
  }
}
