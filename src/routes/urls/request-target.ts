/** From a raw request target to the path that Apache looks for. */

/** Path and query of a target, as they are on the wire. */
export interface TargetParts {
  path: string
  query: string | undefined
  /** Of an absolute target. */
  host?: string
}

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/

/** Splits a target; `undefined` when Apache answers it with 400. */
export function splitTarget(target: string): TargetParts | undefined {
  // A fragment does not belong into a request (RFC 9112, section 3.2), and control characters are refused.
  if (/[\x00-\x20\x7f#]/.test(target)) return undefined
  const [authority = '', host] = ABSOLUTE.exec(target) ?? []
  const rest = target.slice(authority.length)
  const mark = rest.indexOf('?')
  const path = mark === -1 ? rest : rest.slice(0, mark)
  const query = mark === -1 ? undefined : rest.slice(mark + 1)
  const whole = path === '' ? '/' : path
  if (host !== undefined) return {path: whole, query, host: host.toLowerCase()}
  return whole.startsWith('/') ? {path: whole, query} : undefined
}

/** The decoded path, or the status with which Apache refuses it. */
export function decodePath(path: string): string | 400 | 404 {
  if (!path.startsWith('/')) return 400
  if (!/%|\/[./]/.test(path)) return path
  const normal = normalPath(path)
  return normal === undefined ? 400 : unescaped(normal)
}

/** `//`, `/./` and `/../` taken out, as `ap_normalize_path` does; `undefined` when it leads above the root. */
function normalPath(path: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return undefined
  // Characters that need no encoding are decoded before `.` and `..` are looked for.
  const plain = path.replace(/%(4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE]|3[0-9]|2[DE])/gi, (code) => character(code))
  const segments: string[] = []
  const parts = plain.split('/')
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    if (part === '' || part === '.') {
      if (isLast) segments.push('')
    } else if (part !== '..') segments.push(part)
    else if (segments.pop() === undefined) return undefined
    else if (isLast) segments.push('')
  }
  return `/${segments.join('/')}`
}

function unescaped(path: string): string | 404 {
  // `AllowEncodedSlashes Off`, which is the default.
  if (/%(?:2F|00)/i.test(path)) return 404
  return path.replace(/%[0-9A-Fa-f]{2}/g, (code) =>
    // Decoded before, when it was; what looks like it now came out of `%25`.
    /^%(?:4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE]|3[0-9]|2[DE])$/i.test(code) ? code : character(code),
  )
}

function character(code: string): string {
  return String.fromCharCode(Number.parseInt(code.slice(1), 16))
}
