/** `getallheaders()` as PHP-FPM gives it. */
import {PhpArray} from '../../php/array.ts'
import type {Codec} from '../codec.ts'
import type {CgiParameters} from './server.ts'

/**
 * The headers of a request by the names that PHP makes of the CGI variables, `HTTP_X_FORWARDED_FOR` is
 * `X-Forwarded-For`; the last one first, as PHP-FPM has them (sapi/cgi: sapi_add_request_header).
 */
export function requestHeaders(parameters: CgiParameters, codec: Codec): PhpArray<string> {
  const headers = PhpArray.from<string>([])
  for (const [name, value] of [...parameters].reverse()) {
    if (name === 'CONTENT_TYPE') headers.set('Content-Type', codec.decodeByteString(value))
    else if (name === 'CONTENT_LENGTH') headers.set('Content-Length', codec.decodeByteString(value))
    else if (name.length > 5 && name.startsWith('HTTP_')) {
      headers.set(codec.decodeByteString(headerName(name.slice(5))), codec.decodeByteString(value))
    }
  }
  return headers
}

/** A `_` becomes `-`, and what follows it stays as it is; all other letters but the first become small. */
function headerName(words: string): string {
  const rest = words.slice(1).replace(/_(.)?|[A-Z]+/gs, (found, next: string | undefined) => {
    return found.startsWith('_') ? `-${next ?? ''}` : found.toLowerCase()
  })
  return words.slice(0, 1) + rest
}
