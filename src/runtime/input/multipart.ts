/** `multipart/form-data` split into its parts, as tolerant as PHP (main/rfc1867.c). */
import type {ByteString} from '../codec.ts'
import type {ByteSource} from './request-body.ts'
import type {Steps} from './steps.ts'

const LINE_FEED = Buffer.from('\n')
const CARRIAGE_RETURN = 0x0d

/** One part of the body. */
export interface Part {
  /** The field name; `undefined` when there is none. */
  name: ByteString | undefined
  /** The file name as sent, `''` for an empty file field; `undefined` for a normal field. */
  filename: ByteString | undefined
  /** The part's `Content-Type`. */
  type: ByteString | undefined
  /** Where its content is in the body. */
  start: number
  end: number
  /** Where the next part is looked for. */
  next: number
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

/** The next part at `from` or after, if there is one. Parts without a `Content-Disposition` are left out. */
export function* nextPart(body: ByteSource, boundary: ByteString, from: number): Steps<Part | undefined> {
  const delimiter = Buffer.from(`\n--${boundary}`, 'latin1')
  for (let at = from; ; ) {
    const headersStart = yield* afterBoundaryLine(body, at, delimiter)
    if (headersStart === undefined) return undefined
    const {headers, end: start} = yield* readHeaders(body, headersStart)
    const disposition = headers.get('content-disposition')
    if (disposition === undefined) {
      at = start
      continue
    }
    const found = yield* body.indexOf(delimiter, start)
    const complete = found >= 0
    const stop = complete ? found : yield* partialBoundary(body, start, delimiter)
    const parameters = dispositionParameters(disposition)
    const hasLineEnd = stop > start && stop < body.length
    const endsInReturn = hasLineEnd && (yield* body.slice(stop - 1, stop))[0] === CARRIAGE_RETURN
    return {
      name: parameters.get('name'),
      filename: parameters.get('filename'),
      type: headers.get('content-type'),
      start,
      end: endsInReturn ? stop - 1 : stop,
      next: complete ? stop + 1 : body.length,
      complete,
    }
  }
}

/** Where a body that was cut off begins to be a boundary, which PHP then takes for one; else its end. */
function* partialBoundary(body: ByteSource, from: number, delimiter: Buffer): Steps<number> {
  const start = Math.max(from, body.length - delimiter.length + 1)
  const rest = yield* body.slice(start, body.length)
  for (let at = rest.indexOf(LINE_FEED); at >= 0; at = rest.indexOf(LINE_FEED, at + 1)) {
    const tail = rest.subarray(at)
    if (tail.equals(delimiter.subarray(0, tail.length))) return start + at
  }
  return body.length
}

/** The position after the next line that is exactly the boundary: `delimiter` without its line feed. */
function* afterBoundaryLine(body: ByteSource, from: number, delimiter: Buffer): Steps<number | undefined> {
  const boundary = delimiter.subarray(1)
  for (let start = from; ; ) {
    const end = yield* body.indexOf(LINE_FEED, start)
    if (end < 0) return undefined
    // Other lines are not read: they may be long.
    if (end - start <= boundary.length + 1 && boundary.equals(withoutReturn(yield* body.slice(start, end))))
      return end + 1
    const found = yield* body.indexOf(delimiter, end)
    if (found < 0) return undefined
    start = found + 1
  }
}

/** A line without the carriage return before its line feed. */
function withoutReturn(line: Buffer): Buffer {
  return line[line.length - 1] === CARRIAGE_RETURN ? line.subarray(0, -1) : line
}

function* readHeaders(body: ByteSource, start: number): Steps<{headers: Map<string, ByteString>; end: number}> {
  const headers = new Map<string, ByteString>()
  let last: string | undefined
  let at = start
  for (;;) {
    const end = yield* body.indexOf(LINE_FEED, at)
    // A line without an end belongs to the content.
    if (end < 0) return {headers, end: at}
    const line = withoutReturn(yield* body.slice(at, end)).toString('latin1')
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
