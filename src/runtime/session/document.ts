/** Session data as it was read: where each value begins, so that what nobody touches goes back byte for byte. */
import type {ByteString} from '../codec.ts'
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
  /** By name, in the order of the file. */
  entries: Map<ByteString, Span>
  hasReferences: boolean
  /** An object wrote itself: how many values it holds is not known. */
  hasCustom: boolean
  /** Found when the first reference is followed. */
  slotStarts?: readonly number[]
}

/**
 * Reads data of the `php` serialize handler, `name|value` after each other. As in PHP, what follows the last value
 * without a `|` is ignored. Throws a {@link SerializedError} where PHP could not read on.
 */
export function readDocument(text: ByteString): SessionDocument {
  const document: SessionDocument = {text, entries: new Map(), hasReferences: false, hasCustom: false}
  readEntries(document)
  return document
}

function readEntries(document: SessionDocument, starts?: number[]): void {
  const {text} = document
  const reader = new HeadReader(text)
  let slot = 1
  for (;;) {
    const bar = text.indexOf('|', reader.at)
    if (bar < 0) return
    const name = text.slice(reader.at, bar)
    reader.at = bar + 1
    const first = slot
    slot += skipValue(reader, document, 0, starts)
    document.entries.set(name, {start: bar + 1, end: reader.at, slot: first})
  }
}

/** Where the value of a slot begins. Throws a {@link SerializedError} when there is no such value. */
export function slotStart(document: SessionDocument, slot: number): number {
  document.slotStarts ??= findSlotStarts(document.text)
  const start = document.slotStarts[slot - 1]
  if (start === undefined) throw new SerializedError(document.text.length)
  return start
}

function findSlotStarts(text: ByteString): number[] {
  const starts: number[] = []
  readEntries({text, entries: new Map(), hasReferences: false, hasCustom: false}, starts)
  return starts
}

/** Moves over one value and notes in the document what it meets; how many slots the value takes. */
export function skipValue(reader: HeadReader, document: SessionDocument, depth: number, starts?: number[]): number {
  if (depth > MAXIMUM_DEPTH) throw new SerializedError(reader.at)
  const start = reader.at
  const head = reader.next()
  if (head.type === 'reference') document.hasReferences = true
  if (head.type === 'custom') document.hasCustom = true
  // A PHP reference is the slot that it names, everything else is a slot of its own.
  if (head.type === 'reference' && head.letter === 'R') return 0
  starts?.push(start)
  let slots = 1
  if (head.type === 'array' || head.type === 'object') {
    for (let pair = 0; pair < head.count; pair++) {
      skipKey(reader)
      slots += skipValue(reader, document, depth + 1, starts)
    }
    reader.expect('}')
  }
  return slots
}

/** Reads an array key or property name, which is no slot. */
export function skipKey(reader: HeadReader): ByteString {
  const start = reader.at
  const head = reader.next()
  if (head.type !== 'int' && head.type !== 'string') throw new SerializedError(start)
  return head.text
}
