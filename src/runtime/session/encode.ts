/** Writes session data: values that were set anew, and spans of the old data, whose references are renumbered. */
import {isPhpArray} from '../../php/array.ts'
import {formatFloat, isPhpFloat} from '../../php/float.ts'
import {integerOfKey, normaliseKey, type PhpKey} from '../../php/key.ts'
import type {ByteString, Codec} from '../codec.ts'
import {type SessionDocument, type Span, skipKey, slotStart} from './document.ts'
import type {SessionFormat} from './format.ts'
import {HeadReader} from './heads.ts'
import {PhpObject, type SessionInput} from './values.ts'

/** Deeper than any page nests on purpose. */
const DEEPEST = 1000

/** Builds the data of a session; each value comes from a document or is new. */
export class SessionWriter {
  readonly #codec: Codec
  readonly #format: SessionFormat
  readonly #renumbers: boolean
  #text: ByteString = ''
  #count = 0
  #nextSlot = 1
  /** Where each old slot went, per document. */
  readonly #moved = new Map<SessionDocument, Map<number, number>>()

  /**
   * With `origin`, a document that holds references, values are counted so that references can be written; data without
   * references need not be.
   */
  constructor(codec: Codec, format: SessionFormat, origin?: SessionDocument) {
    this.#codec = codec
    this.#format = format
    this.#renumbers = origin?.hasReferences === true
    if (format !== 'php_serialize') return
    // The array around all variables is a value too, and stays the first.
    this.#nextSlot = 2
    if (origin?.format === format) this.#movedSlots(origin).set(1, 1)
  }

  /** The data with all that was written. */
  text(): ByteString {
    return this.#format === 'php_serialize' ? `a:${this.#count}:{${this.#text}}` : this.#text
  }

  /** Starts a variable. */
  name(name: ByteString): this {
    this.#count++
    switch (this.#format) {
      case 'php':
        this.#text += `${name}|`
        return this
      case 'php_binary':
        this.#text += String.fromCharCode(name.length) + name
        return this
      case 'php_serialize':
        this.#key(integerOfKey(normaliseKey(name)), name)
        return this
      default:
        return this.#format satisfies never
    }
  }

  /** Copies a value of the old data. */
  copy(document: SessionDocument, span: Span): void {
    if (!this.#renumbers && !document.hasReferences) {
      this.#text += document.text.slice(span.start, span.end)
      return
    }
    if (document.hasReferences && document.hasCustom) {
      throw new Error(
        'The session holds references beside an object that serialises itself: it can be read, not changed',
      )
    }
    this.#copyRenumbered(document, new HeadReader(document.text, span.start), span.slot)
  }

  /** Writes a new value. Throws a TypeError for what a session cannot hold. */
  value(value: SessionInput, depth = 0): void {
    if (depth > DEEPEST) throw new TypeError(`A session cannot hold arrays nested ${depth} deep, or one inside itself`)
    if (value instanceof PhpObject) {
      const {document, span} = PhpObject.origin(value)
      this.copy(document, span)
      return
    }
    this.#nextSlot++
    switch (typeof value) {
      case 'string':
        this.#string(this.#codec.encodeByteString(value))
        return
      case 'number':
        this.#text += Number.isSafeInteger(value) ? `i:${value + 0};` : `d:${formatFloat(value, 17)};`
        return
      case 'bigint':
        if (BigInt.asIntN(64, value) !== value) throw new TypeError(`${value} is beyond PHP's integers`)
        this.#text += `i:${value};`
        return
      case 'boolean':
        this.#text += value ? 'b:1;' : 'b:0;'
        return
      case 'object':
        if (value === null) this.#text += 'N;'
        else if (isPhpFloat(value)) this.#text += `d:${formatFloat(value.value, 17)};`
        else this.#array(entriesOf(value), depth)
        return
      default:
        throw new TypeError(`A session cannot hold a ${typeof value}`)
    }
  }

  #string(bytes: ByteString): void {
    this.#text += `s:${bytes.length}:"${bytes}";`
  }

  #key(integer: bigint | number | undefined, bytes: ByteString): void {
    if (integer === undefined) this.#string(bytes)
    else this.#text += `i:${integer};`
  }

  #array(entries: [PhpKey, SessionInput][], depth: number): void {
    this.#text += `a:${entries.length}:{`
    for (const [key, value] of entries) {
      this.#key(integerOfKey(key), this.#codec.encodeByteString(String(key)))
      this.value(value, depth + 1)
    }
    this.#text += '}'
  }

  /** Copies one value whose first slot was `slot`; gives the slot after it. */
  #copyRenumbered(document: SessionDocument, reader: HeadReader, slot: number): number {
    const start = reader.at
    const head = reader.next()
    const moved = this.#movedSlots(document)
    if (head.type === 'reference') {
      const target = moved.get(head.slot)
      if (target === undefined) {
        // What it referred to was changed or deleted: the value moves here.
        const at = slotStart(document, head.slot)
        this.#copyRenumbered(document, new HeadReader(document.text, at), head.slot)
      } else {
        this.#text += `${head.letter}:${target};`
        if (head.letter === 'r') this.#nextSlot++
      }
      return head.letter === 'r' ? slot + 1 : slot
    }
    moved.set(slot, this.#nextSlot++)
    this.#text += document.text.slice(start, reader.at)
    if (head.type !== 'array' && head.type !== 'object') return slot + 1
    let next = slot + 1
    for (let pair = 0; pair < head.count; pair++) {
      const key = reader.at
      skipKey(reader)
      this.#text += document.text.slice(key, reader.at)
      next = this.#copyRenumbered(document, reader, next)
    }
    reader.expect('}')
    this.#text += '}'
    return next
  }

  #movedSlots(document: SessionDocument): Map<number, number> {
    let moved = this.#moved.get(document)
    if (moved === undefined) {
      moved = new Map()
      this.#moved.set(document, moved)
    }
    return moved
  }
}

function entriesOf(value: object): [PhpKey, SessionInput][] {
  if (isPhpArray(value)) return [...value] as [PhpKey, SessionInput][]
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  return Object.entries(value).map(([key, item]) => [normaliseKey(key), item as SessionInput])
}
