/** `md5`, `sha1` and `crc32` of a text's bytes (RFC 1321, RFC 3174, ISO 3309). */
import {bytesOf} from './byte-string.ts'
import {type Charset, encodeText} from './charset.ts'
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

/** `crc32($text)`, a number from 0 to 2^32 - 1. */
export function crc32(text: PhpValue, charset: Charset = 'utf-8'): number {
  let sum = 0xffffffff
  for (const byte of bytesOf(textParameter(text), charset)) {
    sum ^= byte.charCodeAt(0)
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}

/** `md5($text)` in hexadecimal. */
export function md5(text: PhpValue, charset: Charset = 'utf-8'): string {
  const message = padded(encodeText(textParameter(text), charset), true)
  let state: [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let block = 0; block < message.byteLength; block += 64) {
    let [a, b, c, d] = state
    for (let step = 0; step < 64; step++) {
      const [mixed, word] = mixMd5(step, b, c, d)
      const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32)
      const shift = MD5_SHIFTS[step >> 4]?.[step % 4] ?? 0
      const sum = (a + mixed + constant + message.getUint32(block + word * 4, true)) | 0
      ;[a, b, c, d] = [d, (b + rotate(sum, shift)) | 0, b, c]
    }
    state = [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0]
  }
  return hexadecimal(state, true)
}

/** `sha1($text)` in hexadecimal. */
export function sha1(text: PhpValue, charset: Charset = 'utf-8'): string {
  const message = padded(encodeText(textParameter(text), charset), false)
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  const words = new Int32Array(80)
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let at = 0; at < 16; at++) words[at] = message.getUint32(block + at * 4)
    for (let at = 16; at < 80; at++) {
      words[at] = rotate((words[at - 3] ?? 0) ^ (words[at - 8] ?? 0) ^ (words[at - 14] ?? 0) ^ (words[at - 16] ?? 0), 1)
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
    for (let step = 0; step < 80; step++) {
      const sum = (rotate(a, 5) + mixSha1(step, b, c, d) + e + (words[step] ?? 0)) | 0
      ;[a, b, c, d, e] = [sum, a, rotate(b, 30), c, d]
    }
    for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) | 0
  }
  return hexadecimal(state, false)
}

const MD5_SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]

function mixMd5(step: number, b: number, c: number, d: number): [mixed: number, word: number] {
  if (step < 16) return [(b & c) | (~b & d), step]
  if (step < 32) return [(b & d) | (c & ~d), (5 * step + 1) % 16]
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) % 16]
  return [c ^ (b | ~d), (7 * step) % 16]
}

function mixSha1(step: number, b: number, c: number, d: number): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

/** The message, a 1 bit, zeros, and its length in bits. */
function padded(bytes: Uint8Array, isLittleEndian: boolean): DataView {
  const size = Math.ceil((bytes.length + 9) / 64) * 64
  const message = new Uint8Array(size)
  message.set(bytes)
  message[bytes.length] = 0x80
  const view = new DataView(message.buffer)
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, isLittleEndian)
  return view
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function hexadecimal(words: readonly number[], isLittleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(4))
  return words
    .map((word) => {
      view.setInt32(0, word, isLittleEndian)
      return view.getUint32(0).toString(16).padStart(8, '0')
    })
    .join('')
}
