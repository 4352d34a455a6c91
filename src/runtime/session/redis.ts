/** Sessions in Redis as phpredis keeps them: one string for each session, with its lifetime. */
import {inTurn} from './in-turn.ts'
import {redisConnection} from './redis-client.ts'
import {lockInRedis, type RedisLockSettings} from './redis-lock.ts'
import {parseRedisPath} from './redis-path.ts'
import type {SessionStore} from './store.ts'

/**
 * The store of `session.save_handler = redis`. Throws a RangeError for a save path that is not supported; the server is
 * asked for the first time when a session is.
 *
 * @param lifetime `session.gc_maxlifetime`, in seconds
 */
export function redisStore(savePath: string, lifetime: number, lockSettings: RedisLockSettings): SessionStore {
  const path = parseRedisPath(savePath)
  const {send, close} = redisConnection(path)
  const keyOf = (id: string): string => path.prefix + id
  const seconds = String(lifetime > 0 ? lifetime : 1440)
  const queue = inTurn()
  const get = async (key: string): Promise<Buffer> => ((await send('GET', key)) as Buffer | null) ?? Buffer.alloc(0)
  const touch = async (key: string): Promise<void> => void (await send('EXPIRE', key, seconds))

  return {
    accepts: () => true,

    exists: async (id) => (await send('EXISTS', keyOf(id))) === 1,

    // A session that is not there is not made either, as by session_start() with read_and_close.
    async read(id) {
      const key = keyOf(id)
      return {bytes: await get(key), touch: () => touch(key)}
    },

    async open(id) {
      const key = keyOf(id)
      const leave = lockSettings.lockingEnabled ? await queue(key) : () => undefined
      try {
        const lock = await lockInRedis(send, key, lockSettings)
        const close = (): Promise<void> => lock.release().finally(leave)
        try {
          const bytes = await get(key)
          return {
            bytes,
            async write(changed) {
              if (!(await lock.mayWrite())) throw new Error('Another request holds the lock of the session in Redis')
              await send('SETEX', key, seconds, changed)
            },
            async touch() {
              if (bytes.length > 0) await touch(key)
              // PHP writes an empty session each time, so that it exists.
              else if (await lock.mayWrite()) await send('SETEX', key, seconds, bytes)
            },
            remove: async () => void (await send('DEL', key)),
            close,
          }
        } catch (error) {
          await lock.release()
          throw error
        }
      } catch (error) {
        leave()
        throw error
      }
    },

    async write(id, bytes) {
      const session = await this.open(id)
      await session.write(bytes).finally(() => session.close())
    },

    // Redis forgets sessions by itself.
    collectGarbage: async () => undefined,

    close,
  }
}
