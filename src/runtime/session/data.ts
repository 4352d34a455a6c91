/** The variables of one session: read lazily, written back with everything untouched as it was. */
import type {ByteString, Codec} from '../codec.ts'
import {decodeValue} from './decode.ts'
import {readDocument, type SessionDocument, type Span} from './document.ts'
import {SessionWriter} from './encode.ts'
import {nameProblem, type SessionFormat} from './format.ts'
import type {EncodedValue, SessionInput, SessionValue} from './values.ts'

/** A variable: of the data that was read, set anew, or set anew with references to what was read. */
type Entry = {span: Span} | {encoded: EncodedValue} | {value: SessionInput}

export class SessionData {
  readonly #codec: Codec
  readonly #original: Buffer
  readonly #document: SessionDocument
  readonly #entries = new Map<ByteString, Entry>()
  #isChanged = false

  /** Throws when the bytes are not data of the format. */
  constructor(bytes: Buffer, codec: Codec, format: SessionFormat = 'php') {
    this.#codec = codec
    this.#original = bytes
    this.#document = readDocument(bytes.toString('latin1'), format)
    for (const [name, span] of this.#document.entries) this.#entries.set(name, {span})
  }

  get(name: string): SessionValue | undefined {
    const entry = this.#entries.get(this.#codec.encodeByteString(name))
    if (entry === undefined) return undefined
    if ('span' in entry) return decodeValue(this.#document, entry.span, this.#codec)
    // As from the file: what is read is a copy, and plain lists and records are PHP arrays.
    return new SessionData(this.#write([['', entry]], 'php'), this.#codec).get('')
  }

  has(name: string): boolean {
    return this.#entries.has(this.#codec.encodeByteString(name))
  }

  keys(): string[] {
    return Array.from(this.#entries.keys(), (name) => this.#codec.decodeByteString(name))
  }

  set(name: string, value: SessionInput): void {
    const bytes = this.#codec.encodeByteString(name)
    const problem = nameProblem(bytes, this.#document.format)
    if (problem !== undefined) throw new TypeError(`${problem}: ${JSON.stringify(name)}`)
    // Encoded at once: as in PHP, what becomes of the value afterwards does not change the session.
    const encoded = new SessionWriter(this.#codec, 'php', true).encode(value)
    this.#entries.set(bytes, encoded === undefined ? {value} : {encoded})
    this.#isChanged = true
  }

  delete(name: string): void {
    if (this.#entries.delete(this.#codec.encodeByteString(name))) this.#isChanged = true
  }

  clear(): void {
    this.#isChanged ||= this.#entries.size > 0
    this.#entries.clear()
  }

  /** The data to be written, or `undefined` when it is what was read. */
  changedBytes(): Buffer | undefined {
    if (!this.#isChanged) return undefined
    const bytes = this.#write([...this.#entries], this.#document.format)
    return bytes.equals(this.#original) ? undefined : bytes
  }

  /** The data as it is now. */
  bytes(): Buffer {
    return this.changedBytes() ?? this.#original
  }

  #write(entries: readonly [ByteString, Entry][], format: SessionFormat): Buffer {
    const counts = this.#document.hasReferences || entries.some(([, entry]) => 'value' in entry)
    const writer = new SessionWriter(this.#codec, format, counts, this.#document)
    for (const [name, entry] of entries) {
      writer.name(name)
      if ('span' in entry) writer.copy(this.#document, entry.span)
      else if ('encoded' in entry) writer.copyEncoded(entry.encoded)
      else writer.value(entry.value)
    }
    return writer.finish()
  }
}
