/** Text for people from source that was decoded as Latin-1. */

const LONGEST = 80
const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})
const NOT_ASCII = /[\x80-\xff]/

/** Latin-1 characters as the bytes they stand for, read as UTF-8 where that is valid, else as Latin-1. */
export function decodeText(latin1: string): string {
  if (!NOT_ASCII.test(latin1)) return latin1
  try {
    return utf8.decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}

/** Most code is on one line as it is: visible ASCII characters with single spaces between them. */
const ON_ONE_LINE = /^[!-~]+(?: [!-~]+)*$/
const SPACES = /\s+/g

/** Source on one line, at most 80 characters. */
export function oneLine(latin1: string): string {
  if (latin1.length <= LONGEST && ON_ONE_LINE.test(latin1)) return latin1
  const text = decodeText(withoutCutCharacter(latin1)).replace(SPACES, ' ').trim()
  if (text.length <= LONGEST) return text
  const characters = Array.from(text)
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text
}

/** Enough for 80 characters even with white space to fold and four bytes a character: not the megabyte it may be. */
const ENOUGH = LONGEST * 8
const CUT_CHARACTER = /[\xc0-\xff][\x80-\xbf]*$/

function withoutCutCharacter(latin1: string): string {
  return latin1.length <= ENOUGH ? latin1 : latin1.slice(0, ENOUGH).replace(CUT_CHARACTER, '')
}
