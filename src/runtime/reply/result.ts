/** What a handler returns, turned into the bytes that are sent. */
import {isPhpArray, type PhpArray} from '../../php/array.ts'
import {toText} from '../../php/convert.ts'
import {json_encode} from '../../php/json.ts'
import type {Codec} from '../codec.ts'
import {type Html, isHtml} from '../html.ts'
import type {CgiParameters} from '../input/server.ts'
import {type FileResult, fileBody, isFileResult} from './file.ts'
import type {ReplyHead} from './reply.ts'

/**
 * What a handler may return: HTML, text (as it is), bytes, a stream of either, a file, a `Response`, an object or array (JSON as
 * `json_encode` writes it), or nothing. It follows what `echo` wrote, but for a file, which is the whole answer.
 */
export type PageResult =
  | Html
  | string
  | Uint8Array
  | AsyncIterable<string | Uint8Array>
  | Response
  | FileResult
  | PhpArray<unknown>
  | readonly unknown[]
  | object
  | null
  | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that only writes with echo returns nothing
  | void

/** A body as it is sent. */
export type ResponseBody = Buffer | AsyncIterable<Buffer>

/** The body made of what `echo` wrote and what the handler returned; a `Response` sets status and headers too. */
export function resultBody(
  written: string,
  result: PageResult,
  reply: ReplyHead,
  codec: Codec,
  parameters: CgiParameters,
): ResponseBody {
  if (result === undefined || result === null) return codec.encode(written)
  if (typeof result !== 'object') return codec.encode(written + toText(result as string))
  if (isHtml(result)) return codec.encode(written + result.text)
  if (result instanceof Uint8Array) return Buffer.concat([codec.encode(written), result])
  if (isFileResult(result)) return fileBody(result, reply, parameters)
  if (result instanceof Response) return responseBody(codec.encode(written), result, reply)
  if (isAsyncIterable(result)) return encodeStream(codec.encode(written), result, codec)
  if (!reply.has('content-type')) reply.type('application/json')
  return codec.encode(written + json_encode(isPhpArray(result) ? result : toPlain(result)))
}

function responseBody(written: Buffer, response: Response, reply: ReplyHead): ResponseBody {
  if (response.status !== 200) reply.status(response.status)
  for (const [name, value] of response.headers) reply.header(name, value, {replace: name !== 'set-cookie'})
  if (response.body === null) return written
  return concatenate(written, response.body)
}

async function* concatenate(written: Buffer, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  if (written.length > 0) yield written
  for await (const chunk of stream) yield Buffer.from(chunk)
}

async function* encodeStream(
  written: Buffer,
  stream: AsyncIterable<string | Uint8Array>,
  codec: Codec,
): AsyncGenerator<Buffer> {
  if (written.length > 0) yield written
  for await (const chunk of stream) yield typeof chunk === 'string' ? codec.encode(chunk) : Buffer.from(chunk)
}

function isAsyncIterable(value: object): value is AsyncIterable<string | Uint8Array> {
  return Symbol.asyncIterator in value
}

/** A date or URL writes itself as JSON.stringify would. */
function toPlain(value: object): unknown {
  return 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value
}
