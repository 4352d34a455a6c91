/** Reads one session of the site without a trace. */
import {MigrateError} from '../errors.ts'
import {isSessionId} from '../runtime/session/id.ts'
import type {Settings} from '../runtime/settings.ts'
import {inspectSession} from './inspect-session.ts'
import {siteSessions} from './site-sessions.ts'
import type {ShownEntry} from './types.ts'

/** Its variables; `undefined` when there is no such session. Rejects when it can't be read. */
export async function readSession(settings: Settings, id: string): Promise<ShownEntry[] | undefined> {
  const {sessionStore, session, codec} = siteSessions(settings)
  if (!isSessionId(id) || !sessionStore.accepts(id)) {
    throw new MigrateError('USAGE', 'That is no identifier of a session', 'Take the value of the session cookie')
  }
  try {
    // Reading a file that is not there would make it, as PHP does.
    if (!(await sessionStore.exists(id))) return undefined
    const {bytes} = await sessionStore.read(id)
    return inspectSession(bytes, session.serializeHandler, codec)
  } finally {
    await sessionStore.close()
  }
}
