/** Answers the one request of a CGI program (RFC 3875): variables and body in, head and body out. */
import {Console} from 'node:console'
import type {Readable, Writable} from 'node:stream'
import {type BackendOptions, startBackend} from '../backend.ts'
import type {ByteString} from '../codec.ts'
import {drained} from '../drained.ts'
import {notByItself} from '../plain-response.ts'
import type {PageResponse} from '../run-page.ts'
import {cgiVariables, readEnvironment} from './environment.ts'
import {responseHead} from './head.ts'

/**
 * Answers on stdout the request that environment and stdin hold; what goes wrong is said on stderr. Rejects when the
 * backend cannot start, before a byte was written, and when the answer breaks off in the middle.
 */
export async function runCgi(options: Omit<BackendOptions, 'listen' | 'accessLog' | 'errorLog'>): Promise<void> {
  // What a handler prints for its author must not get into the answer.
  globalThis.console = new Console(process.stderr, process.stderr)
  const parameters = cgiVariables(readEnvironment())
  if (parameters === undefined) {
    await write(notByItself(), process.stdout)
    return
  }
  const errorLog = (line: string): void => void process.stderr.write(`${line}\n`)
  const backend = await startBackend({...options, listen: [], errorLog})
  const {response, sent} = await backend.serve({parameters, body: bodyOf(parameters, process.stdin)})
  sent(await write(response, process.stdout))
  await backend.close()
}

/** Sends an answer; gives the bytes of its body. */
async function write(response: PageResponse, output: Writable): Promise<number> {
  const send = async (chunk: Buffer): Promise<void> => {
    if (!output.write(chunk)) await drained(output)
  }
  await send(Buffer.from(responseHead(response), 'latin1'))
  let sent = 0
  const {body} = response
  for await (const chunk of Buffer.isBuffer(body) ? [body] : body) {
    if (output.destroyed) break
    await send(chunk)
    sent += chunk.length
  }
  return sent
}

/** CONTENT_LENGTH bytes, and no more (section 4.2); all there is when the web server took a transfer coding off. */
async function* bodyOf(parameters: ReadonlyMap<string, ByteString>, input: Readable): AsyncGenerator<Buffer> {
  const isCoded = parameters.has('HTTP_TRANSFER_ENCODING') && !parameters.get('CONTENT_LENGTH')
  let left = isCoded ? Number.POSITIVE_INFINITY : Number(parameters.get('CONTENT_LENGTH') || 0)
  if (!(left > 0)) return
  for await (const chunk of input as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
  if (!isCoded) throw new Error('The web server closed the connection')
}
