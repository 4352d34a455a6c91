/** Files as answers, whole or the part that a client asks for (RFC 9110, section 14). */
import {createReadStream, statSync} from 'node:fs'
import type {CgiParameters} from '../input/server.ts'
import type {ReplyHead} from './reply.ts'

const BRAND = Symbol.for('banyan.file')

/** How a file is sent. */
export interface FileOptions {
  /** Its `Content-Type`; `application/octet-stream` when absent and the page set none. */
  type?: string
  /** The name under which a browser saves it; without, it is shown where it can be. */
  downloadName?: string
}

/** A file to be sent, made by {@link sendFile}. */
export class FileResult {
  readonly [BRAND] = true
  readonly path: string
  readonly options: FileOptions

  constructor(path: string, options: FileOptions) {
    this.path = path
    this.options = options
  }
}

/**
 * A file of this machine as the answer of a page, read as it is sent, with ranges for players and downloads that go on:
 *
 *     return sendFile('/srv/invoices/7.pdf', {type: 'application/pdf'})
 */
export function sendFile(path: string, options: FileOptions = {}): FileResult {
  return new FileResult(path, options)
}

/** Whether a value was made by {@link sendFile}, by any copy of this module. */
export function isFileResult(value: object): value is FileResult {
  return BRAND in value
}

/** Sets the head for a file and gives its bytes. Throws the system's error when the file cannot be read. */
export function fileBody(
  {path, options}: FileResult,
  reply: ReplyHead,
  parameters: CgiParameters,
): Buffer | AsyncIterable<Buffer> {
  const {size, mtime} = statSync(path)
  const modified = mtime.toUTCString()
  if (options.type !== undefined || !reply.has('content-type')) reply.type(options.type ?? 'application/octet-stream')
  if (options.downloadName !== undefined) reply.header('Content-Disposition', disposition(options.downloadName))
  reply.header('Accept-Ranges', 'bytes').header('Last-Modified', modified)
  const range = requestedRange(parameters, size, modified)
  if (range === 'unsatisfiable') {
    reply.status(416).header('Content-Range', `bytes */${size}`)
    return Buffer.alloc(0)
  }
  const {start, end} = range ?? {start: 0, end: size - 1}
  if (range !== undefined) reply.status(206).header('Content-Range', `bytes ${start}-${end}/${size}`)
  reply.header('Content-Length', end - start + 1)
  return size === 0 ? Buffer.alloc(0) : createReadStream(path, {start, end})
}

/** The one range that is asked for; of several, or of another file than this one, nothing: the whole file is right too. */
function requestedRange(
  parameters: CgiParameters,
  size: number,
  modified: string,
): {start: number; end: number} | 'unsatisfiable' | undefined {
  const condition = parameters.get('HTTP_IF_RANGE')
  if (parameters.get('REQUEST_METHOD') !== 'GET' || (condition !== undefined && condition !== modified))
    return undefined
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/i.exec(parameters.get('HTTP_RANGE') ?? '') ?? []
  if (from === '' && to === '') return undefined
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'unsatisfiable' : {start: Math.max(0, size - Number(to)), end: size - 1}
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return undefined
  return start < size ? {start, end} : 'unsatisfiable'
}

/** A name of any characters (RFC 6266, section 4.3, and RFC 8187). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return plain === name
    ? `attachment; filename="${name}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
