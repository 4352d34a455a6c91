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

/** What a peer sent is not FastCGI; the connection cannot go on. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ProtocolError'
  }
}

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
    this.#chunks.push(chunk)
    this.#length += chunk.length
    // A record that comes in many pieces is put together once.
    if (this.#length < this.#needed) return
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#length)
    let at = 0
    this.#needed = HEADER_LENGTH
    while (bytes.length - at >= HEADER_LENGTH) {
      if (bytes[at] !== 1) throw new ProtocolError(`FastCGI version ${bytes[at]}`)
      const length = bytes.readUInt16BE(at + 4)
      const total = HEADER_LENGTH + length + (bytes[at + 6] ?? 0)
      if (bytes.length - at < total) {
        this.#needed = total
        break
      }
      const content = bytes.subarray(at + HEADER_LENGTH, at + HEADER_LENGTH + length)
      onRecord(bytes[at + 1] ?? 0, bytes.readUInt16BE(at + 2), content)
      at += total
    }
    this.#chunks = at < bytes.length ? [bytes.subarray(at)] : []
    this.#length = bytes.length - at
  }
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

/** The end of STDOUT and of the request, section 5.5. */
export function encodeEnd(id: number, protocolStatus: number, {endsOutput = true} = {}): Buffer {
  const end = encodeRecord(RECORD.endRequest, id, Buffer.from([0, 0, 0, 0, protocolStatus, 0, 0, 0]))
  return endsOutput ? Buffer.concat([encodeRecord(RECORD.stdout, id, Buffer.alloc(0)), end]) : end
}

function writeHeader(to: Buffer, at: number, type: number, id: number, length: number, padding: number): void {
  to[at] = 1
  to[at + 1] = type
  to.writeUInt16BE(id, at + 2)
  to.writeUInt16BE(length, at + 4)
  to[at + 6] = padding
  to[at + 7] = 0
}
