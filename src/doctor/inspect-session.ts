/** The contents of a session as a tree, with objects opened and references named. */
import type {Codec} from '../runtime/codec.ts'
import {readDocument, type SessionDocument} from '../runtime/session/document.ts'
import type {SessionFormat} from '../runtime/session/format.ts'
import {HeadReader} from '../runtime/session/heads.ts'
import type {ShownEntry, ShownValue} from './types.ts'

interface Walk {
  reader: HeadReader
  codec: Codec
  /** The place of each value, by the number that references have for it. */
  places: string[]
}

/** The variables in their order. Throws a SerializedError when the bytes are not data of the format. */
export function inspectSession(bytes: Buffer, format: SessionFormat, codec: Codec): ShownEntry[] {
  const document: SessionDocument = readDocument(bytes.toString('latin1'), format)
  // The array around all variables has a number too.
  const places = format === 'php_serialize' ? ['$_SESSION'] : []
  return Array.from(document.entries, ([name, {start}]): ShownEntry => {
    const key = codec.decodeByteString(name)
    return {key, value: inspect({reader: new HeadReader(document.text, start), codec, places}, key)}
  })
}

function inspect(walk: Walk, place: string): ShownValue {
  const {reader, codec, places} = walk
  const head = reader.next()
  if (head.type === 'reference' && head.letter === 'R') return {type: 'reference', to: places[head.slot - 1] ?? '?'}
  places.push(place)
  switch (head.type) {
    case 'null':
      return {type: 'null'}
    case 'true':
    case 'false':
      return {type: 'bool', value: head.type === 'true'}
    case 'int':
    case 'float':
      return {type: head.type, value: head.text}
    case 'string':
      return {type: 'string', value: codec.decodeByteString(head.text), bytes: head.text.length}
    case 'enum':
      return {type: 'enum', case: codec.decodeByteString(head.name.replace(':', '::'))}
    case 'custom':
      return {type: 'serializable', class: codec.decodeByteString(head.className)}
    case 'reference':
      return {type: 'same object', to: places[head.slot - 1] ?? '?'}
    case 'array':
      return {type: 'array', entries: inspectEntries(walk, head.count, place)}
    case 'object':
      return {
        type: 'object',
        class: codec.decodeByteString(head.className),
        entries: inspectEntries(walk, head.count, place).map(property),
      }
    default:
      return head satisfies never
  }
}

function inspectEntries(walk: Walk, count: number, place: string): ShownEntry[] {
  const entries = Array.from({length: count}, (): ShownEntry => {
    const head = walk.reader.next()
    const key = 'text' in head ? walk.codec.decodeByteString(head.text) : ''
    return {key, value: inspect(walk, `${place}.${key.replace(/^\0.*\0/s, '')}`)}
  })
  walk.reader.expect('}')
  return entries
}

/** PHP writes `\0*\0name` for a protected property and `\0Class\0name` for a private one. */
function property({key, value}: ShownEntry): ShownEntry {
  const [, owner, name] = /^\0(.*)\0(.*)$/s.exec(key) ?? []
  if (name === undefined) return {key, value}
  return {key: name, visibility: owner === '*' ? 'protected' : 'private', value}
}
