/** `Set-Cookie` as PHP 8.2's `setcookie` writes it. */

/** The options of `setcookie`. */
export interface CookieOptions {
  /** Seconds since 1970; 0 or absent for a cookie that lives as long as the browser. */
  expires?: number
  path?: string
  domain?: string
  secure?: boolean
  httpOnly?: boolean
  sameSite?: string
}

/** The value of a `Set-Cookie` header. An empty `encodedValue` deletes the cookie. Throws a TypeError where PHP does. */
export function formatCookie(name: string, encodedValue: string, options: CookieOptions, now: number): string {
  if (name === '' || /[=,; \t\r\n\v\f]/.test(name))
    throw new TypeError(`A cookie cannot be named ${JSON.stringify(name)}`)
  for (const attribute of ['path', 'domain', 'sameSite'] as const) {
    if (/[,; \t\r\n\v\f]/.test(options[attribute] ?? ''))
      throw new TypeError(`The ${attribute} of cookie ${name} is invalid`)
  }
  const {expires = 0, path = '', domain = '', secure = false, httpOnly = false, sameSite = ''} = options
  const parts =
    encodedValue === ''
      ? [`${name}=deleted`, 'expires=Thu, 01 Jan 1970 00:00:01 GMT', 'Max-Age=0']
      : [`${name}=${encodedValue}`, ...lifetime(expires, now)]
  if (path !== '') parts.push(`path=${path}`)
  if (domain !== '') parts.push(`domain=${domain}`)
  if (secure) parts.push('secure')
  if (httpOnly) parts.push('HttpOnly')
  if (sameSite !== '') parts.push(`SameSite=${sameSite}`)
  return parts.join('; ')
}

function lifetime(expires: number, now: number): string[] {
  if (expires <= 0) return []
  return [`expires=${httpDate(expires)}`, `Max-Age=${Math.max(0, Math.trunc(expires) - Math.trunc(now))}`]
}

/** `D, d M Y H:i:s GMT` of seconds since 1970. */
function httpDate(seconds: number): string {
  return new Date(Math.trunc(seconds) * 1000).toUTCString()
}
