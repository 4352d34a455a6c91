/** Names of pages that no web server can be trusted to route. */
import {bytesOfPagePath, isUtf8PagePath, type PagePath} from '../page.ts'
import type {Notice} from './notice.ts'

/** NAME_MAX and PATH_MAX of Linux, in bytes. */
const LONGEST_NAME = 255
const LONGEST_PATH = 4095

const rename = 'Rename the file and its links, or leave the page in PHP'

/** Why a page of this name can't be routed; `undefined` when it can. */
export function nameProblem(page: PagePath): Omit<Notice, 'page'> | undefined {
  if (isUsual(page)) return undefined
  const bytes = bytesOfPagePath(page)
  const segments = page.split('/')
  if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) {
    return {code: 'NAME_CONTROL_CHARACTER', reason: 'The name has a control character', remedy: rename}
  }
  // mod_proxy_fcgi answers 403 to a name with `?`, for PHP-FPM as for us.
  if (bytes.includes('?')) {
    return {
      code: 'NAME_QUESTION_MARK',
      reason: 'The name has a `?`, which Apache sends to no FastCGI backend',
      remedy: rename,
    }
  }
  if (!isUtf8PagePath(page)) {
    return {
      code: 'NAME_NOT_UTF8',
      reason: 'The name is not UTF-8, so servers and browsers disagree about its URL',
      remedy: rename,
    }
  }
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return {
      code: 'PATH_NOT_BELOW_ROOT',
      reason: 'The path does not name a file below the document root in one way only',
      remedy: 'Name the page by its path below the document root, without `..`, `.` and double slashes',
    }
  }
  if (bytes.length > LONGEST_PATH || segments.some((segment) => bytesOfPagePath(segment).length > LONGEST_NAME)) {
    return {code: 'NAME_TOO_LONG', reason: 'The name is longer than a file name can be', remedy: rename}
  }
  return undefined
}

/** What nearly all pages are called, told without looking at each byte of ten thousand names. */
function isUsual(page: PagePath): boolean {
  return page.length < 1000 && /^(?:[\w-][\w.-]{0,200}\/)*[\w-][\w.-]{0,200}$/.test(page)
}
