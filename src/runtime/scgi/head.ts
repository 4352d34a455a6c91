/** The head of an SCGI request: a netstring of names and values (SCGI protocol specification). */
import type {ByteString} from '../codec.ts'

/** No web server sends more in headers than this. */
const LARGEST_HEAD = 1024 * 1024
/** Digits of {@link LARGEST_HEAD}. */
const MOST_DIGITS = 7

const COLON = 0x3a
const COMMA = 0x2c

/** What a peer sent is not SCGI; nothing can be answered. */
export class ScgiError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ScgiError'
  }
}

/** A head that is complete. */
export interface ScgiHead {
  parameters: Map<string, ByteString>
  /** CONTENT_LENGTH: the bytes of the body. */
  contentLength: number
  /** Where the body begins. */
  end: number
}

/** How many bytes there must be before {@link readHead} can give a head; `undefined` while its length is not known. */
export function headLength(bytes: Buffer): number | undefined {
  const colon = bytes.subarray(0, MOST_DIGITS + 1).indexOf(COLON)
  const digits = bytes.toString('latin1', 0, colon < 0 ? Math.min(bytes.length, MOST_DIGITS + 1) : colon)
  if (colon === 0 || !/^\d*$/.test(digits)) throw new ScgiError('The head is not a netstring')
  if (colon < 0 && digits.length <= MOST_DIGITS) return undefined
  if (colon < 0 || Number(digits) > LARGEST_HEAD) throw new ScgiError('The head is too long')
  return colon + 1 + Number(digits) + 1
}

/** The head at the beginning of `bytes`, of which there are at least {@link headLength}. Throws an {@link ScgiError}. */
export function readHead(bytes: Buffer, length: number): ScgiHead {
  if (bytes[length - 1] !== COMMA) throw new ScgiError('The netstring has no comma at its end')
  const text = bytes.toString('latin1', bytes.indexOf(COLON) + 1, length - 1)
  // Each name and each value ends with a NUL, so after the last there is nothing.
  const fields = text.split('\0')
  if (fields.pop() !== '' || fields.length % 2 === 1) throw new ScgiError('A name or value is cut off')
  if (fields[0] !== 'CONTENT_LENGTH' || !/^\d{1,15}$/.test(fields[1] ?? '')) {
    throw new ScgiError('The first name is not CONTENT_LENGTH, or it is no number')
  }
  const parameters = new Map<string, ByteString>()
  for (let at = 0; at < fields.length; at += 2) parameters.set(fields[at] ?? '', fields[at + 1] ?? '')
  // The page and this end of the connection must mean the same length.
  if (parameters.get('CONTENT_LENGTH') !== fields[1]) throw new ScgiError('CONTENT_LENGTH comes twice')
  if (parameters.get('SCGI') !== '1') throw new ScgiError('The head does not say `SCGI` `1`')
  return {parameters, contentLength: Number(fields[1]), end: length}
}
