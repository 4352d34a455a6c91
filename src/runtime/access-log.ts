/** Lines of the access log: Apache's combined format, then the page, who answered, and milliseconds. */
import type {CgiParameters} from './input/server.ts'

/** Who answered a request: a handler, or the site's PHP to which it was handed on. */
export type Side = 'typescript' | 'php'

/** What there is to say of a request that was answered. */
interface Answered {
  parameters: CgiParameters
  status: number
  /** Bytes of the body that were sent. */
  bytes: number
  page: string
  side: Side
  /** When it ended, in milliseconds since 1970. */
  at: number
  milliseconds: number
}

/** `127.0.0.1 - ada [22/Nov/2026:21:00:00 +0000] "GET /cart.php HTTP/1.1" 200 512 "-" "…" cart.php typescript 1.2` */
export function accessLine({parameters, status, bytes, page, side, at, milliseconds}: Answered): string {
  const word = (name: string): string => escaped(parameters.get(name) || '-', NOT_IN_WORD)
  const text = (name: string): string => escaped(parameters.get(name) || '-', NOT_IN_TEXT)
  const request = `${text('REQUEST_METHOD')} ${text('REQUEST_URI')} ${text('SERVER_PROTOCOL')}`
  const quoted = `"${request}" ${status} ${bytes || '-'} "${text('HTTP_REFERER')}" "${text('HTTP_USER_AGENT')}"`
  const who = `${word('REMOTE_ADDR')} - ${word('REMOTE_USER')}`
  return `${who} [${timeOf(at)}] ${quoted} ${escaped(page, UNSAFE)} ${side} ${milliseconds.toFixed(1)}`
}

const NOT_IN_WORD = /[^\x21-\x7e]|["\\]/g
const NOT_IN_TEXT = /[^\x20-\x7e]|["\\]/g
const UNSAFE = /[\0-\x20"\\\x7f-\x9f]/g

/** Whatever a client sent stays on its line and inside its quotes, as Apache writes it: `\"`, `\\`, `\xhh`. */
function escaped(value: string, unsafe: RegExp): string {
  return value.replace(unsafe, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
let lastSecond = Number.NaN
let lastText = ''

/** `22/Nov/2026:21:00:00 +0000`; many requests come in the same second. */
function timeOf(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000)
  if (second === lastSecond) return lastText
  const iso = new Date(second * 1000).toISOString()
  lastSecond = second
  lastText = `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
  return lastText
}
