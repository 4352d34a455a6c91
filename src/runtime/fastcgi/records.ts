/** FastCGI records (FastCGI specification 1.0, section 3.3). */

/** Record types, section 8. */
export const RECORD = {
  beginRequest: 1,
  abortRequest: 2,
  endRequest: 3,
  params: 4,
  stdin: 5,
  stdout: 6,
  stderr: 7,
  getValues: 9,
  getValuesResult: 10,
  unknownType: 11,
} as const

const HEADER_LENGTH = 8
/** The largest content that needs no padding to a multiple of 8, as the specification recommends. */
const LARGEST_CONTENT = 65_528
/** What is sent of a large answer at once. */
export const LARGEST_PIECE = 4 * LARGEST_CONTENT

/** What a peer sent is not FastCGI; the connection cannot go on. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ProtocolError'
  }
}

const EMPTY = Buffer.alloc(0)

/** Takes records out of the bytes of a connection, however they are cut. */
export class RecordParser {
  #chunks: Buffer[] = []
  #length = 0
  #needed = HEADER_LENGTH

  /** Whether a record has begun that is not complete. */
  get isInside(): boolean {
    return this.#length > 0
  }

  /**
   * Calls `onRecord` for each record that is complete now; the content is a view of what came in. Throws a
   * {@link ProtocolError} for another version of the protocol.
   */
  push(chunk: Buffer, onRecord: (type: number, id: number, content: Buffer) => void): void {
    let bytes = chunk
    if (this.#length > 0) {
      this.#chunks.push(chunk)
      this.#length += chunk.length
      // A record that comes in many pieces is put together once.
      if (this.#length < this.#needed) return
      bytes = Buffer.concat(this.#chunks, this.#length)
    }
    let at = 0
    this.#needed = HEADER_LENGTH
    while (bytes.length - at >= HEADER_LENGTH) {
      if (bytes[at] !== 1) throw new ProtocolError(`FastCGI version ${bytes[at]}`)
      const length = readUint16(bytes, at + 4)
      const total = HEADER_LENGTH + length + (bytes[at + 6] ?? 0)
      if (bytes.length - at < total) {
        this.#needed = total
        break
      }
      const start = at + HEADER_LENGTH
      const content = length === 0 ? EMPTY : bytes.subarray(start, start + length)
      onRecord(bytes[at + 1] ?? 0, readUint16(bytes, at + 2), content)
      at += total
    }
    this.#length = bytes.length - at
    this.#chunks = this.#length > 0 ? [bytes.subarray(at)] : []
  }
}

function readUint16(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** One record; the content must be shorter than 65,536 bytes. */
export function encodeRecord(type: number, id: number, content: Uint8Array): Buffer {
  const padding = -content.length & 7
  const record = Buffer.alloc(HEADER_LENGTH + content.length + padding)
  writeHeader(record, 0, type, id, content.length, padding)
  record.set(content, HEADER_LENGTH)
  return record
}

/** Output of any length as STDOUT records. */
export function encodeOutput(id: number, output: Buffer): Buffer {
  const count = Math.ceil(output.length / LARGEST_CONTENT)
  const records = Buffer.allocUnsafe(count * HEADER_LENGTH + output.length + (-output.length & 7))
  let at = 0
  for (let start = 0; start < output.length; start += LARGEST_CONTENT) {
    const length = Math.min(LARGEST_CONTENT, output.length - start)
    const padding = -length & 7
    writeHeader(records, at, RECORD.stdout, id, length, padding)
    output.copy(records, at + HEADER_LENGTH, start, start + length)
    at += HEADER_LENGTH + length
    records.fill(0, at, at + padding)
    at += padding
  }
  return records
}

/** A whole answer, from the first byte of its head to the end of the request: one piece of memory, one write. */
export function encodeAnswer(id: number, head: string, body: Buffer): Buffer {
  const length = head.length + body.length
  if (length > LARGEST_CONTENT) {
    const output = Buffer.concat([Buffer.from(head, 'latin1'), body])
    return Buffer.concat([encodeOutput(id, output), encodeEnd(id, 0)])
  }
  const padding = -length & 7
  const end = HEADER_LENGTH + length + padding
  const answer = Buffer.allocUnsafe(end + 3 * HEADER_LENGTH)
  writeHeader(answer, 0, RECORD.stdout, id, length, padding)
  answer.write(head, HEADER_LENGTH, 'latin1')
  body.copy(answer, HEADER_LENGTH + head.length)
  answer.fill(0, end - padding, end)
  writeHeader(answer, end, RECORD.stdout, id, 0, 0)
  writeHeader(answer, end + HEADER_LENGTH, RECORD.endRequest, id, HEADER_LENGTH, 0)
  answer.fill(0, end + 2 * HEADER_LENGTH)
  return answer
}

/** The end of STDOUT and of the request, section 5.5. */
export function encodeEnd(id: number, protocolStatus: number, {endsOutput = true} = {}): Buffer {
  const end = encodeRecord(RECORD.endRequest, id, Buffer.from([0, 0, 0, 0, protocolStatus, 0, 0, 0]))
  return endsOutput ? Buffer.concat([encodeRecord(RECORD.stdout, id, Buffer.alloc(0)), end]) : end
}

function writeHeader(to: Buffer, at: number, type: number, id: number, length: number, padding: number): void {
  to[at] = 1
  to[at + 1] = type
  to[at + 2] = id >> 8
  to[at + 3] = id
  to[at + 4] = length >> 8
  to[at + 5] = length
  to[at + 6] = padding
  to[at + 7] = 0
}
