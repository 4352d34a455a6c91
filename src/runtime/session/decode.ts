/** Serialised session values as JavaScript values. */
import {PhpArray} from '../../php/array.ts'
import {float} from '../../php/float.ts'
import type {ByteString, Codec} from '../codec.ts'
import {type SessionDocument, type Span, skipKey, skipValue, slotStart} from './document.ts'
import {type Head, HeadReader, MAXIMUM_DEPTH, SerializedError} from './heads.ts'
import {PhpObject, type SessionValue} from './values.ts'

/** The value at a place of a document. Where PHP has a reference to an array, both places hold the same array. */
export function decodeValue(document: SessionDocument, span: Span, codec: Codec): SessionValue {
  const decoder: Decoder = {
    document,
    codec,
    reader: new HeadReader(document.text, span.start),
    slot: span.slot,
    arrays: new Map(),
  }
  return decode(decoder, 0)
}

interface Decoder {
  document: SessionDocument
  codec: Codec
  reader: HeadReader
  /** The slot of the next value. */
  slot: number
  /** Arrays by their slot, for references to them. */
  arrays: Map<number, PhpArray<SessionValue>>
}

function decode(decoder: Decoder, depth: number): SessionValue {
  const {reader, codec, document} = decoder
  if (depth > MAXIMUM_DEPTH) throw new SerializedError(reader.at)
  const start = reader.at
  const slot = decoder.slot
  const head = reader.next()
  if (!(head.type === 'reference' && head.letter === 'R')) decoder.slot++
  switch (head.type) {
    case 'null':
      return null
    case 'true':
      return true
    case 'false':
      return false
    case 'int':
      return integer(head.text)
    case 'float':
      return floatOf(head.text)
    case 'string':
      return codec.decodeByteString(head.text)
    case 'array':
      return decodeArray(decoder, head.count, depth, slot)
    case 'object':
    case 'custom':
    case 'enum':
      reader.at = start
      decoder.slot = slot + skipValue(reader, document, depth)
      return new PhpObject(codec.decodeByteString(classOf(head)), document, {start, end: reader.at, slot})
    case 'reference':
      return follow(decoder, head.slot, depth)
    default:
      return head satisfies never
  }
}

function decodeArray(decoder: Decoder, count: number, depth: number, slot: number): PhpArray<SessionValue> {
  const {reader, codec} = decoder
  const array = PhpArray.from<SessionValue>([])
  decoder.arrays.set(slot, array)
  for (let pair = 0; pair < count; pair++) {
    array.set(codec.decodeByteString(skipKey(reader)), decode(decoder, depth + 1))
  }
  reader.expect('}')
  return array
}

/** The value of another slot. */
function follow(decoder: Decoder, slot: number, depth: number): SessionValue {
  const start = slotStart(decoder.document, slot)
  const head = new HeadReader(decoder.document.text, start).next()
  const known = head.type === 'array' ? decoder.arrays.get(slot) : undefined
  if (known !== undefined) return known
  return decode({...decoder, reader: new HeadReader(decoder.document.text, start), slot}, depth + 1)
}

function classOf(head: Head & {type: 'object' | 'custom' | 'enum'}): ByteString {
  // An enum case is written `Class:Case`.
  return head.type === 'enum' ? (head.name.split(':', 1)[0] ?? '') : head.className
}

function integer(text: ByteString): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number + 0 : BigInt(text)
}

function floatOf(text: ByteString): SessionValue {
  // NaN, too, for the one way in which PHP and JavaScript differ: `INF`.
  const parsed = Number(text)
  const number = Number.isNaN(parsed) && text.endsWith('INF') ? Number(text.replace('INF', 'Infinity')) : parsed
  return Number.isInteger(number) ? float(number) : number
}
