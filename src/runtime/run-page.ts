/** Runs one page for one request, from its bytes to the bytes of its answer. */
import type {Codec} from './codec.ts'
import {codecOf} from './codec.ts'
import type {Clock} from './context.ts'
import {Effects} from './effects.ts'
import {type BodySource, readBody} from './input/body.ts'
import {BodyInput} from './input/body-input.ts'
import {EMPTY_BODY} from './input/memory-body.ts'
import type {RequestBody} from './input/request-body.ts'
import type {CgiParameters} from './input/server.ts'
import type {PageDefinition} from './page-definition.ts'
import {ReplyHead} from './reply/reply.ts'
import {type PageResult, type ResponseBody, resultBody} from './reply/result.ts'
import {RequestContext} from './request-context.ts'
import {startSession} from './session/start.ts'
import type {StartedSession} from './session/started.ts'
import type {ResolvedSettings} from './settings.ts'
import {type Declined, exitMessage, type Hole, isDeclined, isHole} from './signals.ts'
import {within} from './within.ts'

/** A request whose page is known. */
export interface PageRequest {
  parameters: CgiParameters
  body: BodySource
}

/** An answer for a transport. Names and values of headers hold one character per byte. */
export interface PageResponse {
  /** `undefined` when the page left it at 200. */
  status: number | undefined
  headers: [name: string, value: string][]
  body: ResponseBody
}

/** How a page ended. */
export type PageOutcome =
  | {kind: 'response'; response: PageResponse}
  | {
      /** The page left the request to PHP, or reached what is not ported. */
      kind: 'declined'
      reason: Declined | Hole
      /** To be closed by whoever hands it on. */
      body: RequestBody
      /** What it had done before that cannot be taken back. */
      effect: string | undefined
    }
  | {kind: 'error'; error: unknown}

/** What pages share. */
export interface PageEnvironment {
  settings: ResolvedSettings
  clock: Clock
  db: unknown
  /** Takes what the page did that PHP would warn of. */
  warn(message: string): void
}

/**
 * Runs a page. Its session is saved before the answer is given out, so that the next request sees it; a page that throws
 * or reaches a hole changes nothing.
 */
export async function runPage(
  definition: PageDefinition,
  request: PageRequest,
  environment: PageEnvironment,
): Promise<PageOutcome> {
  const {settings, clock, warn} = environment
  let input: BodyInput | undefined
  let started: StartedSession | undefined
  let body = EMPTY_BODY
  const effects = new Effects()
  try {
    const time = clock.microtime()
    const codec = definition.charset === undefined ? settings.codec : codecOf(definition.charset)
    const reading = readBody(request.body, settings.body)
    body = reading instanceof Promise ? await reading : reading
    input = new BodyInput(body, request.parameters, codec, settings.limits)
    // Before the session is opened: others of this visitor need not wait.
    if (!body.isInMemory) await input.readAhead()
    const reply = new ReplyHead(codec, settings.reply, () => clock.time(), warn)
    if (definition.session !== 'none') {
      started = await openSession(definition, request.parameters, body, codec, reply, environment)
    }
    let written = ''
    const write = (text: string): void => {
      written += text
    }
    const session = started?.session
    const context = new RequestContext({
      ...environment,
      parameters: request.parameters,
      input,
      codec,
      session,
      reply,
      write,
      effects,
      time,
    })
    const result = await runHandler(definition, context, definition.timeout ?? settings.pageTimeout)
    const wholeBody = resultBody(written, result, reply, codec, request.parameters)
    const responseBody = request.parameters.get('REQUEST_METHOD') === 'HEAD' ? await noBody(wholeBody) : wholeBody
    const {status, headers} = reply.finish()
    const saving = started
    started = undefined
    if (saving !== undefined) await saving.save()
    return {kind: 'response', response: {status, headers, body: thenFreed(responseBody, input, body)}}
  } catch (error) {
    input?.discard()
    if (!isHole(error) && !isDeclined(error)) {
      body.close()
      return {kind: 'error', error}
    }
    return {kind: 'declined', reason: error, body, effect: effects.first}
  } finally {
    if (started !== undefined) await started.abandon()
  }
}

const NOTHING = Buffer.alloc(0)

async function runHandler(definition: PageDefinition, context: RequestContext, timeout: number): Promise<PageResult> {
  try {
    const result = definition.handle(context)
    return result instanceof Promise ? await within(timeout, result) : result
  } catch (thrown) {
    const message = exitMessage(thrown)
    if (message === undefined) throw thrown
    return message
  }
}

async function openSession(
  definition: PageDefinition,
  parameters: CgiParameters,
  body: RequestBody,
  codec: Codec,
  reply: ReplyHead,
  {settings, clock, warn}: PageEnvironment,
): Promise<StartedSession | undefined> {
  if (definition.session === 'none') return undefined
  const request = {parameters, body, reply, codec, limits: settings.limits, now: () => clock.time(), warn}
  return startSession(definition.session, settings.sessionStore, settings.session, request)
}

/** The answer to HEAD has no body; a stream that nobody will read is ended. */
async function noBody(body: ResponseBody): Promise<ResponseBody> {
  if (!Buffer.isBuffer(body)) for await (const _ of body) break
  return NOTHING
}

/** Body and uploaded files go when the page ends; a stream may still read them. */
function thenFreed(response: ResponseBody, input: BodyInput, body: RequestBody): ResponseBody {
  if (!Buffer.isBuffer(response)) return freedAfter(response, input, body)
  input.discard()
  body.close()
  return response
}

async function* freedAfter(
  response: AsyncIterable<Buffer>,
  input: BodyInput,
  body: RequestBody,
): AsyncGenerator<Buffer> {
  try {
    yield* response
  } finally {
    input.discard()
    body.close()
  }
}
