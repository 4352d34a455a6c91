/** Names in Apache's configuration language. */

/**
 * A name as a regular expression that matches it and nothing else: every byte but `[A-Za-z0-9_/]` is written `\xHH`.
 * PCRE sees bytes, so this holds for any charset; and nothing is left that Apache's other readers of the line could
 * take for theirs: quotes, `${VARIABLE}`, `%{VARIABLE}`, `$1`, a backslash at the end, a delimiter.
 */
export function quoteRegex(name: string): string {
  return bytesAsText(name).replace(/[^A-Za-z0-9_/]/g, hexEscape)
}

/** Long enough for people, far below the longest line that Apache reads. */
const LONGEST_COMMENT = 200

/**
 * A name in a comment, for people: printable ASCII as it is, other bytes and backslashes `\xHH` (a line that ends in a
 * backslash would go on in the next one). Cut with `...` when it is long.
 */
export function quoteComment(name: string): string {
  const text = bytesAsText(name).replace(/[^ -[\]-~]/g, hexEscape)
  return text.length > LONGEST_COMMENT ? `${text.slice(0, LONGEST_COMMENT)}...` : text
}

/** A character for each byte of UTF-8. */
function bytesAsText(name: string): string {
  return /^[ -~]*$/.test(name) ? name : Buffer.from(name, 'utf8').toString('latin1')
}

function hexEscape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}
