/** Text and bytes without loss: what a PHP string holds can always be held by a JavaScript string, and comes out again. */

/** How the site's PHP strings are to be read. */
export type Charset = 'utf-8' | 'iso-8859-1'

/** A byte that is not part of valid UTF-8 is this plus the byte, a lone surrogate (Python's `surrogateescape`). */
const ESCAPE = 0xdc00

const utf8Decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})
const utf8Encoder = new TextEncoder()

/**
 * The text of bytes. In UTF-8 an invalid byte becomes the lone surrogate U+DC00+byte; ISO-8859-1 is one character a
 * byte. {@link encodeText} gives the same bytes back.
 */
export function decodeText(bytes: Uint8Array, charset: Charset = 'utf-8'): string {
  if (charset === 'iso-8859-1') return decodeLatin1(bytes)
  try {
    return utf8Decoder.decode(bytes)
  } catch {
    return decodeInvalidUtf8(bytes)
  }
}

/**
 * The bytes of a text. Throws a RangeError for a character that the charset does not have, rather than writing
 * another in its place.
 */
export function encodeText(text: string, charset: Charset = 'utf-8'): Uint8Array {
  if (charset === 'iso-8859-1') return encodeLatin1(text)
  return text.isWellFormed() ? utf8Encoder.encode(text) : encodeEscaped(text)
}

/** The length of the valid UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const second = bytes[at + 1] ?? 0
  if (first < 0xc2 || first > 0xf4) return 0
  if (first < 0xe0) return isTrail(second) ? 2 : 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high || !isTrail(bytes[at + 2] ?? 0)) return 0
  if (first < 0xf0) return 3
  return isTrail(bytes[at + 3] ?? 0) ? 4 : 0
}

function isTrail(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

function decodeInvalidUtf8(bytes: Uint8Array): string {
  const parts: string[] = []
  let valid = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    if (at > valid) parts.push(utf8Decoder.decode(bytes.subarray(valid, at)))
    parts.push(String.fromCharCode(ESCAPE + (bytes[at] ?? 0)))
    valid = ++at
  }
  parts.push(utf8Decoder.decode(bytes.subarray(valid)))
  return parts.join('')
}

function encodeEscaped(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (const run of text.split(/([\u{dc80}-\u{dcff}]+)/u)) {
    if (/^[\u{dc80}-\u{dcff}]/u.test(run)) {
      for (let at = 0; at < run.length; at++) bytes[length++] = run.charCodeAt(at) - ESCAPE
    } else {
      if (!run.isWellFormed()) throw new RangeError('A lone surrogate cannot be written in UTF-8')
      length += utf8Encoder.encodeInto(run, bytes.subarray(length)).written
    }
  }
  return bytes.slice(0, length)
}

function decodeLatin1(bytes: Uint8Array): string {
  let text = ''
  // An argument list has a limit; 8192 is far below it.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

function encodeLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0xff) {
      const point = (text.codePointAt(at) ?? code).toString(16).toUpperCase().padStart(4, '0')
      throw new RangeError(`The character U+${point} cannot be written in ISO-8859-1`)
    }
    bytes[at] = code
  }
  return bytes
}
