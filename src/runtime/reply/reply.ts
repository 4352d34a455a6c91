/** The head of the answer, as PHP's `header()` and its like keep it: everything may change until the page ends. */

import {toText} from '../../php/convert.ts'
import {rawurlencode} from '../../php/url.ts'
import type {Codec} from '../codec.ts'
import {type CookieOptions, formatCookie} from './cookie.ts'

/** What a handler does to the head of its answer. */
export interface Reply {
  /** `http_response_code($code)`. */
  status(code: number): this
  /**
   * `header("$name: $value", $replace)`. `Location` makes the status 302 unless it is 201 or 3xx; a `text/*`
   * `Content-Type` without a charset gets the site's. A line break in it is refused as PHP refuses it: the header is
   * not sent, and the log says so.
   */
  header(name: string, value: string | number, options?: {replace?: boolean}): this
  /** `header_remove($name)`. */
  removeHeader(name: string): this
  /** `header("Content-Type: $type")`. */
  type(type: string): this
  /** `header("Location: $url", true, $status)`; what was written stays the body. */
  redirect(url: string, status?: number): void
  /** `setcookie($name, $value, $options)`, or `setrawcookie` with `raw`. */
  cookie(name: string, value: string | number, options?: CookieOptions & {raw?: boolean}): this
}

/** The site's defaults for an answer. */
export interface ReplyDefaults {
  /** `default_mimetype`. */
  mimetype: string
  /** `default_charset`, printed as written here. */
  charset: string
}

/** The head as it is sent. */
interface Head {
  /** `undefined` for 200 that nobody asked for or changed. */
  status: number | undefined
  headers: [name: string, value: string][]
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

export class ReplyHead implements Reply {
  readonly #codec: Codec
  readonly #defaults: ReplyDefaults
  readonly #now: () => number
  readonly #warn: (message: string) => void
  #status: number | undefined
  #headers: [name: string, value: string][] = []

  constructor(codec: Codec, defaults: ReplyDefaults, now: () => number, warn: (message: string) => void) {
    this.#codec = codec
    this.#defaults = defaults
    this.#now = now
    this.#warn = warn
  }

  status(code: number): this {
    if (!Number.isInteger(code) || code < 100 || code > 599) throw new RangeError(`${code} is not an HTTP status`)
    this.#status = code
    return this
  }

  header(name: string, value: string | number, {replace = true}: {replace?: boolean} = {}): this {
    const text = toText(value).trimEnd()
    if (!HEADER_NAME.test(name) || /[\r\n\0]/.test(text)) {
      this.#warn(`header ${JSON.stringify(name)} refused: a name or value with a line break is not sent`)
      return this
    }
    const lowerName = name.toLowerCase()
    if (replace) this.removeHeader(name)
    if (lowerName === 'content-type') this.#headers.push(this.#contentType(name, text))
    else this.#headers.push([name, text])
    const status = this.#status ?? 200
    if (lowerName === 'location' && status !== 201 && (status < 300 || status > 399)) this.#status = 302
    return this
  }

  removeHeader(name: string): this {
    const lowerName = name.toLowerCase()
    this.#headers = this.#headers.filter(([other]) => other.toLowerCase() !== lowerName)
    return this
  }

  type(type: string): this {
    return this.header('Content-Type', type)
  }

  redirect(url: string, status?: number): void {
    this.header('Location', url)
    if (status !== undefined) this.status(status)
  }

  cookie(name: string, value: string | number, {raw = false, ...options}: CookieOptions & {raw?: boolean} = {}): this {
    const text = toText(value)
    if (raw && /[,; \t\r\n\v\f]/.test(text)) throw new TypeError(`The value of cookie ${name} is invalid`)
    const encoded = raw ? text : rawurlencode(text, this.#codec.charset)
    return this.header('Set-Cookie', formatCookie(name, encoded, options, this.#now()), {replace: false})
  }

  /** Whether a header of this name will be sent. */
  has(name: string): boolean {
    return this.#headers.some(([other]) => other.toLowerCase() === name.toLowerCase())
  }

  /** Removes the cookies of one name that are about to be set, as PHP does before it sends a new session cookie. */
  removeCookie(name: string): void {
    this.#headers = this.#headers.filter(
      ([header, value]) => header.toLowerCase() !== 'set-cookie' || !value.startsWith(`${name}=`),
    )
  }

  /** The head as it is now, with the default content type last when the page set none. */
  finish(): Head {
    const {mimetype, charset} = this.#defaults
    const headers = this.#headers.map(([name, value]): [string, string] => [name, this.#codec.encodeByteString(value)])
    if (!this.has('content-type'))
      headers.push(['Content-type', charset === '' ? mimetype : `${mimetype}; charset=${charset}`])
    return {status: this.#status, headers}
  }

  #contentType(name: string, value: string): [string, string] {
    const {charset} = this.#defaults
    const isBareText = value.startsWith('text/') && !value.includes('charset=') && charset !== ''
    // PHP respells the name of a header that it completes.
    return isBareText ? ['Content-type', `${value};charset=${charset}`] : [name, value]
  }
}
