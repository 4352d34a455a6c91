/** Where the pieces of text with variables in it end: `"…"`, backticks, heredocs and nowdocs. */
import {isLabel, isLabelStart} from './characters.ts'
import {isBlank, labelEnd, newlineEnd, numberEnd, startsInterpolation} from './lexemes.ts'

const DOUBLE_QUOTE = 34

/** The label of a heredoc or nowdoc that opens at `at` (at its `<<<`), and where its text starts. */
interface DocumentStart {
  label: string
  /** A nowdoc has no variables. */
  plain: boolean
  end: number
}

/** Reads `<<<X`, `<<<"X"` or `<<<'X'` with its line end. */
export function documentStart(source: string, at: number): DocumentStart | undefined {
  let start = at + 3
  while (isBlank(source.charCodeAt(start))) start++
  const quote = source.charCodeAt(start)
  const quoted = quote === 39 || quote === DOUBLE_QUOTE
  if (quoted) start++
  if (!isLabelStart(source.charCodeAt(start))) return undefined
  const labelStop = labelEnd(source, start)
  if (quoted && source.charCodeAt(labelStop) !== quote) return undefined
  const lineEnd = quoted ? labelStop + 1 : labelStop
  const end = newlineEnd(source, lineEnd)
  return end === lineEnd ? undefined : {label: source.slice(start, labelStop), plain: quote === 39, end}
}

/**
 * After the closing label of a heredoc when the line at `at` is it: since PHP 7.3 it may be indented, and anything
 * but a label character may follow. -1 when the line is text.
 */
export function documentEnd(source: string, at: number, label: string): number {
  let start = at
  while (isBlank(source.charCodeAt(start))) start++
  const end = start + label.length
  return source.startsWith(label, start) && !isLabel(source.charCodeAt(end)) ? end : -1
}

/** Where the text of a heredoc stops, and where its closing label ends if that is why. */
export function documentTextEnd(
  source: string,
  at: number,
  label: string,
  plain: boolean,
): {end: number; close: number} {
  for (let end = at; end < source.length; ) {
    const code = source.charCodeAt(end)
    const line = newlineEnd(source, end)
    if (line > end) {
      const close = documentEnd(source, line, label)
      if (close >= 0) return {end: line, close}
      end = line
    } else if (plain) end++
    else if (startsInterpolation(source, end, code)) return {end, close: -1}
    // A backslash does not hide the line end after it.
    else end += code === 92 && newlineEnd(source, end + 1) === end + 1 ? 2 : 1
  }
  return {end: source.length, close: -1}
}

/** Where a piece of text in `"…"` or backticks stops: at its quote, at a variable, or at the end. */
export function quotedTextEnd(source: string, at: number, quote: number): number {
  let end = at
  while (end < source.length) {
    const code = source.charCodeAt(end)
    if (code === quote || startsInterpolation(source, end, code)) return end
    end += code === 92 ? 2 : 1
  }
  return source.length
}

/** A key such as `0x1F` or `12`; there are no fractions in it. */
export function offsetNumberEnd(source: string, at: number): number {
  const dot = source.slice(at, numberEnd(source, at)).search(/[.eE+-]/)
  const isHexadecimal = /^0x/i.test(source.slice(at, at + 2))
  return dot < 0 || isHexadecimal ? numberEnd(source, at) : at + dot
}
