/** The lock of phpredis on a session, so that PHP and TypeScript wait for each other (`redis.session.*` of php.ini). */
import {randomBytes} from 'node:crypto'
import {hostname} from 'node:os'
import {setTimeout as sleep} from 'node:timers/promises'
import type {RedisCommand} from './redis-client.ts'

/** `redis.session.*`. */
export interface RedisLockSettings {
  /** `redis.session.locking_enabled`: off by default, and then updates made at the same time are lost. */
  lockingEnabled: boolean
  /** `redis.session.lock_expire`, in seconds; 0 for `maxExecutionTime`. */
  lockExpire: number
  /** `redis.session.lock_retries`; -1 to wait for ever. */
  lockRetries: number
  /** `redis.session.lock_wait_time`, in microseconds. */
  lockWaitTime: number
  /** `max_execution_time`, in seconds: after it phpredis lets a lock go that nobody released; 0 for never. */
  maxExecutionTime: number
}

/** The defaults of phpredis 5.3, and PHP's `max_execution_time`. */
export const REDIS_LOCK_DEFAULTS: RedisLockSettings = {
  lockingEnabled: false,
  lockExpire: 0,
  lockRetries: 10,
  lockWaitTime: 2000,
  maxExecutionTime: 30,
}

/** A lock that may have been taken. */
export interface RedisLock {
  /** Whether what the page changed may be written. */
  mayWrite(): Promise<boolean>
  release(): Promise<void>
}

// The text of phpredis' own script: Redis then has it once.
const RELEASE = 'if redis.call("get",KEYS[1]) == ARGV[1] then return redis.call("del",KEYS[1]) else return 0 end'

/** Takes the lock of a session, or gives up after the retries: like PHP, the page may then read but not write. */
export async function lockInRedis(send: RedisCommand, key: string, settings: RedisLockSettings): Promise<RedisLock> {
  const {lockingEnabled, lockExpire, lockRetries, lockWaitTime, maxExecutionTime} = settings
  if (!lockingEnabled) return {mayWrite: async () => true, release: async () => undefined}
  const lockKey = `${key}_LOCK`
  // phpredis has host and process; here a process serves many requests at once.
  const secret = `${hostname()}|${process.pid}|${randomBytes(8).toString('hex')}`
  const seconds = lockExpire === 0 ? maxExecutionTime : lockExpire
  const command = ['SET', lockKey, secret, 'NX', ...(seconds > 0 ? ['PX', String(seconds * 1000)] : [])]
  let isLocked = false
  for (let attempt = 0; ; attempt++) {
    isLocked = (await send(...command)) !== null
    if (isLocked || (lockRetries !== -1 && attempt >= lockRetries)) break
    await sleep(Math.max(1, lockWaitTime / 1000))
  }
  return {
    async mayWrite() {
      // phpredis trusts the lock of max_execution_time, which ends the page itself.
      if (!isLocked || lockExpire === 0) return isLocked
      return String(await send('GET', lockKey)) === secret
    },
    async release() {
      if (isLocked) await send('EVAL', RELEASE, '1', lockKey, secret)
    },
  }
}
