/** The session store that the settings name. */
import {tmpdir} from 'node:os'
import {filesStore} from './files.ts'
import {redisStore} from './redis.ts'
import {REDIS_LOCK_DEFAULTS, type RedisLockSettings} from './redis-lock.ts'
import type {SessionStore} from './store.ts'

/** `session.save_handler` and what belongs to each. */
export interface StoreSettings {
  /** `session.save_handler`. */
  saveHandler?: 'files' | 'redis'
  /** `session.save_path`: a directory, `N;directory` or `N;MODE;directory`; for Redis `tcp://…` or `unix://…`. */
  savePath?: string
  /** How long a page waits for the lock on a file, in milliseconds; 60,000 when absent. */
  lockTimeout?: number
  /** `redis.session.*`. */
  redis?: Partial<RedisLockSettings>
}

/** The store; it opens nothing before it is used. Throws a RangeError for one that is not supported. */
export function chooseStore(settings: StoreSettings, maxLifetime: number): SessionStore {
  const {saveHandler = 'files', savePath, lockTimeout, redis} = settings
  switch (saveHandler) {
    case 'files':
      return filesStore(savePath || tmpdir(), lockTimeout)
    case 'redis':
      return redisStore(savePath ?? '', maxLifetime, {...REDIS_LOCK_DEFAULTS, ...redis})
    default:
      throw new RangeError(`No session store \`${saveHandler satisfies never}\`: it is \`files\` or \`redis\``)
  }
}
