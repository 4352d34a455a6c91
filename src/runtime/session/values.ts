/** What a session can hold, as a handler sees it. */
import type {PhpArray} from '../../php/array.ts'
import type {PhpFloat} from '../../php/float.ts'
import type {SessionDocument, Span} from './document.ts'

/**
 * An object of a PHP class. A handler cannot look into it, but can keep it: it is written back as it was, also inside an
 * array that was changed.
 */
export class PhpObject {
  readonly className: string
  readonly #document: SessionDocument
  readonly #span: Span

  constructor(className: string, document: SessionDocument, span: Span) {
    this.className = className
    this.#document = document
    this.#span = span
  }

  /** Where the object came from; for the writer. */
  static origin(object: PhpObject): {document: SessionDocument; span: Span} {
    return {document: object.#document, span: object.#span}
  }
}

/**
 * A value read from a session. An integer is a number (a bigint beyond 2^53); a float is a number, or a `PhpFloat` when it
 * looks like an integer, so that it can be told from one.
 */
export type SessionValue = null | boolean | number | bigint | string | PhpFloat | PhpArray<SessionValue> | PhpObject

/** A value to be written: also a list, or a record whose keys become PHP's keys. */
export type SessionInput =
  | SessionValue
  | PhpArray<SessionInput>
  | readonly SessionInput[]
  | {readonly [key: string]: SessionInput}

/** A new value as it stands in every format, wherever it comes to stand. */
export interface EncodedValue {
  bytes: Buffer
  /** How many values it holds, itself included. */
  slots: number
}
