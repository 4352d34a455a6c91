/** A session store in memory, for tests of handlers. */
import type {SessionStore} from './store.ts'

/** A store that begins with these sessions; the map is what it holds. */
export function memoryStore(sessions: Map<string, Buffer>): SessionStore {
  const noEffect = async (): Promise<void> => undefined
  const bytesOf = (id: string): Buffer => {
    const bytes = sessions.get(id) ?? Buffer.alloc(0)
    sessions.set(id, bytes)
    return bytes
  }
  const write = async (id: string, bytes: Buffer): Promise<void> => void sessions.set(id, bytes)
  return {
    accepts: () => true,
    exists: async (id) => sessions.has(id),
    read: async (id) => ({bytes: bytesOf(id), touch: noEffect}),
    open: async (id) => ({
      bytes: bytesOf(id),
      write: (bytes) => write(id, bytes),
      touch: noEffect,
      remove: async () => void sessions.delete(id),
      close: noEffect,
    }),
    write,
    collectGarbage: noEffect,
    close: noEffect,
  }
}
