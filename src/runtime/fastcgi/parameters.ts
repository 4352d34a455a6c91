/** FastCGI name-value pairs (FastCGI specification 1.0, section 3.4). */
import type {ByteString} from '../codec.ts'
import {ProtocolError} from './records.ts'

/** The pairs in their order; a name that comes twice has its last value. Throws a {@link ProtocolError} when cut off. */
export function decodeParameters(bytes: Buffer): Map<string, ByteString> {
  const parameters = new Map<string, ByteString>()
  // One conversion of all, of which names and values are parts: eighty small ones take longer than all the rest.
  const text = bytes.toString('latin1')
  let at = 0
  while (at < bytes.length) {
    const nameLength = readLength(bytes, at)
    at += sizeAt(bytes, at)
    const valueLength = readLength(bytes, at)
    at += sizeAt(bytes, at)
    const valueStart = at + nameLength
    at = valueStart + valueLength
    if (at > bytes.length) throw new ProtocolError('A parameter is cut off')
    parameters.set(text.slice(valueStart - nameLength, valueStart), text.slice(valueStart, at))
  }
  return parameters
}

/** Of a length: one byte, or four of which the first bit is set, also for a short one. */
function sizeAt(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) < 0x80 ? 1 : 4
}

function readLength(bytes: Buffer, at: number): number {
  const first = bytes[at]
  if (first === undefined) throw new ProtocolError('A parameter is cut off')
  if (first < 0x80) return first
  if (at + 4 > bytes.length) throw new ProtocolError('A parameter is cut off')
  return bytes.readUInt32BE(at) - 0x80000000
}

/** Pairs in their order; names and values hold one character per byte. */
export function encodeParameters(parameters: Iterable<readonly [string, ByteString]>): Buffer {
  const pairs = [...parameters]
  let length = 0
  for (const [name, value] of pairs)
    length += lengthSize(name.length) + lengthSize(value.length) + name.length + value.length
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const [name, value] of pairs) {
    at = writeLength(bytes, at, name.length)
    at = writeLength(bytes, at, value.length)
    at += bytes.write(name, at, 'latin1')
    at += bytes.write(value, at, 'latin1')
  }
  return bytes
}

function lengthSize(length: number): number {
  return length < 0x80 ? 1 : 4
}

function writeLength(bytes: Buffer, at: number, length: number): number {
  return length < 0x80 ? bytes.writeUInt8(length, at) : bytes.writeUInt32BE(length + 0x80000000, at)
}
