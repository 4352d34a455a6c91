/**
 * Where the pieces of PHP's lexical grammar end: functions from a position in the bytes of a source, after which there
 * are zeros, to the position after the piece. Where there is no such piece they say 0, which is never an end.
 */
import {BINARY, BLANK, DIGIT, HEXADECIMAL, LABEL, LABEL_START, OCTAL} from './characters.ts'
import {Kind} from './kinds.ts'

const NEWLINE = 10
const RETURN = 13
const DOUBLE_QUOTE = 34
const DOLLAR = 36
const PERCENT = 37
const QUOTE = 39
const CLOSE = 41
const DOT = 46
const GREATER = 62
const QUESTION = 63
const BACKSLASH = 92
const UNDERSCORE = 95
const OPEN_BRACE = 123

/** After what is left of a label. */
export function labelEnd(bytes: Uint8Array, at: number): number {
  let end = at
  while (LABEL[bytes[end] as number]) end++
  return end
}

/** After what is left of a name with namespaces, `A\B`. */
export function qualifiedNameEnd(bytes: Uint8Array, at: number): number {
  let end = labelEnd(bytes, at)
  while (bytes[end] === BACKSLASH && LABEL_START[bytes[end + 1] as number]) end = labelEnd(bytes, end + 1)
  return end
}

/** After one line end at `at`, if there is one: `\n`, `\r\n` or `\r`; else `at`. */
export function newlineEnd(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === RETURN) return bytes[at + 1] === NEWLINE ? at + 2 : at + 1
  return byte === NEWLINE ? at + 1 : at
}

/** After white space at `at`, if there is some. */
export function blanksEnd(bytes: Uint8Array, at: number): number {
  let end = at
  while (BLANK[bytes[end] as number]) end++
  return end
}

/** After a `//` or `#` comment: at its line end, or at the `?>` (of asp tags also the `%>`) that ends it. */
export function lineCommentEnd(bytes: Uint8Array, at: number, length: number, hasAspTags: boolean): number {
  let end = at
  while (end < length) {
    const byte = bytes[end]
    if (byte === NEWLINE || byte === RETURN) return end
    if (bytes[end + 1] === GREATER && (byte === QUESTION || (byte === PERCENT && hasAspTags))) return end
    end++
  }
  return length
}

/** After a comment that starts with `/*`. */
export function blockCommentEnd(source: string, at: number): number {
  const end = source.indexOf('*/', at + 2)
  return end < 0 ? source.length : end + 2
}

/** After digits of a class: `digits(_digits)*`. */
function digitsEnd(bytes: Uint8Array, at: number, digits: Uint8Array): number {
  let end = at
  while (digits[bytes[end] as number] || (bytes[end] === UNDERSCORE && end > at && digits[bytes[end + 1] as number]))
    end++
  return end
}

/** After an integer that starts with a digit: `12`, `1_000`, `0x1F`, `0b11`, `0o17`. */
export function integerEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 48) {
    const digits = digitsOfBase((bytes[at + 1] as number) | 32)
    if (digits?.[bytes[at + 2] as number]) return digitsEnd(bytes, at + 2, digits)
  }
  return digitsEnd(bytes, at, DIGIT)
}

function digitsOfBase(letter: number): Uint8Array | undefined {
  switch (letter) {
    case 120: // x
      return HEXADECIMAL
    case 98: // b
      return BINARY
    case 111: // o
      return OCTAL
    default:
      return undefined
  }
}

/** After an integer or float, which starts with a digit or with `.` and a digit. */
export function numberEnd(bytes: Uint8Array, at: number): number {
  let end = integerEnd(bytes, at)
  // 0x1F is followed by no fraction.
  if (end > at + 1 && !DIGIT[bytes[at + 1] as number] && bytes[at + 1] !== UNDERSCORE) return end
  if (bytes[end] === DOT) end = digitsEnd(bytes, end + 1, DIGIT)
  if (((bytes[end] as number) | 32) === 101) {
    const sign = bytes[end + 1]
    const exponent = sign === 43 || sign === 45 ? end + 2 : end + 1
    if (DIGIT[bytes[exponent] as number]) end = digitsEnd(bytes, exponent, DIGIT)
  }
  return end
}

/** After the closing quote of a `'…'` whose text starts at `at`; 0 when it has none before `length`. */
export function singleQuotedEnd(bytes: Uint8Array, at: number, length: number): number {
  for (let end = at; end < length; end++) {
    const byte = bytes[end]
    if (byte === QUOTE) return end + 1
    if (byte === BACKSLASH) end++
  }
  return 0
}

/** After the closing quote of a `"…"` whose text starts at `at`; 0 when variables come first, or the end. */
export function plainDoubleQuotedEnd(bytes: Uint8Array, at: number, length: number): number {
  for (let end = at; end < length; end++) {
    const byte = bytes[end] as number
    if (byte === DOUBLE_QUOTE) return end + 1
    if (byte === BACKSLASH) end++
    else if (startsInterpolation(bytes, end, byte)) return 0
  }
  return 0
}

/** Whether `$name`, `${` or `{$` starts at `at`, where the byte is `byte`. */
export function startsInterpolation(bytes: Uint8Array, at: number, byte: number): boolean {
  if (byte === DOLLAR) {
    const next = bytes[at + 1] as number
    return next === OPEN_BRACE || LABEL_START[next] === 1
  }
  return byte === OPEN_BRACE && bytes[at + 1] === DOLLAR
}

const CASTS = new Set('int integer bool boolean float double real string binary array object unset'.split(' '))
const LONGEST_CAST = 'integer'.length

/**
 * After a cast such as `( Int )` that starts at `at`; 0 when it is only a parenthesis. `(void)` is a cast since PHP 8.5,
 * and never where something is called or declared: `previous` is the kind of the token before.
 */
export function castEnd(source: string, bytes: Uint8Array, at: number, previous: number): number {
  const start = blanksEnd(bytes, at + 1)
  let end = start
  while (LABEL[bytes[end] as number] && end - start <= LONGEST_CAST) end++
  if (end === start) return 0
  const close = blanksEnd(bytes, end)
  if (bytes[close] !== CLOSE) return 0
  const type = source.slice(start, end).toLowerCase()
  const isCast = CASTS.has(type) || (type === 'void' && !isNamed(previous))
  return isCast ? close + 1 : 0
}

function isNamed(kind: number): boolean {
  return kind === Kind.Name || kind === Kind.Variable || kind === Kind.Function || kind === Kind.Fn
}
