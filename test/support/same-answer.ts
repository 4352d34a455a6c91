/** Whether two answers are the same to a visitor, what changes from one request to the next left aside by name. */
import {type Answer, headerValues} from './http.ts'

/** What may differ. Each rule changes both answers before they are compared. */
const rules = {
  /** The `Date` header. */
  date: (answer: Answer): Answer => without(answer, ['date']),
  /** How the body is cut on the wire: `Content-Length`, `Transfer-Encoding`; the body itself is compared. */
  framing: (answer: Answer): Answer =>
    without(answer, ['content-length', 'transfer-encoding', 'connection', 'keep-alive']),
  /** Whether an `ETag` is weak: Apache's is, in the second after the file was written. */
  etagStrength: (answer: Answer): Answer => mapHeader(answer, 'etag', (value) => value.replace(/^W\//, '')),
  /** The random part of PHP session ids, in `Set-Cookie` and wherever the body repeats it. */
  sessionId: (answer: Answer): Answer => {
    const ids = headerValues(answer, 'set-cookie').flatMap((value) => value.match(/^PHPSESSID=([^;]+)/)?.slice(1) ?? [])
    return ids.reduce((changed, id) => replaceText(changed, id, 'SESSION-ID'), answer)
  },
  /** The point in time in a cookie's `expires`; `Max-Age`, which goes with it, is compared. */
  cookieExpiry: (answer: Answer): Answer =>
    mapHeader(answer, 'set-cookie', (value) => value.replace(/expires=[^;]+/i, 'expires=TIME')),
  /** `X-Powered-By: PHP/8.2.36`, which only PHP sends. */
  poweredBy: (answer: Answer): Answer => without(answer, ['x-powered-by']),
} as const

type Rule = keyof typeof rules

/**
 * The differences between two answers, one readable line each; none when they are the same. Header fields are compared
 * by name in any order, and the values of one name in their order.
 */
export function differences(
  before: Answer,
  after: Answer,
  ignored: readonly Rule[] = ['date', 'framing', 'etagStrength', 'sessionId', 'cookieExpiry'],
): string[] {
  const [a, b] = [before, after].map((answer) => ignored.reduce((changed, rule) => rules[rule](changed), answer))
  if (!a || !b) return []
  const found: string[] = []
  if (a.statusLine !== b.statusLine) found.push(`status: ${a.statusLine} → ${b.statusLine}`)
  const names = new Set([...a.headers, ...b.headers].map(([name]) => name.toLowerCase()))
  for (const name of [...names].sort()) {
    const [left, right] = [headerValues(a, name), headerValues(b, name)].map((values) => JSON.stringify(values))
    if (left !== right) found.push(`${name}: ${left} → ${right}`)
  }
  if (!a.body.equals(b.body)) found.push(bodyDifference(a.body, b.body))
  return found
}

/** Whether two answers are the same; see {@link differences}. */
export function sameAnswer(before: Answer, after: Answer, ignored?: readonly Rule[]): boolean {
  return differences(before, after, ignored).length === 0
}

function bodyDifference(a: Buffer, b: Buffer): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const line = a.toString('latin1', 0, at).split('\n').length
  const piece = (bytes: Buffer): string => JSON.stringify(bytes.toString('latin1', Math.max(0, at - 20), at + 60))
  return `body: ${a.length} → ${b.length} bytes, first at byte ${at} (line ${line}): ${piece(a)} → ${piece(b)}`
}

function without(answer: Answer, names: readonly string[]): Answer {
  return {...answer, headers: answer.headers.filter(([name]) => !names.includes(name.toLowerCase()))}
}

function mapHeader(answer: Answer, wanted: string, change: (value: string) => string): Answer {
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, name.toLowerCase() === wanted ? change(value) : value]),
  }
}

function replaceText(answer: Answer, from: string, to: string): Answer {
  const body = Buffer.from(answer.body.toString('latin1').replaceAll(from, to), 'latin1')
  return {...answer, headers: answer.headers.map(([name, value]) => [name, value.replaceAll(from, to)]), body}
}
