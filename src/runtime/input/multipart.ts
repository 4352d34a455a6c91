/** `multipart/form-data` split into its parts, as tolerant as PHP (main/rfc1867.c). */
import type {ByteString} from '../codec.ts'

/** One part of the body. */
export interface Part {
  /** The field name; `undefined` when there is none. */
  name: ByteString | undefined
  /** The file name as sent, `''` for an empty file field; `undefined` for a normal field. */
  filename: ByteString | undefined
  /** The part's `Content-Type`. */
  type: ByteString | undefined
  content: Buffer
  /** The boundary after the content was there: the upload is complete. */
  complete: boolean
}

/** The boundary of a `Content-Type` header, or `undefined`: PHP then reads no form. */
export function boundaryOf(contentType: ByteString): ByteString | undefined {
  const at = contentType.toLowerCase().indexOf('boundary')
  const equals = at < 0 ? -1 : contentType.indexOf('=', at)
  if (equals < 0) return undefined
  const value = contentType.slice(equals + 1)
  if (!value.startsWith('"')) return value.split(/[,;]/, 1)[0]
  const end = value.indexOf('"', 1)
  return end < 0 ? undefined : value.slice(1, end)
}

/** The parts of a body, in order. Parts without a `Content-Disposition` are left out. */
export function* parseMultipart(body: Buffer, boundary: ByteString): Generator<Part> {
  let at = 0
  for (;;) {
    const start = afterBoundaryLine(body, at, `--${boundary}`)
    if (start === undefined) return
    const {headers, end} = readHeaders(body, start)
    const disposition = headers.get('content-disposition')
    if (disposition === undefined) {
      at = end
      continue
    }
    const next = body.indexOf(`\n--${boundary}`, end, 'latin1')
    const stop = next < 0 ? partialBoundary(body, end, `\n--${boundary}`) : next
    const endsInReturn = stop > end && stop < body.length && body[stop - 1] === 0x0d
    const contentEnd = endsInReturn ? stop - 1 : stop
    const parameters = dispositionParameters(disposition)
    yield {
      name: parameters.get('name'),
      filename: parameters.get('filename'),
      type: headers.get('content-type'),
      content: body.subarray(end, contentEnd),
      complete: next >= 0,
    }
    at = next < 0 ? body.length : next + 1
  }
}

/** Where a body that was cut off begins to be a boundary, which PHP then takes for one; else its end. */
function partialBoundary(body: Buffer, from: number, boundary: ByteString): number {
  const earliest = Math.max(from, body.length - boundary.length + 1)
  for (let at = body.indexOf(0x0a, earliest); at >= 0; at = body.indexOf(0x0a, at + 1)) {
    if (boundary.startsWith(body.toString('latin1', at))) return at
  }
  return body.length
}

/** The position after the next line that is exactly the boundary. */
function afterBoundaryLine(body: Buffer, from: number, boundary: ByteString): number | undefined {
  for (let at = from; ; ) {
    const end = body.indexOf(0x0a, at)
    if (end < 0) return undefined
    if (lineText(body, at, end) === boundary) return end + 1
    at = end + 1
  }
}

function lineText(body: Buffer, start: number, end: number): ByteString {
  return body.toString('latin1', start, end > start && body[end - 1] === 0x0d ? end - 1 : end)
}

function readHeaders(body: Buffer, start: number): {headers: Map<string, ByteString>; end: number} {
  const headers = new Map<string, ByteString>()
  let last: string | undefined
  let at = start
  for (;;) {
    const end = body.indexOf(0x0a, at)
    // A line without an end belongs to the content.
    if (end < 0) return {headers, end: at}
    const line = lineText(body, at, end)
    at = end + 1
    if (line === '') return {headers, end: at}
    const colon = /^\s/.test(line) ? -1 : line.indexOf(':')
    if (colon >= 0) {
      last = line.slice(0, colon).toLowerCase()
      // Of two equal headers PHP finds the first.
      if (headers.has(last)) last = undefined
      else headers.set(last, line.slice(colon + 1).trimStart())
    } else if (last !== undefined) {
      headers.set(last, headers.get(last) + line)
    }
  }
}

/** `form-data; name="a"; filename="b"`, with quotes of both kinds and backslashes as PHP reads them. */
function dispositionParameters(disposition: ByteString): Map<string, ByteString> {
  const parameters = new Map<string, ByteString>()
  for (const [word] of disposition.matchAll(/(?:"(?:\\"|[^"])*"?|'(?:\\'|[^'])*'?|[^;"'])+/g)) {
    const equals = word.indexOf('=')
    if (equals < 0) continue
    const key = word.slice(0, equals).trimStart().toLowerCase()
    parameters.set(key, unquote(word.slice(equals + 1).trimStart()))
  }
  return parameters
}

function unquote(text: ByteString): ByteString {
  const quote = text[0]
  if (quote !== '"' && quote !== "'") return text.split(/\s/, 1)[0]?.replaceAll('\\\\', '\\') ?? ''
  let value = ''
  for (let at = 1; at < text.length && text[at] !== quote; at++) {
    const escaped = text[at] === '\\' && (text[at + 1] === '\\' || text[at + 1] === quote)
    if (escaped) at++
    value += text[at]
  }
  return value
}
