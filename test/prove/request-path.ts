/** The path that a request target names, for the limits: what servers make of it before they look for a file. */

/** Decoded, without scheme, host, query, empty segments, `.` and `..`; one character a byte. */
export function pathOfTarget(target: string): string {
  const path = target
    .replace(/^[a-z]+:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}
