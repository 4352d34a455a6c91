/** The plain answers of the runtime itself; they tell a visitor nothing about the inside. */
import type {PageResponse} from './run-page.ts'
import type {Hole} from './signals.ts'

/** For a page that threw or could not be loaded. */
export function failedPage(page: string): PageResponse {
  return text(500, `The page ${page} failed. The log of the backend says why.\n`)
}

/** For a page that reached what is not ported. */
export function unportedPage(page: string, {where, why}: Hole): PageResponse {
  return text(501, `The page ${page} is not ported yet.\n${where}: ${why}\n`)
}

/** For a page that has no handler. */
export function unknownPage(page: string): PageResponse {
  return text(500, `The page ${page} has no handler in this backend. The web server sent it here by mistake.\n`)
}

/** For a CGI program that a client asked for by its own address. */
export function notByItself(): PageResponse {
  return text(403, 'This program answers for pages, when the web server says so. It has no address of its own.\n')
}

/** For a page that was left to PHP, which did not answer. */
export function withoutPhp(status: 501 | 502 | 504 | 508, page: string, why: string): PageResponse {
  return text(status, `The page ${page} was left to PHP. ${why}.\n`)
}

function text(status: number, body: string): PageResponse {
  const headers: [string, string][] = [['Content-Type', 'text/plain; charset=UTF-8']]
  return {status, headers, body: Buffer.from(body, 'utf8')}
}
