/** The headers of `session.cache_limiter` (ext/session/session.c), in PHP's order. */
import {stat} from 'node:fs/promises'
import type {ReplyHead} from '../reply/reply.ts'

/** `session.cache_limiter`; empty for no headers. */
export type CacheLimiter = 'nocache' | 'public' | 'private' | 'private_no_expire' | ''

/** All values, in any case of letters as in PHP. */
export const CACHE_LIMITERS: readonly CacheLimiter[] = ['nocache', 'public', 'private', 'private_no_expire', '']

const LONG_AGO = 'Thu, 19 Nov 1981 08:52:00 GMT'

/**
 * Sends the headers of a session that has started.
 *
 * @param expire `session.cache_expire`, in minutes
 * @param now seconds since 1970
 * @param script the PHP file that the web server named; its time is Last-Modified, as long as it is there
 */
export async function limitCache(
  reply: ReplyHead,
  limiter: CacheLimiter,
  expire: number,
  now: number,
  script: string | undefined,
): Promise<void> {
  const seconds = expire * 60
  switch (limiter) {
    case 'nocache':
      reply.header('Expires', LONG_AGO)
      reply.header('Cache-Control', 'no-store, no-cache, must-revalidate')
      reply.header('Pragma', 'no-cache')
      return
    case 'public':
      reply.header('Expires', new Date((Math.trunc(now) + seconds) * 1000).toUTCString())
      reply.header('Cache-Control', `public, max-age=${seconds}`)
      return lastModified(reply, script)
    case 'private':
      reply.header('Expires', LONG_AGO)
      reply.header('Cache-Control', `private, max-age=${seconds}`)
      return lastModified(reply, script)
    case 'private_no_expire':
      reply.header('Cache-Control', `private, max-age=${seconds}`)
      return lastModified(reply, script)
    case '':
      return
    default:
      limiter satisfies never
  }
}

async function lastModified(reply: ReplyHead, script: string | undefined): Promise<void> {
  if (script === undefined) return
  const mtime = await stat(Buffer.from(script, 'latin1')).then(
    (file) => file.mtime,
    () => undefined,
  )
  if (mtime !== undefined) reply.header('Last-Modified', mtime.toUTCString())
}
