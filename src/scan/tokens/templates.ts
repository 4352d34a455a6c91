/** Where the pieces of text with variables in it end: `"…"`, backticks, heredocs and nowdocs. */
import {LABEL, LABEL_START} from './characters.ts'
import {blanksEnd, labelEnd, newlineEnd, startsInterpolation} from './lexemes.ts'

const NEWLINE = 10
const RETURN = 13
const DOUBLE_QUOTE = 34
const QUOTE = 39
const BACKSLASH = 92

/** The label of a heredoc or nowdoc, and where its text starts. */
interface DocumentStart {
  label: string
  /** A nowdoc has no variables. */
  plain: boolean
  end: number
}

/** Reads `<<<X`, `<<<"X"` or `<<<'X'` at `at` with its line end. */
export function documentStart(source: string, bytes: Uint8Array, at: number): DocumentStart | undefined {
  let start = blanksEnd(bytes, at + 3)
  const quote = bytes[start]
  const quoted = quote === QUOTE || quote === DOUBLE_QUOTE
  if (quoted) start++
  if (!LABEL_START[bytes[start] as number]) return undefined
  const labelStop = labelEnd(bytes, start)
  if (quoted && bytes[labelStop] !== quote) return undefined
  const lineEnd = quoted ? labelStop + 1 : labelStop
  const end = newlineEnd(bytes, lineEnd)
  return end === lineEnd ? undefined : {label: source.slice(start, labelStop), plain: quote === QUOTE, end}
}

/**
 * After the closing label of a heredoc when the line at `at` is it: since PHP 7.3 it may be indented, and something
 * has to follow that is no label character. 0 when the line is text.
 */
export function documentEnd(source: string, bytes: Uint8Array, at: number, label: string): number {
  const start = blanksEnd(bytes, at)
  const end = start + label.length
  return end < source.length && source.startsWith(label, start) && !LABEL[bytes[end] as number] ? end : 0
}

/** Where the text of a heredoc stops, and where its closing label ends if that is why, else 0. */
export function documentTextEnd(
  source: string,
  bytes: Uint8Array,
  at: number,
  label: string,
  plain: boolean,
): {end: number; close: number} {
  for (let end = lineTextEnd(bytes, at, source.length, plain); end < source.length; ) {
    const line = newlineEnd(bytes, end)
    if (line === end) return {end, close: 0}
    const close = documentEnd(source, bytes, line, label)
    if (close) return {end: line, close}
    end = lineTextEnd(bytes, line, source.length, plain)
  }
  return {end: source.length, close: 0}
}

/** Where a line of a heredoc stops: at its line end, at a variable unless it is `plain`, or at `length`. */
function lineTextEnd(bytes: Uint8Array, at: number, length: number, plain: boolean): number {
  for (let end = at; end < length; end++) {
    const byte = bytes[end] as number
    if (byte === NEWLINE || byte === RETURN) return end
    if (plain) continue
    if (startsInterpolation(bytes, end, byte)) return end
    // A backslash does not hide the line end after it.
    if (byte === BACKSLASH && bytes[end + 1] !== NEWLINE && bytes[end + 1] !== RETURN) end++
  }
  return length
}

/** Where a piece of text in `"…"` or backticks stops: at its quote, at a variable, or at `length`. */
export function quotedTextEnd(bytes: Uint8Array, at: number, quote: number, length: number): number {
  let end = at
  while (end < length) {
    const byte = bytes[end] as number
    if (byte === quote || startsInterpolation(bytes, end, byte)) return end
    end += byte === BACKSLASH ? 2 : 1
  }
  return length
}
