/** The site's charset over Node's buffers: fast where bytes are valid, without loss where they are not. */
import {isUtf8} from 'node:buffer'
import {type Charset, decodeText, encodeText} from '../php/charset.ts'

/** Bytes as a transport delivers them: one character, U+0000 to U+00FF, per byte. */
export type ByteString = string

/** Text to bytes and back; any byte in comes out as that byte. */
export interface Codec {
  readonly charset: Charset
  decode(bytes: Uint8Array): string
  /** Decodes text that holds one byte per character. */
  decodeByteString(bytes: ByteString): string
  /** Throws a RangeError for a character that the charset does not have. */
  encode(text: string): Buffer
  /** Encodes to text that holds one byte per character. */
  encodeByteString(text: string): ByteString
}

const utf8: Codec = {
  charset: 'utf-8',
  decode: (bytes) => (isUtf8(bytes) ? view(bytes).toString('utf8') : decodeText(bytes)),
  decodeByteString: (bytes) => (isAscii(bytes) ? bytes : utf8.decode(Buffer.from(bytes, 'latin1'))),
  encode: (text) => (text.isWellFormed() ? Buffer.from(text, 'utf8') : view(encodeText(text))),
  encodeByteString: (text) => (isAscii(text) ? text : utf8.encode(text).toString('latin1')),
}

const latin1: Codec = {
  charset: 'iso-8859-1',
  decode: (bytes) => view(bytes).toString('latin1'),
  decodeByteString: (bytes) => bytes,
  encode: (text) => view(encodeText(text, 'iso-8859-1')),
  encodeByteString: (text) => latin1.encode(text).toString('latin1'),
}

/** The codec of a charset, by any of the names that PHP sites write. Throws a RangeError for one that has none. */
export function codecOf(charset: string): Codec {
  switch (charset.toLowerCase()) {
    case 'utf-8':
    case 'utf8':
      return utf8
    case 'iso-8859-1':
    case 'latin1':
      return latin1
    default:
      throw new RangeError(`No codec for the charset \`${charset}\`: it is \`utf-8\` or \`iso-8859-1\``)
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function isAscii(text: string): boolean {
  if (text.length > 32) return !/[^\0-\x7f]/.test(text)
  // Of the many short ones this is faster.
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}
