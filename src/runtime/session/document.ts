/** Session data as it was read: where each value begins, so that what nobody touches goes back byte for byte. */
import type {ByteString} from '../codec.ts'
import type {SessionFormat} from './format.ts'
import {HeadReader, MAXIMUM_DEPTH, SerializedError} from './heads.ts'

/** A value inside a document. */
export interface Span {
  start: number
  end: number
  /** Its number among all values, which `R:` and `r:` refer to. */
  slot: number
}

/** The bytes of a session and where its values are. */
export interface SessionDocument {
  text: ByteString
  format: SessionFormat
  /** By name, in the order of the file. */
  entries: Map<ByteString, Span>
  /** How many values there are. */
  slots: number
  hasReferences: boolean
  /** An object wrote itself: how many values it holds is not known. */
  hasCustom: boolean
  /** Found when the first reference is followed. */
  slotStarts?: readonly number[]
}

/**
 * Reads the data of a session. Throws a {@link SerializedError} where PHP could not read on, and another error when
 * nothing of it is of this format. As in PHP, what follows the array of `php_serialize` is ignored.
 */
export function readDocument(text: ByteString, format: SessionFormat): SessionDocument {
  const document: SessionDocument = {text, format, entries: new Map(), slots: 0, hasReferences: false, hasCustom: false}
  try {
    readEntries(document)
  } catch (cause) {
    if (!(cause instanceof SerializedError) || document.entries.size > 0) throw cause
    // PHP would destroy the session. But it may be of another format, or encrypted, as those of all visitors then.
    const problem = `The session data is not in the format \`${format}\` of session.serialize_handler`
    throw new Error(`${problem}; it was left as it is`, {cause})
  }
  return document
}

function readEntries(document: SessionDocument, starts?: number[]): void {
  const reader = new HeadReader(document.text)
  let slot = 1
  const readValue = (name: ByteString): void => {
    const {at: start} = reader
    const slots = skipValue(reader, document, 0, starts)
    document.entries.set(name, {start, end: reader.at, slot})
    slot += slots
    document.slots = slot - 1
  }
  switch (document.format) {
    case 'php':
      while (reader.at < document.text.length) readValue(nameBeforeBar(reader))
      return
    case 'php_binary':
      while (reader.at < document.text.length) readValue(nameAfterLength(reader))
      return
    case 'php_serialize': {
      if (document.text === '') return
      const head = reader.next()
      if (head.type !== 'array') throw new SerializedError(0)
      // The array itself is the first value that `R:1` can name.
      starts?.push(0)
      slot = 2
      for (let pair = 0; pair < head.count; pair++) readValue(skipKey(reader))
      reader.expect('}')
      return
    }
    default:
      document.format satisfies never
  }
}

function nameBeforeBar(reader: HeadReader): ByteString {
  const bar = reader.text.indexOf('|', reader.at)
  if (bar < 0) throw new SerializedError(reader.at)
  const name = reader.text.slice(reader.at, bar)
  reader.at = bar + 1
  return name
}

/** One byte with the length, whose highest bit old versions of PHP set for a variable without a value. */
function nameAfterLength(reader: HeadReader): ByteString {
  const start = reader.at + 1
  const end = start + (reader.text.charCodeAt(reader.at) & 0x7f)
  if (end >= reader.text.length) throw new SerializedError(reader.at)
  reader.at = end
  return reader.text.slice(start, end)
}

/** Where the value of a slot begins. Throws a {@link SerializedError} when there is no such value. */
export function slotStart(document: SessionDocument, slot: number): number {
  document.slotStarts ??= findSlotStarts(document)
  const start = document.slotStarts[slot - 1]
  if (start === undefined) throw new SerializedError(document.text.length)
  return start
}

function findSlotStarts({text, format}: SessionDocument): number[] {
  const starts: number[] = []
  readEntries({text, format, entries: new Map(), slots: 0, hasReferences: false, hasCustom: false}, starts)
  return starts
}

/** Moves over one value and notes in the document what it meets; how many slots the value takes. */
export function skipValue(reader: HeadReader, document: SessionDocument, depth: number, starts?: number[]): number {
  if (depth > MAXIMUM_DEPTH) throw new SerializedError(reader.at)
  const start = reader.at
  if (reader.skipPlain()) {
    starts?.push(start)
    return 1
  }
  const head = reader.next()
  if (head.type === 'reference') document.hasReferences = true
  if (head.type === 'custom') document.hasCustom = true
  // A PHP reference is the slot that it names, everything else is a slot of its own.
  if (head.type === 'reference' && head.letter === 'R') return 0
  starts?.push(start)
  let slots = 1
  if (head.type === 'array' || head.type === 'object') {
    for (let pair = 0; pair < head.count; pair++) {
      moveOverKey(reader)
      slots += skipValue(reader, document, depth + 1, starts)
    }
    reader.expect('}')
  }
  return slots
}

function moveOverKey(reader: HeadReader): void {
  const letter = reader.text[reader.at]
  if ((letter !== 'i' && letter !== 's') || !reader.skipPlain()) throw new SerializedError(reader.at)
}

/** Reads an array key or property name, which is no slot. */
export function skipKey(reader: HeadReader): ByteString {
  const start = reader.at
  const head = reader.next()
  if (head.type !== 'int' && head.type !== 'string') throw new SerializedError(start)
  return head.text
}
