/** The head of a CGI response (RFC 3875, section 6), which FastCGI and SCGI have too. */
import {STATUS_CODES} from 'node:http'
import type {PageResponse} from '../run-page.ts'

/**
 * Header lines and the empty line, one character per byte. Without a status, or with 200, there is no `Status` line, as
 * from PHP: an error document keeps the status that the web server gave it.
 */
export function responseHead({status, headers}: Pick<PageResponse, 'status' | 'headers'>): string {
  let head = status === undefined || status === 200 ? '' : `Status: ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  if (head !== '') head += '\r\n'
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`
  return `${head}\r\n`
}
