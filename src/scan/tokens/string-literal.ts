/** The value of a quoted string without variables. */
import {decodeText} from '../text.ts'

// PHP manual, "Strings": escapes of double-quoted text and heredocs.
const ESCAPE = /\\(?:([nrtvef\\$"`])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]+)\})/g
const NAMED: Record<string, string> = {n: '\n', r: '\r', t: '\t', v: '\v', e: '\x1b', f: '\f'}

/** The value of a string token, quotes included in `raw`; `raw` and the value are Latin-1 characters, that is bytes. */
export function stringBytes(raw: string): string {
  const open = (raw.charCodeAt(0) | 32) === 98 ? 1 : 0 // b'…'
  const text = raw.slice(open + 1, -1)
  if (!text.includes('\\')) return text
  return raw[open] === "'" ? text.replace(/\\([\\'])/g, '$1') : unescapeTemplate(text)
}

/** The value of text between interpolations, or of a heredoc. */
export function unescapeTemplate(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (whole, name?: string, octal?: string, hexadecimal?: string, point?: string) => {
    if (name !== undefined) return NAMED[name] ?? name
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    if (hexadecimal !== undefined) return String.fromCharCode(Number.parseInt(hexadecimal, 16))
    const code = Number.parseInt(point ?? '', 16)
    return code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)).toString('latin1') : whole
  })
}

/** The value of a string token as text. */
export function stringValue(raw: string): string {
  return decodeText(stringBytes(raw))
}
