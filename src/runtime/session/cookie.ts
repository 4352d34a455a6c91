/** The cookie of a session (php_session_send_cookie in PHP). */
import {formatCookie} from '../reply/cookie.ts'
import type {SessionRequest} from './request.ts'
import type {SessionSettings} from './settings.ts'

/** Sends the identifier, in place of one that was sent before in the same answer. */
export function sendSessionCookie(
  id: string,
  {name, cookie, useCookies}: SessionSettings,
  {reply, codec, now}: SessionRequest,
): void {
  if (!useCookies) return
  const {lifetime = 0, path = '/', ...attributes} = cookie
  const expires = lifetime > 0 ? Math.trunc(now()) + lifetime : 0
  const value = formatCookie(name, codec.encodeByteString(id), {...attributes, path, expires}, now())
  reply.removeCookie(name)
  reply.header('Set-Cookie', value, {replace: false})
}
