/** Where the pieces of PHP's lexical grammar end: functions from a position to the position after. */
import {isDigit, isLabel, isLabelStart, isSpace} from './characters.ts'

const NEWLINE = 10
const RETURN = 13
const DOUBLE_QUOTE = 34
const DOLLAR = 36
const DOT = 46
const BACKSLASH = 92
const UNDERSCORE = 95
const OPEN_BRACE = 123

/** After a label that starts at `at`. */
export function labelEnd(source: string, at: number): number {
  let end = at + 1
  while (isLabel(source.charCodeAt(end))) end++
  return end
}

/** After a name with its namespaces, `A\B`. */
export function qualifiedNameEnd(source: string, at: number): number {
  let end = source.charCodeAt(at) === BACKSLASH ? at : labelEnd(source, at)
  while (source.charCodeAt(end) === BACKSLASH && isLabelStart(source.charCodeAt(end + 1)))
    end = labelEnd(source, end + 1)
  return end
}

/** After one line end at `at`, if there is one: `\n`, `\r\n` or `\r`. */
export function newlineEnd(source: string, at: number): number {
  const code = source.charCodeAt(at)
  if (code === RETURN) return source.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1
  return code === NEWLINE ? at + 1 : at
}

/** After a `//` or `#` comment: at its line end, or at the `?>` that ends it. */
export function lineCommentEnd(source: string, at: number): number {
  for (let end = at; end < source.length; end++) {
    const code = source.charCodeAt(end)
    if (code === NEWLINE || code === RETURN) return end
    if (code === 63 && source.charCodeAt(end + 1) === 62) return end
  }
  return source.length
}

/** After the digits of a number: `digits(_digits)*`. */
function digitsEnd(source: string, at: number, isOne: (code: number) => boolean): number {
  let end = at
  while (
    isOne(source.charCodeAt(end)) ||
    (source.charCodeAt(end) === UNDERSCORE && end > at && isOne(source.charCodeAt(end + 1)))
  ) {
    end++
  }
  return end
}

const isHexadecimal = (code: number): boolean => isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102)
const isBinary = (code: number): boolean => code === 48 || code === 49
const isOctal = (code: number): boolean => code >= 48 && code <= 55

/** After an integer or float, which starts with a digit or with `.` and a digit. */
export function numberEnd(source: string, at: number): number {
  if (source.charCodeAt(at) === 48) {
    const base = source.charCodeAt(at + 1) | 32
    const isOne = base === 120 ? isHexadecimal : base === 98 ? isBinary : base === 111 ? isOctal : undefined
    if (isOne?.(source.charCodeAt(at + 2))) return digitsEnd(source, at + 2, isOne)
  }
  let end = digitsEnd(source, at, isDigit)
  if (source.charCodeAt(end) === DOT) end = digitsEnd(source, end + 1, isDigit)
  if ((source.charCodeAt(end) | 32) === 101) {
    const sign = source.charCodeAt(end + 1)
    const exponent = sign === 43 || sign === 45 ? end + 2 : end + 1
    if (isDigit(source.charCodeAt(exponent))) end = digitsEnd(source, exponent, isDigit)
  }
  return end
}

/** After the closing quote of a `'…'` whose text starts at `at`; -1 when it has none. */
export function singleQuotedEnd(source: string, at: number): number {
  for (let end = at; end < source.length; end++) {
    const code = source.charCodeAt(end)
    if (code === 39) return end + 1
    if (code === BACKSLASH) end++
  }
  return -1
}

/** After the closing quote of a `"…"` whose text starts at `at`; -1 when variables come first, or the end. */
export function plainDoubleQuotedEnd(source: string, at: number): number {
  for (let end = at; end < source.length; end++) {
    const code = source.charCodeAt(end)
    if (code === DOUBLE_QUOTE) return end + 1
    if (code === BACKSLASH) end++
    else if (startsInterpolation(source, end, code)) return -1
  }
  return -1
}

/** Whether `$name`, `${` or `{$` starts at `at`, where the character is `code`. */
export function startsInterpolation(source: string, at: number, code: number): boolean {
  if (code === DOLLAR) {
    const next = source.charCodeAt(at + 1)
    return next === OPEN_BRACE || isLabelStart(next)
  }
  return code === OPEN_BRACE && source.charCodeAt(at + 1) === DOLLAR
}

const CASTS = new Set('int integer bool boolean float double real string binary array object unset'.split(' '))

/** After a cast such as `( Int )` that starts at `at`; -1 when it is only a parenthesis. */
export function castEnd(source: string, at: number): number {
  let start = at + 1
  while (isBlank(source.charCodeAt(start))) start++
  if (!isLabelStart(source.charCodeAt(start))) return -1
  const end = labelEnd(source, start)
  let close = end
  while (isBlank(source.charCodeAt(close))) close++
  if (source.charCodeAt(close) !== 41 || end - start > 7) return -1
  return CASTS.has(source.slice(start, end).toLowerCase()) ? close + 1 : -1
}

export const isBlank = (code: number): boolean => code === 32 || code === 9

/** An opening tag at or after some place in inline HTML. */
interface OpenTag {
  start: number
  end: number
  kind: 'code' | 'echo' | 'script'
}

const OPEN_TAG =
  /<\?(?:=|php(?:[ \t\n]|\r\n?|$)|(?!xml))|<script[ \t\r\n]+language[ \t\r\n]*=[ \t\r\n]*(?:php|"php"|'php')[ \t\r\n]*>/gi

/**
 * The next opening tag: `<?php`, `<?=`, the short `<?` (an XML declaration is none), or `<script language="php">`,
 * which PHP 7 dropped.
 */
export function nextOpenTag(source: string, at: number): OpenTag | undefined {
  OPEN_TAG.lastIndex = at
  const found = OPEN_TAG.exec(source)
  if (!found) return undefined
  const kind = found[0] === '<?=' ? 'echo' : found[0].startsWith('<?') ? 'code' : 'script'
  return {start: found.index, end: found.index + found[0].length, kind}
}

const SCRIPT_END = /<\/script[ \t\r\n]*>/iy

/** After `</script>` at `at`; -1 when it is not there. */
export function scriptEnd(source: string, at: number): number {
  SCRIPT_END.lastIndex = at
  return SCRIPT_END.test(source) ? SCRIPT_END.lastIndex : -1
}

/** After white space that starts at `at`. */
export function spaceEnd(source: string, at: number): number {
  let end = at
  while (isSpace(source.charCodeAt(end))) end++
  return end
}
