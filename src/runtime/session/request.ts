/** What a session needs from its request, and which session the request names (php_session_start in PHP). */
import type {Codec} from '../codec.ts'
import {parseCookies, parseForm, parseQuery} from '../input/query.ts'
import type {RequestBody} from '../input/request-body.ts'
import type {CgiParameters} from '../input/server.ts'
import type {InputLimits} from '../input/variables.ts'
import type {ReplyHead} from '../reply/reply.ts'
import {isForgottenSessionId} from './id.ts'
import type {SessionSettings} from './settings.ts'

/** What a session needs from its request. */
export interface SessionRequest {
  parameters: CgiParameters
  body: Pick<RequestBody, 'bytes'>
  reply: ReplyHead
  codec: Codec
  limits: InputLimits
  /** Seconds since 1970. */
  now: () => number
  /** Takes what PHP would warn of. */
  warn?: (message: string) => void
  /** 0 up to 1, for garbage collection; `Math.random` when absent. */
  random?: () => number
}

/** The identifier that the request names, which may be none that PHP accepts; `undefined` for a new session. */
export function requestedId(request: SessionRequest, settings: SessionSettings): string | undefined {
  const {parameters, codec, limits} = request
  const ofCookie = (): unknown => parseCookies(parameters.get('HTTP_COOKIE') ?? '', codec, limits).get(settings.name)
  const ofQuery = (): unknown => parseQuery(parameters.get('QUERY_STRING') ?? '', codec, limits).get(settings.name)
  const sources = [
    ...(settings.useCookies ? [ofCookie] : []),
    ...(settings.useOnlyCookies ? [] : [ofQuery, () => formField(request, settings.name)]),
  ]
  for (const source of sources) {
    const id = source()
    if (typeof id !== 'string') continue
    return isFromElsewhere(parameters, settings) || isForgottenSessionId(id) ? undefined : id
  }
  return undefined
}

/** Of an upload form PHP takes it too; here the files are not read before the page asks for them. */
function formField({parameters, body, codec, limits}: SessionRequest, name: string): unknown {
  const type = (parameters.get('CONTENT_TYPE') ?? '').split(/[;, ]/, 1)[0]?.toLowerCase()
  if (parameters.get('REQUEST_METHOD') !== 'POST' || type !== 'application/x-www-form-urlencoded') return undefined
  return parseForm(body.bytes().toString('latin1'), codec, limits).get(name)
}

function isFromElsewhere(parameters: CgiParameters, {useOnlyCookies, refererCheck}: SessionSettings): boolean {
  const referer = parameters.get('HTTP_REFERER') ?? ''
  return !useOnlyCookies && refererCheck !== '' && referer !== '' && !referer.includes(refererCheck)
}
