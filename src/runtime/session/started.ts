/** A session while its page runs, and what happens to it at the end. */
import {sendSessionCookie} from './cookie.ts'
import {SessionData} from './data.ts'
import {newSessionId} from './id.ts'
import type {SessionRequest} from './request.ts'
import type {ReadSession, WriteSession} from './session.ts'
import type {SessionSettings} from './settings.ts'
import type {OpenSession, SessionStore} from './store.ts'

/** A session that has started, to be ended by the runtime. */
export interface StartedSession {
  session: WriteSession
  /** Writes what changed and gives up the lock. */
  save(): Promise<void>
  /** Gives up the lock and changes nothing. */
  abandon(): Promise<void>
}

/** The session of an identifier whose data was read. One that is only read must not be changed by its page. */
export function startedSession(
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
    ...variablesOf(data),
    regenerate({deleteOld = false} = {}) {
      if (isDestroyed) return
      left.set(id, deleteOld ? undefined : data.bytes())
      id = newSessionId(settings.idLength, settings.idBitsPerCharacter)
      sendSessionCookie(id, settings, request)
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
      await (bytes === undefined ? stored.remove() : stored.write(bytes))
    } else if (isDestroyed) {
      await stored.remove()
    } else {
      const changed = settings.lazyWrite ? data.changedBytes() : data.bytes()
      if (changed !== undefined) await stored.write(changed)
      else await stored.touch()
    }
  }

  return {
    session,
    async save() {
      try {
        await saveCurrent()
      } finally {
        await stored.close()
      }
    },
    abandon: () => stored.close(),
  }
}

/** What a page has where PHP starts no session: variables that are not kept. */
export function noSession({serializeHandler}: SessionSettings, {codec}: SessionRequest): StartedSession {
  const nothing = (): void => undefined
  const data = new SessionData(Buffer.alloc(0), codec, serializeHandler)
  return {
    session: {id: '', ...variablesOf(data), regenerate: nothing, destroy: nothing},
    save: async () => undefined,
    abandon: async () => undefined,
  }
}

type Variables = Omit<ReadSession, 'id'> & Pick<WriteSession, 'set' | 'delete' | 'clear'>

function variablesOf(data: SessionData): Variables {
  return {
    get: (name) => data.get(name),
    has: (name) => data.has(name),
    keys: () => data.keys(),
    set: (name, value) => data.set(name, value),
    delete: (name) => data.delete(name),
    clear: () => data.clear(),
  }
}
