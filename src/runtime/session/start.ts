/** PHP's session_start() and what happens to a session at the end of a request. */
import type {Codec} from '../codec.ts'
import {formatCookie} from '../reply/cookie.ts'
import type {ReplyHead} from '../reply/reply.ts'
import {SessionData} from './data.ts'
import {isForgottenSessionId, isSessionId, newSessionId} from './id.ts'
import type {WriteSession} from './session.ts'
import type {SessionSettings} from './settings.ts'
import type {OpenSession, SessionStore} from './store.ts'

/** What a session needs from its request. */
interface SessionRequest {
  /** `$_COOKIE` of the session's name. */
  cookie: unknown
  reply: ReplyHead
  codec: Codec
  /** Seconds since 1970. */
  now: () => number
}

/** A session that has started, to be ended by the runtime. */
export interface StartedSession {
  session: WriteSession
  /** Writes what changed and gives up the lock. */
  save(): Promise<void>
  /** Gives up the lock and changes nothing. */
  abandon(): void
}

/**
 * `session_start()`: finds the visitor's session or begins one, and sends the cookie and the cache headers that PHP
 * sends, in PHP's order.
 */
export async function startSession(
  mode: 'read' | 'write',
  store: SessionStore,
  settings: SessionSettings,
  request: SessionRequest,
): Promise<StartedSession> {
  const given = typeof request.cookie === 'string' && !isForgottenSessionId(request.cookie) ? request.cookie : undefined
  // PHP warns, starts no session and lets the page go on without one.
  if (given !== undefined && !isSessionId(given)) return withoutSession(request.codec)
  const isKept = given !== undefined && !(settings.useStrictMode && !store.exists(given))
  const id = isKept ? given : newSessionId(settings.idLength, settings.idBitsPerCharacter)
  const stored = mode === 'write' ? await store.open(id) : readOnly(await store.read(id))
  try {
    const data = new SessionData(stored.bytes, request.codec)
    if (!isKept) sendCookie(id, settings, request)
    if (settings.cacheLimiter === 'nocache') sendNoCache(request.reply)
    return started(id, data, stored, store, settings, request)
  } catch (error) {
    stored.close()
    throw error
  }
}

function started(
  firstId: string,
  data: SessionData,
  stored: OpenSession,
  store: SessionStore,
  settings: SessionSettings,
  request: SessionRequest,
): StartedSession {
  let id = firstId
  let isDestroyed = false
  /** What becomes of the ids left behind by regenerate(): their data at that moment, or nothing. */
  const left = new Map<string, Buffer | undefined>()

  const session: WriteSession = {
    get id() {
      return id
    },
    get: (name) => data.get(name),
    has: (name) => data.has(name),
    keys: () => data.keys(),
    set: (name, value) => data.set(name, value),
    delete: (name) => data.delete(name),
    clear: () => data.clear(),
    regenerate({deleteOld = false} = {}) {
      if (isDestroyed) return
      left.set(id, deleteOld ? undefined : data.bytes())
      id = newSessionId(settings.idLength, settings.idBitsPerCharacter)
      sendCookie(id, settings, request)
    },
    destroy() {
      isDestroyed = true
    },
  }

  const saveCurrent = async (): Promise<void> => {
    if (id !== firstId) {
      for (const [leftId, bytes] of left)
        if (leftId !== firstId && bytes !== undefined) await store.write(leftId, bytes)
      if (!isDestroyed) await store.write(id, data.bytes())
      const bytes = left.get(firstId)
      if (bytes === undefined) stored.remove()
      else stored.write(bytes)
    } else if (isDestroyed) {
      stored.remove()
    } else {
      const changed = data.changedBytes()
      // As PHP's session.lazy_write: unchanged data is only marked as used.
      if (changed === undefined) stored.touch()
      else stored.write(changed)
    }
  }

  return {
    session,
    async save() {
      try {
        await saveCurrent()
      } finally {
        stored.close()
      }
    },
    abandon: () => stored.close(),
  }
}

function withoutSession(codec: Codec): StartedSession {
  const data = new SessionData(Buffer.alloc(0), codec)
  const nothing = (): void => undefined
  const session: WriteSession = {
    id: '',
    get: (name) => data.get(name),
    has: (name) => data.has(name),
    keys: () => data.keys(),
    set: (name, value) => data.set(name, value),
    delete: (name) => data.delete(name),
    clear: () => data.clear(),
    regenerate: nothing,
    destroy: nothing,
  }
  return {session, save: async () => undefined, abandon: nothing}
}

function readOnly({bytes, touch}: {bytes: Buffer; touch(): void}): OpenSession {
  const refuse = (): never => {
    throw new Error("The page is defined with session: 'read'")
  }
  return {bytes, touch, write: refuse, remove: refuse, close: () => undefined}
}

function sendCookie(id: string, settings: SessionSettings, {reply, codec, now}: SessionRequest): void {
  const {lifetime = 0, path = '/', ...attributes} = settings.cookie
  const expires = lifetime > 0 ? Math.trunc(now()) + lifetime : 0
  const value = formatCookie(settings.name, codec.encodeByteString(id), {...attributes, path, expires}, now())
  reply.removeCookie(settings.name)
  reply.header('Set-Cookie', value, {replace: false})
}

function sendNoCache(reply: ReplyHead): void {
  reply.header('Expires', 'Thu, 19 Nov 1981 08:52:00 GMT')
  reply.header('Cache-Control', 'no-store, no-cache, must-revalidate')
  reply.header('Pragma', 'no-cache')
}
