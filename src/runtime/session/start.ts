/** PHP's session_start() (ext/session/session.c). */
import {limitCache} from './cache-limiter.ts'
import {sendSessionCookie} from './cookie.ts'
import {SessionData} from './data.ts'
import {SerializedError} from './heads.ts'
import {isSessionId, newSessionId} from './id.ts'
import {requestedId, type SessionRequest} from './request.ts'
import type {SessionSettings} from './settings.ts'
import {noSession, type StartedSession, startedSession} from './started.ts'
import type {OpenSession, SessionStore} from './store.ts'

/**
 * `session_start()`: finds the visitor's session or begins one, and sends the cookie and the cache headers that PHP
 * sends, in PHP's order. As in PHP, a session whose data breaks off is destroyed, and the page goes on without one.
 * Rejects when the data is of another format: PHP would destroy that too, and with it the sessions of all visitors.
 */
export async function startSession(
  mode: 'read' | 'write',
  store: SessionStore,
  settings: SessionSettings,
  request: SessionRequest,
): Promise<StartedSession> {
  const given = requestedId(request, settings)
  const isUsable = given !== undefined && isSessionId(given) && store.accepts(given)
  const isReplaced = settings.useStrictMode && !(isUsable && (await store.exists(given)))
  // PHP warns, starts no session and lets the page go on without one.
  if (given !== undefined && !isUsable && !isReplaced) return noSession(settings, request)
  const isKept = given !== undefined && !isReplaced
  const id = isKept ? given : newSessionId(settings.idLength, settings.idBitsPerCharacter)
  const stored = mode === 'write' ? await store.open(id) : readOnly(await store.read(id))
  try {
    if (isCollectionDue(settings, request)) await store.collectGarbage(settings.gcMaxLifetime)
    const data = decode(stored.bytes, settings, request)
    if (data === undefined) {
      if (mode === 'write') await stored.remove()
      await stored.close()
      return noSession(settings, request)
    }
    if (!isKept) sendSessionCookie(id, settings, request)
    const script = request.parameters.get('SCRIPT_FILENAME')
    await limitCache(request.reply, settings.cacheLimiter, settings.cacheExpire, request.now(), script)
    // A page that only reads never writes, not even what did not change.
    const lazyWrite = settings.lazyWrite || mode === 'read'
    return startedSession(id, data, stored, store, {...settings, lazyWrite}, request)
  } catch (error) {
    await stored.close()
    throw error
  }
}

/** The variables; `undefined` when the data breaks off, as after a full disk. */
function decode(bytes: Buffer, settings: SessionSettings, {codec, warn}: SessionRequest): SessionData | undefined {
  try {
    return new SessionData(bytes, codec, settings.serializeHandler)
  } catch (error) {
    if (!(error instanceof SerializedError)) throw error
    warn?.(`${error.message}, so the visitor has none`)
    return undefined
  }
}

/** php_session_gc: `session.gc_probability` of `session.gc_divisor` sessions that start collect the garbage. */
function isCollectionDue({gcProbability, gcDivisor}: SessionSettings, {random = Math.random}: SessionRequest): boolean {
  return gcProbability > 0 && Math.trunc(gcDivisor * random()) < gcProbability
}

function readOnly({bytes, touch}: {bytes: Buffer; touch(): Promise<void>}): OpenSession {
  const refuse = async (): Promise<never> => {
    throw new Error("The page is defined with session: 'read'")
  }
  return {bytes, touch, write: refuse, remove: refuse, close: async () => undefined}
}
