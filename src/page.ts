/** The name of a source file, and how it is written for a terminal. */

/**
 * A file's path below the document root, with `/` between segments and no leading `/`: `admin/users.php`.
 * File names are bytes. A byte that is not part of valid UTF-8 is written `\xHH`, and a backslash that would
 * read as such an escape is written `\x5C`, so every name has one spelling and no name is lost.
 */
export type PagePath = string

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

/** The page path of a file name's bytes. Inverse of {@link bytesOfPagePath}. */
export function pagePathOfBytes(name: Uint8Array): PagePath {
  const bytes = Buffer.from(name.buffer, name.byteOffset, name.byteLength)
  return escapeLookalikes(bytes)
}

/** The bytes of a page path, as the file system has them. Inverse of {@link pagePathOfBytes}. */
export function bytesOfPagePath(path: PagePath): Buffer {
  if (!path.includes('\\x')) return Buffer.from(path, 'utf8')
  const parts = path.split(/\\x([0-9A-F]{2})/)
  return Buffer.concat(parts.map((part, index) => (index % 2 ? Buffer.from(part, 'hex') : Buffer.from(part, 'utf8'))))
}

/** Whether the file's name is valid UTF-8; web servers and URLs can't be trusted to agree on the others. */
export function isUtf8PagePath(path: PagePath): boolean {
  return decode(bytesOfPagePath(path)) !== undefined
}

/**
 * Text that came from the scanned tree, safe to print on a terminal: control characters, escape sequences, line and
 * paragraph separators and bidirectional overrides become visible `\xHH` or `\u{…}`.
 */
export function printable(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0
      return code < 0x100
        ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
        : `\\u{${code.toString(16).toUpperCase()}}`
    },
  )
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function escapeLookalikes(bytes: Buffer): string {
  const whole = decode(bytes)
  if (whole !== undefined) return whole.replace(/\\(?=x[0-9A-F]{2})/g, '\\x5C')
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    const piece = length ? bytes.subarray(at, at + length).toString('utf8') : `\\x${hex(bytes[at] ?? 0)}`
    const lookalike = piece === '\\' && /^x[0-9A-F]{2}/.test(bytes.toString('latin1', at + 1, at + 4))
    text += lookalike ? '\\x5C' : piece
    at += length || 1
  }
  return text
}

/** The length of the valid UTF-8 sequence that starts at `at`, or 0. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (decode(bytes.subarray(at, at + length)) !== undefined) return length
  }
  return 0
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}
