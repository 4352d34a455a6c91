/** Writes session data: values that were set anew, and spans of the old data, whose references are renumbered. */
import {isPhpArray} from '../../php/array.ts'
import {formatFloat, isPhpFloat} from '../../php/float.ts'
import {integerOfKey, normaliseKey, type PhpKey} from '../../php/key.ts'
import type {ByteString, Codec} from '../codec.ts'
import {ByteWriter} from './byte-writer.ts'
import {type SessionDocument, type Span, skipKey, slotStart} from './document.ts'
import type {SessionFormat} from './format.ts'
import {HeadReader} from './heads.ts'
import {type EncodedValue, PhpObject, type SessionInput} from './values.ts'

/** Deeper than any page nests on purpose. */
const DEEPEST = 1000

/** Builds the data of a session; each value comes from a document or is new. */
export class SessionWriter {
  readonly #codec: Codec
  readonly #format: SessionFormat
  readonly #counts: boolean
  readonly #out = new ByteWriter()
  #count = 0
  #nextSlot = 1
  #isMovable = true
  /** Where each old slot went, per document. */
  readonly #moved = new Map<SessionDocument, Uint32Array>()

  /**
   * With `counts`, values are counted so that references can be written; data without references need not be. `origin`
   * is the document whose variables are copied.
   */
  constructor(codec: Codec, format: SessionFormat, counts: boolean, origin?: SessionDocument) {
    this.#codec = codec
    this.#format = format
    this.#counts = counts
    if (format !== 'php_serialize') return
    // The array around all variables is a value too, and stays the first.
    this.#nextSlot = 2
    if (origin?.format === format) this.#movedSlots(origin)[1] = 1
  }

  /**
   * The value by itself; `undefined` when it holds references, which depend on what stands before it. Throws a
   * TypeError for what a session cannot hold.
   */
  encode(value: SessionInput): EncodedValue | undefined {
    this.value(value)
    return this.#isMovable ? {bytes: this.#out.finish(), slots: this.#nextSlot - 1} : undefined
  }

  /** The data with all that was written. */
  finish(): Buffer {
    const variables = this.#out.finish()
    if (this.#format !== 'php_serialize') return variables
    return Buffer.concat([Buffer.from(`a:${this.#count}:{`), variables, Buffer.from('}')])
  }

  /** Starts a variable. */
  name(name: ByteString): this {
    this.#count++
    switch (this.#format) {
      case 'php':
        this.#out.write(`${name}|`)
        return this
      case 'php_binary':
        this.#out.write(String.fromCharCode(name.length) + name)
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
    if (!this.#counts && !document.hasReferences) {
      this.#out.write(document.text.slice(span.start, span.end))
      return
    }
    if (document.hasReferences && document.hasCustom) {
      throw new Error(
        'The session holds references beside an object that serialises itself: it can be read, not changed',
      )
    }
    if (document.hasReferences) this.#isMovable = false
    this.#copyRenumbered(document, new HeadReader(document.text, span.start), span.slot)
  }

  /** Copies what {@link encodeInput} made. */
  copyEncoded({bytes, slots}: EncodedValue): void {
    this.#out.copy(bytes)
    this.#nextSlot += slots
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
        this.#out.write(Number.isSafeInteger(value) ? `i:${value + 0};` : `d:${formatFloat(value, 17)};`)
        return
      case 'bigint':
        if (BigInt.asIntN(64, value) !== value) throw new TypeError(`${value} is beyond PHP's integers`)
        this.#out.write(`i:${value};`)
        return
      case 'boolean':
        this.#out.write(value ? 'b:1;' : 'b:0;')
        return
      case 'object':
        if (value === null) this.#out.write('N;')
        else if (isPhpFloat(value)) this.#out.write(`d:${formatFloat(value.value, 17)};`)
        else this.#array(value, depth)
        return
      default:
        throw new TypeError(`A session cannot hold a ${typeof value}`)
    }
  }

  #string(bytes: ByteString): void {
    this.#out.write(`s:${bytes.length}:"${bytes}";`)
  }

  #key(integer: bigint | number | undefined, bytes: ByteString): void {
    if (integer === undefined) this.#string(bytes)
    else this.#out.write(`i:${integer};`)
  }

  #array(value: object, depth: number): void {
    if (Array.isArray(value)) {
      this.#out.write(`a:${value.length}:{`)
      for (const [index, item] of value.entries()) this.#entry(index, item as SessionInput, depth)
    } else if (isPhpArray(value)) {
      this.#out.write(`a:${value.size}:{`)
      for (const [key, item] of value) this.#entry(key, item as SessionInput, depth)
    } else {
      const keys = Object.keys(value)
      this.#out.write(`a:${keys.length}:{`)
      for (const key of keys) this.#entry(normaliseKey(key), (value as Record<string, SessionInput>)[key] as SessionInput, depth) // biome-ignore format: short
    }
    this.#out.write('}')
  }

  #entry(key: PhpKey, value: SessionInput, depth: number): void {
    if (typeof key === 'number') this.#out.write(`i:${key};`)
    else this.#key(integerOfKey(key), this.#codec.encodeByteString(key))
    this.value(value, depth + 1)
  }

  /** Copies one value whose first slot was `slot`; gives the slot after it. */
  #copyRenumbered(document: SessionDocument, reader: HeadReader, slot: number): number {
    const start = reader.at
    const head = reader.next()
    const moved = this.#movedSlots(document)
    if (head.type === 'reference') {
      const target = moved[head.slot]
      if (target === undefined || target === 0) {
        // What it referred to was changed or deleted: the value moves here.
        const at = slotStart(document, head.slot)
        this.#copyRenumbered(document, new HeadReader(document.text, at), head.slot)
      } else {
        this.#out.write(`${head.letter}:${target};`)
        if (head.letter === 'r') this.#nextSlot++
      }
      return head.letter === 'r' ? slot + 1 : slot
    }
    moved[slot] = this.#nextSlot++
    this.#out.write(document.text.slice(start, reader.at))
    if (head.type !== 'array' && head.type !== 'object') return slot + 1
    let next = slot + 1
    for (let pair = 0; pair < head.count; pair++) {
      const key = reader.at
      skipKey(reader)
      this.#out.write(document.text.slice(key, reader.at))
      next = this.#copyRenumbered(document, reader, next)
    }
    reader.expect('}')
    this.#out.write('}')
    return next
  }

  /** By old number; 0 for a value that was not written yet. */
  #movedSlots(document: SessionDocument): Uint32Array {
    let moved = this.#moved.get(document)
    if (moved === undefined) {
      moved = new Uint32Array(document.slots + 1)
      this.#moved.set(document, moved)
    }
    return moved
  }
}
